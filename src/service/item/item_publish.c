#include <assert.h>
#include <string.h>

#include "cache.h"
#include "item.sql.h"
#include "item_change.h"
#include "item_element.h"
#include "item_inside.h"
#include "item_tell.h"
#include "text.h"

/* ---- what is new ---- */

/* All elements are in the shape: two that read alike are the same. */
static bool says_the_same(struct work *work, const struct item_version *one,
                          const struct item_version *other) {
    struct text texts[2] = { { .arena = work->arena }, { .arena = work->arena } };

    shape_put(&texts[0], NULL, &item_version_shape, one);
    shape_put(&texts[1], NULL, &item_version_shape, other);
    return strcmp(text_string(&texts[0]), text_string(&texts[1])) == 0;
}

static bool is_unchanged(struct work *work, const struct item *item,
                         const struct item_version *version) {
    struct item_version before;

    if (item_read_version(work, item->version_id, &before))
        return false;
    return before.department_id == version->department_id &&
           says_the_same(work, &before, version);
}

/* ---- writing ---- */

static int64_t find_department(struct work *work, const char *name) {
    struct sql_item_department_row row;

    return *name && sql_item_department(work, &row, .name = name) ? row.id : 0;
}

static void add_version(struct work *work, const struct item_version *v) {
    struct arena *const arena = work->arena;

    sql_item_add_version(
        work, .id = v->id, .item_id = v->item_id, .version = v->version,
        .code_scheme = v->code_scheme, .base_code = v->base_code, .name = v->name,
        .main_name = v->main_name, .short_name = v->short_name,
        .daily_terms = item_list_text(arena, v->daily_terms), .type_code = v->type_code,
        .type_name = v->type_name, .department = v->department,
        .department_id = v->department_id, .area = v->area, .level = v->level,
        .kind = v->kind, .legal_count = v->legal.count, .legal_unit = v->legal.unit,
        .promised_count = v->promised.count, .promised_unit = v->promised.unit,
        .visits = v->visits, .visits_reason = v->visits_reason,
        .conditions = v->conditions, .fee_charged = v->fee_charged,
        .fee_basis = v->fee_basis, .result_name = v->result_name,
        .result_kind = v->result_kind, .result_sample = v->result_sample,
        .phone = v->phone, .complaint_phone = v->complaint_phone, .place = v->place,
        .hours = v->hours, .scope = v->scope, .online_depth = v->online_depth,
        .promise = v->promise, .deferral = v->deferral, .courier = v->courier,
        .booking = v->booking, .paper_days = v->paper_days, .note = v->note,
        .ways = item_list_text(arena, v->ways),
        .targets = item_list_text(arena, v->targets),
        .subjects = item_list_text(arena, v->subjects), .main_code = v->main_code,
        .sub_name = v->sub_name, .local_code = v->local_code,
        .local_base_code = v->local_base_code, .body_kind = v->body_kind,
        .authority = v->authority, .power_source = v->power_source,
        .levels = item_list_text(arena, v->levels), .featured = v->featured,
        .partners = item_list_text(arena, v->partners), .review = v->review,
        .legal_note = v->legal_note, .promised_note = v->promised_note,
        .quantity_limit = v->quantity_limit, .deferral_note = v->deferral_note,
        .promise_note = v->promise_note, .online_payment = v->online_payment,
        .deliveries = item_list_text(arena, v->deliveries),
        .handlings = item_list_text(arena, v->handlings),
        .services = item_list_text(arena, v->services), .scope_kind = v->scope_kind,
        .window_name = v->window, .life_events = item_list_text(arena, v->life_events),
        .zones = item_list_text(arena, v->zones));
}

/* What a row of a list has no place for, or left out, is not said. */
static const char *said(const char *text) {
    return text ? text : "";
}

static void add_papers(struct work *work, const struct item_version *version) {
    assert(version->paper_count <= ITEM_PAPERS_MAX);
    for (size_t i = 0; i < version->paper_count; i++) {
        const struct item_paper *const paper = &version->papers[i];

        sql_item_add_paper(work, .version_id = version->id, .ordinal = (int64_t)i + 1,
                           .situation = paper->situation, .name = paper->name,
                           .kind = paper->kind, .form = paper->form,
                           .source = paper->source, .source_note = paper->source_note,
                           .copies = paper->copies, .size = paper->size,
                           .necessity = paper->necessity,
                           .follow_days = paper->follow_days,
                           .acceptance = paper->acceptance, .standard = paper->standard,
                           .note = paper->note, .blank_form = said(paper->blank_form),
                           .sample = said(paper->sample), .exempt = paper->exempt);
    }
}

