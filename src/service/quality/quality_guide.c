#include <string.h>

#include "quality_inside.h"

/* ---- 行政许可 ---- */

static bool is_licence(const struct item_version *version) {
    return strcmp(version->type_name, "行政许可") == 0;
}

bool licence_has_questions(struct quality_question *question) {
    const struct item_version *const version = question->version;

    return !is_licence(version) ||
           (int64_t)version->questions.count >= question->threshold;
}

static bool has_step(struct item_lines steps, const char *name) {
    for (size_t i = 0; i < steps.count; i++)
        if (strstr(steps.line[i].title, name))
            return true;
    return false;
}

bool licence_has_all_steps(struct quality_question *question) {
    static const char *const names[] = { "受理", "审核", "审批", "办结", "送达" };
    const struct item_version *const version = question->version;
    bool all = (int64_t)version->steps.count >= question->threshold;

    if (!is_licence(version))
        return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (has_step(version->steps, names[i]))
            continue;
        text_addf(&question->detail, "%s%s", question->detail.length > 0 ? "、" : "",
                  names[i]);
        all = false;
    }
    return all;
}

/* ---- what a guide has to say ---- */

bool guide_has_a_name(struct quality_question *question) {
    return *question->version->name;
}

bool guide_has_papers(struct quality_question *question) {
    return question->version->paper_count > 0;
}

bool guide_has_steps(struct quality_question *question) {
    return question->version->steps.count > 0;
}

bool guide_has_a_basis(struct quality_question *question) {
    return question->version->basis.count > 0;
}

bool guide_has_a_time(struct quality_question *question) {
    enum { ON_THE_SPOT = 1 };

    return question->version->promised.count > 0 ||
           question->version->kind == ON_THE_SPOT;
}

bool guide_has_conditions(struct quality_question *question) {
    return *question->version->conditions;
}

bool guide_lists_what_may_follow(struct quality_question *question) {
    enum { DEFERRABLE = 3 };
    const struct item_version *const version = question->version;

    if (!version->deferral || *version->deferral_note)
        return true;
    for (size_t i = 0; i < version->paper_count; i++)
        if (version->papers[i].necessity == DEFERRABLE)
            return true;
    return false;
}

/* ---- papers ---- */

/* Words by which a list asks for whatever comes to somebody's mind. */
static const char *const catch_all[] = {
    "其他材料",     "其它材料",   "其他资料",   "其它资料",   "其他文件",
    "其它文件",     "其他证明",   "其它证明",   "其他有关",   "其它有关",
    "其他相关",     "其它相关",   "其他需要",   "其它需要",   "其他必要",
    "其它必要",     "其他应当",   "其它应当",   "规定的其他", "规定的其它",
    "要求的其他",   "要求的其它", "需要的其他", "有关材料",   "相关材料",
    "有关资料",     "相关资料",   "有关文件",   "相关文件",   "有关证明材料",
    "相关证明材料",
};

static bool catches_all(const char *name) {
    for (size_t i = 0; i < sizeof catch_all / sizeof *catch_all; i++)
        if (strstr(name, catch_all[i]))
            return true;
    return false;
}

bool no_paper_catches_all(struct quality_question *question) {
    const struct item_version *const version = question->version;

    for (size_t i = 0; i < version->paper_count; i++)
        if (catches_all(version->papers[i].name)) {
            text_add(&question->detail, version->papers[i].name);
            return false;
        }
    return true;
}

/* ---- 八统一 ---- */

bool item_has_a_main_item(struct quality_question *question) {
    return *question->version->main_name;
}

bool steps_name_their_offices(struct quality_question *question) {
    const struct item_lines steps = question->version->steps;

    for (size_t i = 0; i < steps.count; i++)
        if (!*steps.line[i].detail) {
            text_add(&question->detail, steps.line[i].title);
            return false;
        }
    return true;
}

/* A paper that the applicant fills in. */
static bool is_form(const struct item_paper *paper) {
    static const char *const ends[] = { "申请表", "登记表", "申报表", "审批表",
                                        "备案表", "申请书", "承诺书", "委托书" };

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (quality_ends(paper->name, ends[i]))
            return true;
    return false;
}

bool forms_have_their_blanks(struct quality_question *question) {
    const struct item_version *const version = question->version;

    for (size_t i = 0; i < version->paper_count; i++)
        if (is_form(&version->papers[i]) && !*version->papers[i].blank_form) {
            text_add(&question->detail, version->papers[i].name);
            return false;
        }
    return true;
}
