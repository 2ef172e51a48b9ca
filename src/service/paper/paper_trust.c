#include "paper_trust.h"

#include "page.h"

static const struct word sources[] = {
    { PAPER_ISSUED, "issued", TEXT("电子证照，由发证机关提供") },
    { PAPER_ORIGINAL_SEEN, "original_seen", TEXT("窗口已与原件核对") },
    { PAPER_SEALED_COPY, "sealed_copy", TEXT("盖章的复印件，未核对原件") },
    { PAPER_UPLOADED, "uploaded", TEXT("申请人上传，未核对原件") },
    { PAPER_DECLARED, "declared", TEXT("申请人自己写的，由其承诺属实") },
};

const struct words paper_sources = { sources, sizeof sources / sizeof *sources };

static const struct {
    const char *grade;
    const char *said;
} grades[] = {
    [0] = { "", "" },
    [PAPER_ISSUED] = { "A", "此件由发证机关提供，仅供办理政务服务事项时使用" },
    [PAPER_ORIGINAL_SEEN] = { "B", "此件经与原件核对无误，仅供办理政务服务事项时使用" },
    [PAPER_SEALED_COPY] = { "C", "仅供办理政务服务事项时使用" },
    [PAPER_UPLOADED] = { "C", "仅供办理政务服务事项时使用" },
    [PAPER_DECLARED] = { "D", "仅供办理政务服务事项时使用" },
};

const char *paper_grade(enum paper_source source) {
    return grades[source].grade;
}

const char *paper_say_trust(enum paper_source source) {
    return grades[source].said;
}
