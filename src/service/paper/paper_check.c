#include "paper_check.h"

#include <assert.h>
#include <string.h>

#include "clamd.h"
#include "config.h"
#include "house.h"
#include "log.h"
#include "page.h"
#include "paper_store.h"
#include "picture.h"

const struct refusal paper_empty = {
    REFUSED_INVALID, "paper.empty",
    TEXT("这个文件是空的，里面没有内容。请重新拍照，或换一个文件再传。"), "paper"
};
const struct refusal paper_large = {
    REFUSED_LARGE, "paper.large",
    TEXT("文件超过 10 MB，没有保存。请拍照上传，或把 PDF 拆成几份再传。"), "paper"
};
const struct refusal paper_wrong_kind = {
    REFUSED_KIND, "paper.wrong_kind",
    TEXT("这个文件的内容和扩展名对不上，或不是照片和 PDF。请传 JPG、PNG 照片或 PDF。"),
    "paper"
};
const struct refusal paper_broken = {
    REFUSED_KIND, "paper.broken",
    TEXT("这个文件不完整，可能没有传完或已经损坏。请重新拍照，或重新保存后再传。"),
    "paper"
};
const struct refusal paper_wide = {
    REFUSED_KIND, "paper.wide",
    TEXT("这张照片的尺寸太大，打不开。请用手机重新拍一张，或缩小后再传。"), "paper"
};
const struct refusal paper_active = {
    REFUSED_KIND, "paper.active",
    TEXT("这个 PDF 里带有脚本或附件，不能收。请打印成新的 PDF，或拍照上传。"), "paper"
};
const struct refusal paper_locked = {
    REFUSED_KIND, "paper.locked",
    TEXT("这个 PDF 有密码保护，打不开。请去掉密码，打印成新的 PDF 再传。"), "paper"
};
const struct refusal paper_long = {
    REFUSED_KIND, "paper.long",
    TEXT("这个 PDF 超过 200 页，没有保存。请拆成几份，每份不超过 200 页再传。"), "paper"
};
const struct refusal paper_infected = {
    REFUSED_KIND, "paper.infected",
    TEXT("这个文件里查出病毒，没有保存。请给电脑或手机杀毒，或重新拍照后再传。"), "paper"
};
const struct refusal paper_no_scanner = {
    REFUSED_BUSY, "paper.no_scanner",
    TEXT("现在不能给文件查毒，这份材料没有保存。请过几分钟再传，或带到窗口。"), "paper"
};

const struct refusal *paper_check_size(int64_t size_bytes) {
    return size_bytes <= 0                ? &paper_empty
           : size_bytes > PAPER_BYTES_MAX ? &paper_large
                                          : NULL;
}

static const struct refusal *check_structure(const char *name, const char *type,
                                             struct db_bytes content,
                                             enum paper_kind *kind) {
    static const struct refusal *const refusals[] = {
        [PAPER_SOUND] = NULL,           [PAPER_BROKEN] = &paper_broken,
        [PAPER_WIDE] = &paper_wide,     [PAPER_ACTIVE] = &paper_active,
        [PAPER_LOCKED] = &paper_locked,
    };

    *kind = paper_kind_of(content);
    if (*kind == PAPER_UNKNOWN || !paper_kind_agrees(*kind, name, type))
        return &paper_wrong_kind;
    return refusals[paper_flaw_of(*kind, content)];
}

/* Whether it really opens; also says how many pages it has. */
static const struct refusal *check_decoder(struct work *work, struct db_bytes content,
                                           struct paper_ready *ready) {
    static const struct refusal *const refusals[] = {
        [PICTURE_GOOD] = NULL,
        [PICTURE_BROKEN] = &paper_broken,
        [PICTURE_LOCKED] = &paper_locked,
        [PICTURE_ACTIVE] = &paper_active,
        [PICTURE_LONG] = &paper_long,
    };
    struct picture_made made;

    picture_make(work->arena,
                 &(struct picture_job){ .verb = PICTURE_LOOK,
                                        .kind = (enum picture_kind)ready->kind,
                                        .content = content,
                                        .mark = "" },
                 &made);
    if (made.state == PICTURE_FAILED) {
        work_fault(work, "paper: no process can be begun that looks at a file");
        return NULL;
    }
    ready->pages = made.pages;
    return refusals[made.state];
}

static const struct refusal *check_viruses(struct work *work, struct db_bytes content,
                                           struct paper_ready *ready) {
    const struct config *config = work->house->config;
    const char *where = config->text[CONFIG_CLAMD];

    ready->scan = SCAN_NOT_ASKED;
    if (!where[0])
        return NULL;
    switch (clamd_scan(where, content)) {
    case CLAMD_CLEAN: ready->scan = SCAN_CLEAN; return NULL;
    case CLAMD_INFECTED:
        log_event(LOG_WARN, NULL, "paper.infected", "account=%lld",
                  (long long)work->actor.id);
        return &paper_infected;
    case CLAMD_SILENT: break;
    }
    log_event(LOG_ERROR, NULL, "paper.scanner_silent", "clamd=%s", where);
    ready->scan = SCAN_WAITS;
    return strcmp(config->text[CONFIG_CLAMD_DOWN], "refuse") == 0 ? &paper_no_scanner
                                                                  : NULL;
}

const struct refusal *paper_check(struct work *work, const char *name, const char *type,
                                  struct db_bytes content, struct paper_ready *ready) {
    const struct refusal *refusal = check_structure(name, type, content, &ready->kind);

    assert(content.size > 0 && content.size <= PAPER_BYTES_MAX);
    if (!refusal)
        refusal = check_decoder(work, content, ready);
    if (!refusal && !work->fault)
        refusal = check_viruses(work, content, ready);
    if (refusal || work->fault)
        return refusal;
    return paper_store_keep(work, content, ready->digest);
}
