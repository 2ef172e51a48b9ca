#include "filing_checklist.h"

#include <assert.h>
#include <string.h>

#include "filing.sql.h"
#include "filing_out.h"
#include "matter_tell.h"
#include "matter_track.h"
#include "matter_who.h"
#include "page.h"
#include "paper_forget.h"
#include "paper_picture.h"
#include "paper_reuse.h"
#include "utf8.h"

const struct refusal filing_no_more_papers = {
    REFUSED_CONFLICT, "filing.no_more_papers",
    TEXT("这个办件已经作出决定，不能再加材料。有新情况请打大厅电话，或重新申请。"), NULL
};

/* ---- rights ---- */

static bool is_open(const struct matter *matter) {
    return !flow_is_over(matter->flow, matter->state);
}

/* Says 1 where the case belongs to a bundle, whose papers are its own, too. */
static bool find_bundle(struct work *work, const struct matter *matter,
                        struct item_version *version, struct paper_bundle *bundle) {
    struct matter parent;

    if (!matter->parent_id || matter_find_id(work, matter->parent_id, &parent) ||
        item_read_version(work, matter->version_id, version))
        return false;
    *bundle = (struct paper_bundle){ parent.id, parent.version_id };
    return true;
}

size_t filing_papers_of(struct work *work, const struct matter *matter,
                        const struct paper **papers) {
    struct item_version version;
    struct paper_bundle bundle;

    return find_bundle(work, matter, &version, &bundle)
               ? paper_of_child(work, matter->id, &version, bundle, papers)
               : paper_of_matter(work, matter->id, papers);
}

void filing_read_checklist(struct work *work, const struct matter *matter,
                           struct paper_checklist *list) {
    struct item_version version;
    struct paper_bundle bundle;

    if (find_bundle(work, matter, &version, &bundle))
        paper_checklist_of_child(work, matter->id, &version, bundle, list);
    else
        paper_checklist(work, matter->id, matter->version_id, list);
}

bool filing_has_paper(struct work *work, const struct matter *matter, int64_t paper_id) {
    const struct paper *papers;
    const size_t count = filing_papers_of(work, matter, &papers);

    for (size_t i = 0; i < count; i++)
        if (papers[i].id == paper_id)
            return true;
    return false;
}

bool filing_may_add_papers(struct work *work, const struct matter *matter) {
    if (work_may(work, RIGHT_INTAKE))
        return is_open(matter) || matter_may_add_papers(matter);
    return matter_is_askers(work, matter) && matter_may_add_papers(matter);
}

bool filing_may_mark_papers(struct work *work, const struct matter *matter) {
    const unsigned rights = RIGHT_INTAKE | RIGHT_REVIEW;
    const struct deputy_colleague *absent;

    if (!is_open(matter))
        return false;
    if (matter_has_desk(matter, rights & work->actor.rights, work->actor.department_id))
        return true;
    absent = matter_stood_in(work, matter);
    return absent &&
           matter_has_desk(matter, rights & absent->rights, absent->department_id);
}

static const struct refusal *check_adding(struct work *work,
                                          const struct matter *matter) {
    if (filing_may_add_papers(work, matter))
        return NULL;
    return work_may(work, RIGHT_INTAKE | RIGHT_RESIDENT) ? &filing_no_more_papers
                                                         : &matter_forbidden;
}

/* ---- adding ---- */

static const char *say_wanted(const char *wanted) {
    return wanted[0] ? wanted : "其他材料";
}

static const struct refusal *record_papers(struct work *work, struct matter *matter,
                                           const char *verb, const char *note) {
    const struct ledger_part cover = paper_cover(work, matter->id);

    return matter_record_part(work, matter, verb, note, &cover);
}

/* What followed after the decision lies at nobody's desk: its owner hears of it. */
static void tell_owner(struct work *work, const struct matter *matter,
                       const char *wanted) {
    if (matter->decided_ms && matter->owner_id && matter->owner_id != work->actor.id)
        filing_send_word(work, matter,
                         &(struct matter_word){ .event = "paper_follows",
                                                .account_id = matter->owner_id,
                                                .from = "",
                                                .reason = say_wanted(wanted) });
}

const struct refusal *filing_record_paper(struct work *work, struct matter *matter,
                                          const char *wanted) {
    const struct refusal *refusal = check_adding(work, matter);

    if (!refusal)
        refusal = record_papers(work, matter, "add_paper", say_wanted(wanted));
    if (!refusal)
        tell_owner(work, matter, wanted);
    return refusal;
}

static const char *number_of(struct work *work, int64_t matter_id) {
    struct sql_filing_number_row row;

    return sql_filing_number(work, &row, .id = matter_id) ? row.number : "";
}

