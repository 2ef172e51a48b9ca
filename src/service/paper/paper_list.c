#include "paper_list.h"

#include <assert.h>
#include <string.h>

#include "page.h"
#include "paper.sql.h"
#include "text.h"
#include "utf8.h"

const struct refusal paper_no_reason = {
    REFUSED_INVALID, "paper.no_reason",
    TEXT("请写明这份材料哪里不对、怎么改，申请人会看到这段话。"), "reason"
};

/* Values of item_necessities. */
enum { NECESSARY = 1 };

/* ---- lines ---- */

static bool is_needed(const struct item_paper *asked) {
    return asked->necessity == NECESSARY && !asked->exempt && !asked->situation[0];
}

static const struct paper_mark *find_mark(const struct paper_mark *marks, size_t count,
                                          const char *wanted) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(marks[i].wanted, wanted) == 0)
            return &marks[i];
    return NULL;
}

/* The same name in another situation is the same paper: its files stand there once. */
static bool is_listed(const struct paper_line *lines, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(lines[i].name, name) == 0)
            return true;
    return false;
}

static bool is_of_version(const struct item_version *version, const char *name) {
    for (size_t i = 0; i < version->paper_count; i++)
        if (strcmp(version->papers[i].name, name) == 0)
            return true;
    return false;
}

static size_t find_files(const struct paper *papers, size_t count, const char *name,
                         const struct item_version *rest_of, const struct paper **files) {
    size_t found = 0;

    for (size_t i = 0; i < count; i++)
        if (rest_of ? !is_of_version(rest_of, papers[i].wanted)
                    : strcmp(papers[i].wanted, name) == 0)
            files[found++] = &papers[i];
    return found;
}

/* A content that a virus took, or the end of its days, is not there to be looked at. */
static bool has_content(const struct paper_line *line) {
    for (size_t i = 0; i < line->file_count; i++)
        if (line->files[i]->scan != SCAN_INFECTED)
            return true;
    return false;
}

/* What came after somebody looked was not looked at. */
static bool is_outdated(const struct paper_line *line, const struct paper_mark *mark) {
    for (size_t i = 0; i < line->file_count; i++)
        if (line->files[i]->created_ms > mark->at_ms)
            return true;
    return false;
}

static void set_standing(struct paper_line *line, const struct paper_mark *mark) {
    const struct item_paper *asked = line->asked;

    line->reason = "";
    line->source = 0;
    for (size_t i = 0; i < line->file_count; i++)
        if (line->files[i]->source > line->source)
            line->source = line->files[i]->source;
    if (mark && !is_outdated(line, mark)) {
        line->standing = mark->state == MARK_GOOD ? PAPER_GOOD : PAPER_FAULTY;
        line->source = mark->source ? mark->source : line->source;
        line->reason = mark->reason;
    } else if (has_content(line)) {
        line->standing = PAPER_GIVEN;
    } else if (asked && asked->exempt) {
        line->standing = PAPER_EXEMPT;
    } else {
        line->standing = asked && is_needed(asked) ? PAPER_MISSING : PAPER_ABSENT;
    }
}

const struct paper_line *paper_line_of(const struct paper_checklist *list,
                                       const char *name) {
    for (size_t i = 0; i < list->count; i++) {
        const struct paper_line *const line = &list->lines[i];

        if (line->asked && strcmp(line->name, name) == 0)
            return line;
    }
    return NULL;
}

bool paper_lacks(const struct paper_line *line) {
    return line->standing == PAPER_MISSING || line->standing == PAPER_FAULTY;
}

/* ---- the list ---- */

/* What all lines are made from. */
struct given {
    const struct item_version *version;
    const struct paper *papers;
    size_t paper_count;
    const struct paper_mark *marks;
    size_t mark_count;
    const struct paper **files; /* room for one more file each time */
};

static void add_line(struct given *given, struct paper_checklist *list,
                     struct paper_line *lines, const struct item_paper *asked) {
    struct paper_line *line = &lines[list->count];

    line->asked = asked;
    line->name = asked ? asked->name : "";
    line->files = given->files;
    line->file_count = find_files(given->papers, given->paper_count, line->name,
                                  asked ? NULL : given->version, given->files);
    given->files += line->file_count;
    if (!asked && line->file_count == 0)
        return;
    set_standing(line, find_mark(given->marks, given->mark_count, line->name));
    list->lacking += paper_lacks(line);
    list->count++;
}

