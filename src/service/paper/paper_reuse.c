#include "paper_reuse.h"

#include <string.h>

#include "page.h"
#include "paper.sql.h"
#include "paper_list.h"
#include "paper_row.h"
#include "paper_store.h"

const struct refusal paper_no_consent = {
    REFUSED_INVALID, "paper.no_consent",
    TEXT("再用以前交过的材料，要申请人本人同意。请先勾选同意，或重新上传。"), "consent"
};

size_t paper_given_before(struct work *work, int64_t person_id, int64_t but_matter_id,
                          const struct paper_before **before) {
    struct sql_paper_given_before_row *rows;
    const size_t count =
        sql_paper_given_before(work, &rows, .person_id = person_id,
                               .but_matter_id = but_matter_id, .limit = PAPER_BEFORE_MAX);
    struct paper_before *list = arena_alloc(work->arena, count * sizeof *list + 1);
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        struct paper_before *one = &list[kept];

        if (rows[i].mark_state == MARK_FAULTY)
            continue;
        one->paper = PAPER_OF_ROW(work, rows[i]);
        one->number = rows[i].number;
        one->title = rows[i].title;
        if (rows[i].mark_state == MARK_GOOD && rows[i].mark_source)
            one->paper.source = (enum paper_source)rows[i].mark_source;
        kept++;
    }
    *before = list;
    return kept;
}

const struct refusal *paper_reuse(struct work *work, struct paper_place place,
                                  int64_t person_id, int64_t paper_id, int64_t *id) {
    const struct paper_before *before;
    const size_t count = paper_given_before(work, person_id, place.matter_id, &before);
    size_t i = 0;

    while (i < count && before[i].paper.id != paper_id)
        i++;
    if (i == count || person_id == 0)
        return &paper_unknown;

    const struct paper *paper = &before[i].paper;
    struct paper_ready ready = { .kind = paper->kind,
                                 .name = paper->name,
                                 .size_bytes = paper->size_bytes,
                                 .wanted = paper->wanted,
                                 .source = paper->source,
                                 .pages = paper->pages,
                                 .scan = paper->scan,
                                 .reused_id = paper->id };

    memcpy(ready.digest, paper->digest.data, sizeof ready.digest);
    /* The other's days may be over tonight, before this row is seen. */
    paper_store_touch(work, paper->digest);
    return paper_keep(work, place, &ready, id);
}