/* The scope of a consent: which paper, from where, and for this matter alone. */
static const char *say_consent(struct work *work, const struct paper *before,
                               const char *how) {
    return arena_format(work->arena, "同意把办件 %s 的“%s”再用于本办件，只用这一次%s%s",
                        number_of(work, before->matter_id), before->wanted,
                        how[0] ? "；同意方式：" : "", how);
}

const struct refusal *filing_reuse_paper(struct work *work, struct matter *matter,
                                         int64_t paper_id, const char *consent) {
    const struct refusal *refusal = check_adding(work, matter);
    const bool by_himself = work->actor.person_id == matter->person_id;
    struct paper before;
    int64_t id;

    assert(utf8_count(consent) <= FILING_CONSENT_MAX);
    /* Whoever acts for him does not consent for him. */
    if (!refusal && (!consent[0] || (work_may(work, RIGHT_RESIDENT) && !by_himself)))
        refusal = &paper_no_consent;
    if (!refusal)
        refusal = paper_reuse(work, (struct paper_place){ .matter_id = matter->id },
                              matter->person_id, paper_id, &id);
    if (!refusal)
        refusal = paper_find(work, paper_id, &before);
    if (!refusal)
        refusal = record_papers(work, matter, "reuse_paper",
                                say_consent(work, &before, by_himself ? "" : consent));
    if (!refusal)
        tell_owner(work, matter, before.wanted);
    return refusal;
}

const struct refusal *filing_record_consents(struct work *work, struct matter *matter) {
    const struct paper *papers;
    const size_t count = paper_of_matter(work, matter->id, &papers);
    const struct refusal *refusal = NULL;

    for (size_t i = 0; i < count && !refusal; i++) {
        struct paper before;

        if (papers[i].reused_id && !paper_find(work, papers[i].reused_id, &before))
            refusal =
                matter_record(work, matter, "consent", say_consent(work, &before, ""));
    }
    return refusal;
}

/* ---- looking and marking ---- */

const struct refusal *filing_mark_paper(struct work *work, struct matter *matter,
                                        const struct paper_mark *mark) {
    const struct refusal *refusal = filing_may_mark_papers(work, matter)
                                        ? paper_keep_mark(work, matter->id, mark)
                                        : &matter_forbidden;
    struct ledger_part cover;
    const char *note;

    if (refusal)
        return refusal;
    cover = paper_marks_cover(work, matter->id);
    note =
        mark->state == MARK_GOOD
            ? arena_format(work->arena, "%s：无误，可信等级 %s", say_wanted(mark->wanted),
                           paper_grade(mark->source))
            : arena_format(work->arena, "%s：%s", say_wanted(mark->wanted), mark->reason);
    return matter_record_part(work, matter, "mark_paper", note, &cover);
}

/* Which of the papers it is, for the record: names are sealed, the ledger is not. */
static const char *say_which(struct work *work, const struct paper *paper) {
    const struct paper *papers;
    const size_t count = paper_of_matter(work, paper->matter_id, &papers);
    size_t place = 0;

    while (place < count && papers[place].id != paper->id)
        place++;
    return arena_format(work->arena, "第 %zu 份%s%s", place + 1,
                        paper->wanted[0] ? "，" : "", paper->wanted);
}

const struct refusal *filing_open_paper(struct work *work, struct matter *matter,
                                        const struct paper *paper) {
    const struct refusal *refusal = paper_may_open(paper);

    if (!refusal)
        refusal = matter_record(work, matter, "read_paper", say_which(work, paper));
    if (!refusal)
        paper_begin_reading(work, paper);
    return refusal;
}

const struct refusal *filing_copy_paper(struct work *work, struct matter *matter,
                                        const struct paper *paper) {
    const struct refusal *refusal = paper_may_open(paper);

    return refusal ? refusal
                   : matter_record(work, matter, "copy_paper", say_which(work, paper));
}

/* ---- the end of their days ---- */

static void forget(struct work *work, int64_t matter_id) {
    struct matter matter;
    int removed;

    if (matter_find(work, number_of(work, matter_id), &matter))
        return;
    removed = paper_forget(work, matter_id);
    if (removed && record_papers(work, &matter, "forget_papers",
                                 arena_format(work->arena, "%d 份", removed)))
        work_fault(work, "papers of matter %lld changed meanwhile", (long long)matter_id);
}

/* A part each night; what is over stays over. */
void filing_forget_papers(struct work *work) {
    const int64_t *ids;
    const size_t count = paper_over(work, 0, &ids);

    for (size_t i = 0; i < count && !work->fault; i++)
        forget(work, ids[i]);
}