void paper_line_up(struct arena *arena, const struct item_version *version,
                   const struct paper *papers, size_t paper_count,
                   const struct paper_mark *marks, size_t mark_count,
                   struct paper_checklist *list) {
    struct paper_line *lines =
        arena_alloc(arena, (version->paper_count + 1) * sizeof *lines);
    struct given given = {
        version, papers,     paper_count,
        marks,   mark_count, arena_alloc(arena, (paper_count + 1) * sizeof *given.files)
    };

    *list = (struct paper_checklist){ .lines = lines };
    for (int needed = 1; needed >= 0; needed--)
        for (size_t i = 0; i < version->paper_count; i++)
            if (is_needed(&version->papers[i]) == needed &&
                !is_listed(lines, list->count, version->papers[i].name))
                add_line(&given, list, lines, &version->papers[i]);
    add_line(&given, list, lines, NULL);
}

static size_t read_marks(struct work *work, int64_t matter_id,
                         const struct paper_mark **marks) {
    struct sql_paper_marks_row *rows;
    const size_t count =
        sql_paper_marks(work, &rows, .matter_id = matter_id, .limit = PAPER_MARKS_MAX);
    struct paper_mark *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++)
        made[i] =
            (struct paper_mark){ rows[i].wanted, (enum paper_mark_state)rows[i].state,
                                 (enum paper_source)rows[i].source, rows[i].reason,
                                 rows[i].at_ms };
    *marks = made;
    return count;
}

/* ---- of a bundle ---- */

static const char *said(const char *text) {
    return text ? text : "";
}

void paper_keep_shared(struct work *work, const struct item_version *version) {
    for (size_t i = 0; i < version->paper_count; i++) {
        const struct item_paper *const paper = &version->papers[i];

        sql_paper_share(work, .version_id = version->id, .ordinal = (int64_t)i + 1,
                        .name = paper->name, .kind = paper->kind, .form = paper->form,
                        .source = paper->source, .source_note = said(paper->source_note),
                        .copies = paper->copies, .size = said(paper->size),
                        .necessity = paper->necessity, .follow_days = paper->follow_days,
                        .acceptance = paper->acceptance,
                        .standard = said(paper->standard), .note = said(paper->note),
                        .blank_form = said(paper->blank_form),
                        .sample = said(paper->sample), .exempt = paper->exempt);
    }
}

void paper_read_shared(struct work *work, struct item_version *version) {
    struct sql_paper_shared_row *rows;
    const size_t count = sql_paper_shared(work, &rows, .version_id = version->id);
    struct item_paper *const papers =
        arena_alloc(work->arena, count * sizeof *papers + 1);

    for (size_t i = 0; i < count; i++)
        papers[i] = (struct item_paper){
            .situation = "",
            .name = rows[i].name,
            .kind = rows[i].kind,
            .form = rows[i].form,
            .source = rows[i].source,
            .source_note = rows[i].source_note,
            .copies = rows[i].copies,
            .size = rows[i].size,
            .necessity = rows[i].necessity,
            .follow_days = rows[i].follow_days,
            .acceptance = rows[i].acceptance,
            .standard = rows[i].standard,
            .note = rows[i].note,
            .blank_form = rows[i].blank_form,
            .sample = rows[i].sample,
            .exempt = rows[i].exempt,
        };
    version->papers = papers;
    version->paper_count = count;
}

void paper_keep_alias(struct work *work, int64_t version_id, const char *alias,
                      const char *name) {
    sql_paper_alias(work, .version_id = version_id, .alias = alias, .name = name);
}

void paper_checklist(struct work *work, int64_t matter_id, int64_t version_id,
                     struct paper_checklist *list) {
    struct item_version *version = arena_alloc(work->arena, sizeof *version);
    const struct paper *papers;
    const struct paper_mark *marks;
    const size_t paper_count = paper_of_matter(work, matter_id, &papers);
    const size_t mark_count = read_marks(work, matter_id, &marks);

    if (item_read_version(work, version_id, version)) {
        *version = (struct item_version){ .id = version_id }; /* about no item */
        paper_read_shared(work, version);
    }
    paper_line_up(work->arena, version, papers, paper_count, marks, mark_count, list);
}