static void add_lines(struct work *work, int64_t version_id, const char *kind,
                      struct item_lines lines) {
    assert(lines.count <= ITEM_PAPERS_MAX);
    for (size_t i = 0; i < lines.count; i++) {
        const struct item_line *const line = &lines.line[i];

        sql_item_add_line(
            work, .version_id = version_id, .kind = kind, .ordinal = (int64_t)i + 1,
            .title = line->title, .detail = said(line->detail), .note = said(line->note),
            .days = line->days, .relief = said(line->relief), .basis = said(line->basis));
    }
}

static void add_offices(struct work *work, const struct item_version *version) {
    assert(version->office_count <= ITEM_PAPERS_MAX);
    for (size_t i = 0; i < version->office_count; i++) {
        const struct item_office *const office = &version->offices[i];

        sql_item_add_office(work, .version_id = version->id, .ordinal = (int64_t)i + 1,
                            .stage = office->stage, .department = office->department,
                            .days = office->days, .examines = said(office->examines));
    }
}

static void add_tags_of(struct work *work, const struct item_version *version,
                        const char *kind, struct item_list values) {
    assert(values.count <= ITEM_WORDS_MAX);
    for (size_t i = 0; i < values.count; i++)
        sql_item_add_tag(work, .kind = kind, .value = values.word[i],
                         .code = version->code, .version_id = version->id);
}

static void add_tags(struct work *work, const struct item_version *version) {
    static const char *const yes[] = { "yes" };
    const struct item_list featured = { yes, version->featured ? 1 : 0 };
    const struct item_list department = { &version->department,
                                          *version->department ? 1 : 0 };

    add_tags_of(work, version, "department", department);
    add_tags_of(work, version, "subject", version->subjects);
    add_tags_of(work, version, "way", version->ways);
    add_tags_of(work, version, "target", version->targets);
    add_tags_of(work, version, "event", version->life_events);
    add_tags_of(work, version, "zone", version->zones);
    add_tags_of(work, version, "featured", featured);
}

/* ---- publishing ---- */

const struct refusal *item_publish_quietly(struct work *work,
                                           const struct item_version *version,
                                           const struct item_why *why,
                                           enum item_outcome *outcome) {
    struct item item = { 0 };
    struct item_version next = *version;
    const bool found = item_find(work, version->code, &item) == NULL;

    *outcome = ITEM_UNCHANGED;
    item_complete(&next);
    next.department_id = find_department(work, next.department);
    if (found && is_unchanged(work, &item, &next))
        return NULL;
    if (found && item.state == ITEM_CANCELLED)
        return &item_cancelled;

    *outcome = found ? ITEM_CHANGED : ITEM_NEW;
    next.id = work_new_id(work);
    next.item_id = found ? item.id : work_new_id(work);
    next.version = found ? item.version + 1 : 1;
    if (found) {
        item_remove_tags(work, item.version_id);
        sql_item_renew(work, .id = item.id, .version_id = next.id);
    } else {
        sql_item_add(work, .id = next.item_id, .code = next.code, .version_id = next.id);
    }
    add_version(work, &next);
    add_papers(work, &next);
    add_lines(work, next.id, "basis", next.basis);
    add_lines(work, next.id, "step", next.steps);
    add_lines(work, next.id, "fee", next.fees);
    add_lines(work, next.id, "question", next.questions);
    add_offices(work, &next);
    add_tags(work, &next);
    item_record(work, &(struct item_change){ .item_id = next.item_id,
                                             .author_name = why->author_name,
                                             .verb = found ? "publish" : "add",
                                             .holder = "",
                                             .version = next.version,
                                             .reason = why->reason });
    return NULL;
}

const struct refusal *item_publish(struct work *work, const struct item_version *version,
                                   const struct item_why *why,
                                   enum item_outcome *outcome) {
    const struct refusal *const refusal =
        item_publish_quietly(work, version, why, outcome);

    struct item item;

    if (refusal || *outcome == ITEM_UNCHANGED)
        return refusal;
    cache_touch(work, "items");
    if (!item_find(work, version->code, &item))
        item_tell(work, item.id);
    return NULL;
}