struct aliases {
    const struct sql_paper_aliases_row *row;
    size_t count;
};

/* What the bundle calls a paper that an item calls so. */
static const char *shared_name(struct aliases aliases, const char *name) {
    for (size_t i = 0; i < aliases.count; i++)
        if (strcmp(aliases.row[i].alias, name) == 0)
            return aliases.row[i].name;
    return name;
}

/* What the item calls a paper of the bundle; NULL when it does not ask for it. */
static const char *name_there(const struct item_version *version, struct aliases aliases,
                              const char *wanted) {
    for (size_t i = 0; i < version->paper_count && wanted[0]; i++)
        if (strcmp(shared_name(aliases, version->papers[i].name), wanted) == 0)
            return version->papers[i].name;
    return NULL;
}

size_t paper_of_child(struct work *work, int64_t matter_id,
                      const struct item_version *version, struct paper_bundle bundle,
                      const struct paper **papers) {
    struct sql_paper_aliases_row *rows;
    const struct paper *own, *shared;
    const size_t own_count = paper_of_matter(work, matter_id, &own);
    const size_t shared_count = paper_of_matter(work, bundle.matter_id, &shared);
    const size_t alias_count =
        sql_paper_aliases(work, &rows, .version_id = bundle.version_id);
    const struct aliases aliases = { rows, alias_count };
    struct paper *made =
        arena_alloc(work->arena, (own_count + shared_count + 1) * sizeof *made);
    size_t count = 0;

    for (size_t i = 0; i < shared_count; i++) {
        const char *const name = name_there(version, aliases, shared[i].wanted);

        if (!name)
            continue;
        made[count] = shared[i];
        made[count++].wanted = name;
    }
    for (size_t i = 0; i < own_count; i++)
        made[count++] = own[i];
    *papers = made;
    return count;
}

void paper_checklist_of_child(struct work *work, int64_t matter_id,
                              const struct item_version *version,
                              struct paper_bundle bundle, struct paper_checklist *list) {
    const struct paper_mark *marks;
    const struct paper *papers;
    const size_t mark_count = read_marks(work, matter_id, &marks);
    const size_t count = paper_of_child(work, matter_id, version, bundle, &papers);

    paper_line_up(work->arena, version, papers, count, marks, mark_count, list);
}

void paper_checklist_of_draft(struct work *work, int64_t draft_id,
                              const struct item_version *version,
                              struct paper_checklist *list) {
    const struct paper *papers;
    const size_t count = paper_of_draft(work, draft_id, &papers);

    paper_line_up(work->arena, version, papers, count, NULL, 0, list);
}

const char *paper_say_lacking(struct arena *arena, const struct paper_checklist *list) {
    struct text out = { .arena = arena };
    size_t number = 0;

    for (size_t i = 0; i < list->count; i++) {
        const struct paper_line *line = &list->lines[i];

        if (!paper_lacks(line))
            continue;
        text_addf(&out, "%zu. %s：%s\n", ++number,
                  line->name[0] ? line->name : "其他材料",
                  line->standing == PAPER_MISSING ? "没有交" : line->reason);
    }
    return text_string(&out);
}

/* ---- marks ---- */

const struct refusal *paper_keep_mark(struct work *work, int64_t matter_id,
                                      const struct paper_mark *mark) {
    struct sql_paper_matter_wants_row row;

    assert(mark->state == MARK_GOOD || mark->state == MARK_FAULTY);
    assert(utf8_count(mark->reason) <= PAPER_REASON_MAX);
    if (mark->wanted[0] &&
        !sql_paper_matter_wants(work, &row, .id = matter_id, .wanted = mark->wanted))
        return &paper_not_wanted;
    if (mark->state == MARK_FAULTY && !mark->reason[0])
        return &paper_no_reason;
    sql_paper_mark(work, .matter_id = matter_id, .wanted = mark->wanted,
                   .state = mark->state, .source = mark->source,
                   .reason = mark->state == MARK_FAULTY ? mark->reason : "",
                   .account_id = work->actor.id);
    return NULL;
}
