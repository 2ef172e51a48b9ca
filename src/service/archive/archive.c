#include "archive.h"

#include <assert.h>
#include <string.h>

#include "archive.sql.h"
#include "archive_record.h"
#include "civil.h"
#include "crypt.h"
#include "embed.h"
#include "filing.h"
#include "json.h"
#include "ledger_chain.h"
#include "matter_invent.h"
#include "matter_who.h"
#include "page.h"
#include "text.h"

enum { STRETCH = 2000, SEALS_MAX = 500 };

const struct refusal archive_not_over = { REFUSED_CONFLICT, "archive.not_over",
                                          TEXT("办件还没有结束。办结以后再归档。"),
                                          NULL };
const struct refusal archive_of_filings = {
    REFUSED_CONFLICT, "archive.of_filings",
    TEXT("一件事一次办的编号没有自己的案卷。请打开里面的每个办件，分别归档。"), NULL
};
const struct refusal archive_rated = {
    REFUSED_FORBIDDEN, "archive.rated",
    TEXT("申请人评价过这个办件，评价不给承办人员看。请管理员归档。"), NULL
};
const struct refusal archive_changed = {
    REFUSED_CONFLICT, "archive.changed",
    TEXT("打包的时候办件有了新的记录，归档没有完成。请再点一次归档。"), NULL
};
const struct refusal archive_too_many = {
    REFUSED_CONFLICT, "archive.too_many",
    TEXT("这个办件归档太多次了，不能再归档。请用已经下载的案卷。"), NULL
};

/* ---- covered by the ledger ---- */

static void add_values(struct text *out, const struct sql_archive_of_matter_row *row) {
    text_addf(out, "%lld/%lld/%lld/%lld/%lld/%s;", (long long)row->ordinal,
              (long long)row->account_id, (long long)row->at_ms, (long long)row->files,
              (long long)row->size_bytes,
              text_hex(out->arena, row->digest.data, row->digest.size));
}

/* How many of the rows are whole matters: the last may go on behind a full stretch. */
static size_t whole(const struct sql_archive_stretch_row *rows, size_t count) {
    size_t end = count;

    if (count < STRETCH)
        return count;
    while (end > 0 && rows[end - 1].matter_id == rows[count - 1].matter_id)
        end--;
    assert(end > 0);
    return end;
}

static size_t stretch(struct work *work, int64_t after_id,
                      const struct ledger_part_rows **rows) {
    struct sql_archive_stretch_row *found;
    const size_t read = sql_archive_stretch(work, &found, .matter_id = after_id);
    const size_t count = whole(found, read);
    struct ledger_part_rows *made = arena_alloc(work->arena, count * sizeof *made + 1);
    size_t matters = 0;

    for (size_t i = 0; i < count;) {
        const int64_t matter_id = found[i].matter_id;
        struct text out = { .arena = work->arena };

        for (; i < count && found[i].matter_id == matter_id; i++)
            add_values(&out, &(struct sql_archive_of_matter_row){
                                 found[i].ordinal, found[i].account_id, found[i].at_ms,
                                 found[i].files, found[i].size_bytes, found[i].digest });
        made[matters++] =
            (struct ledger_part_rows){ matter_id, { out.bytes, out.length } };
    }
    *rows = made;
    return matters;
}

const struct ledger_part_kind archive_part = { "archives", stretch };

static struct ledger_part part_of(struct work *work, int64_t matter_id, size_t *count) {
    struct sql_archive_of_matter_row *rows;
    struct text out = { .arena = work->arena };

    *count = sql_archive_of_matter(work, &rows, .matter_id = matter_id);
    for (size_t i = 0; i < *count; i++)
        add_values(&out, &rows[i]);
    return (struct ledger_part){ archive_part.name, { out.bytes, out.length } };
}

/* ---- who may ---- */

static const struct refusal *may_archive(struct work *work, const struct matter *matter) {
    const unsigned rights = RIGHT_INTAKE | RIGHT_APPROVE | RIGHT_MANAGE;

    if (!work_may(work, RIGHT_SYSTEM) &&
        !matter_has_desk(matter, work->actor.rights & rights, work->actor.department_id))
        return &matter_forbidden;
    if (matter->flow != &filing_flow)
        return &archive_of_filings;
    if (!flow_is_over(matter->flow, matter->state))
        return &archive_not_over;
    return matter->rated && !work_may(work, RIGHT_MANAGE | RIGHT_SYSTEM) ? &archive_rated
                                                                         : NULL;
}

/* ---- files ---- */

static void put(struct archive *archive, const char *name, struct db_bytes content) {
    uint8_t sha256[CRYPT_DIGEST_SIZE], sm3[CRYPT_DIGEST_SIZE];

    crypt_sha256(sha256, content.data, content.size);
    crypt_sm3(sm3, content.data, content.size);
    stored_zip_put(&archive->zip, name, content);
    text_addf(&archive->sums, "%s  %s\n", text_hex(archive->arena, sha256, sizeof sha256),
              name);
    json_open(&archive->files, NULL, '{');
    json_put_string(&archive->files, "name", name);
    json_put_integer(&archive->files, "size", (int64_t)content.size);
    json_put_string(&archive->files, "sha256",
                    text_hex(archive->arena, sha256, sizeof sha256));
    json_put_string(&archive->files, "sm3", text_hex(archive->arena, sm3, sizeof sm3));
    json_close(&archive->files, '}');
}

static void put_text(struct archive *archive, const char *name, const struct text *text) {
    put(archive, name, (struct db_bytes){ text_string(text), text->length });
}

static const struct refusal *put_papers(struct work *work, struct archive *archive,
                                        const struct matter *matter) {
    const struct paper *papers;
    const size_t count = paper_of_matter(work, matter->id, &papers);

    for (size_t i = 0; i < count && !work->fault; i++) {
        const struct refusal *const refusal = paper_may_open(&papers[i]);
        struct arena *outer;
        struct db_bytes content;

        if (refusal && !papers[i].removed_ms)
            return refusal;
        if (refusal)
            continue;
        outer = work_stretch_begin(work);
        paper_open(work, &papers[i], &content);
        if (!work->fault)
            put(archive, archive_paper_name(archive->arena, &papers[i], i), content);
        work_stretch_end(work, outer);
    }
    return NULL;
}

static void put_letters(struct work *work, struct archive *archive,
                        const struct matter *matter) {
    const struct letter *letters;
    const size_t count = letters_of(work, matter, &letters);

    for (size_t i = 0; i < count && !work->fault; i++) {
        struct arena *const outer = work_stretch_begin(work);
        const struct db_bytes page = letter_page(work, &letters[i]);

        if (!work->fault)
            put(archive, archive_letter_name(archive->arena, i), page);
        work_stretch_end(work, outer);
    }
}

static const struct refusal *put_record(struct work *work, struct archive *archive,
                                        const struct matter *matter) {
    const struct embedded_file *const style = embed_find("archive.css");
    struct html page = { .text = { .arena = work->arena } };
    struct text json = { .arena = work->arena };
    struct archive_record record;
    const struct refusal *const refusal = archive_read(work, matter, &record);

    assert(style);
    if (refusal)
        return refusal;
    archive_put_record(&json, &record);
    archive_record_page(&page, &record);
    put_text(archive, "record.json", &json);
    put_text(archive, "index.html", &page.text);
    put(archive, "index.css", (struct db_bytes){ style->bytes, style->size });
    return NULL;
}

/* ---- what the ledger covers ---- */

static void cover_part(struct archive *archive, const char *name,
                       struct db_bytes values) {
    json_open(&archive->covered, NULL, '{');
    json_put_string(&archive->covered, "part", name);
    json_put_string(&archive->covered, "values",
                    text_hex(archive->arena, values.data, values.size));
    json_close(&archive->covered, '}');
    text_add_byte(&archive->covered, '\n');
}

/* All but the archives themselves, which the event adds to. */
static void cover_parts(struct work *work, struct archive *archive,
                        const struct matter *matter) {
    for (size_t i = 0; door_parts[i]; i++) {
        struct arena *const outer = work_stretch_begin(work);
        const struct ledger_part_rows *rows;

        if (door_parts[i] != &archive_part &&
            door_parts[i]->stretch(work, matter->id - 1, &rows) &&
            rows[0].matter_id == matter->id)
            cover_part(archive, door_parts[i]->name, rows[0].values);
        work_stretch_end(work, outer);
    }
}

/* ---- beginning ---- */

static void check_disk(struct work *work, const struct archive *archive) {
    if (archive->zip.why)
        work_fault(work, "archive: %s", archive->zip.why);
}

const struct refusal *archive_begin(struct work *work, const char *number,
                                    struct archive *archive) {
    struct matter matter;
    const struct refusal *refusal = matter_find_mine(work, number, &matter);

    assert(archive->arena && archive->file >= 0);
    if (!refusal)
        refusal = may_archive(work, &matter);
    if (refusal)
        return refusal;
    stored_zip_begin(&archive->zip, archive->arena, archive->file, work->now_ms);
    archive->sums = archive->files = archive->covered =
        (struct text){ .arena = archive->arena };
    archive->number = arena_copy(archive->arena, matter.number);
    archive->head_ordinal = matter.head.ordinal;
    refusal = put_papers(work, archive, &matter);
    if (refusal)
        return refusal;
    put_letters(work, archive, &matter);
    refusal = put_record(work, archive, &matter);
    cover_parts(work, archive, &matter);
    check_disk(work, archive);
    return refusal;
}

/* ---- finishing ---- */

static const struct refusal *record(struct work *work, struct archive *archive,
                                    struct matter *matter) {
    uint8_t digest[CRYPT_DIGEST_SIZE];
    struct ledger_part part;
    size_t count;

    crypt_sm3(digest, text_string(&archive->sums), archive->sums.length);
    sql_archive_add(work, .matter_id = matter->id, .ordinal = matter->head.ordinal + 1,
                    .account_id = work->actor.id, .files = (int64_t)archive->zip.count,
                    .size_bytes = archive->zip.at, .digest = { digest, sizeof digest });
    part = part_of(work, matter->id, &count);
    if (count > ARCHIVES_MAX)
        return &archive_too_many;
    sql_archive_mark(work, .id = matter->id);
    cover_part(archive, part.name, part.values);
    return matter_record_part(work, matter, "archive",
                              arena_format(work->arena, "共 %zu 个文件，SM3 %s",
                                           archive->zip.count,
                                           text_hex(work->arena, digest, sizeof digest)),
                              &part);
}

static void put_hex(struct text *out, const char *key, struct db_bytes bytes) {
    json_put_string(out, key, text_hex(out->arena, bytes.data, bytes.size));
}

static void put_link(struct text *out, const struct ledger_link *link) {
    json_open(out, NULL, '{');
    json_put_integer(out, "ordinal", link->event.ordinal);
    json_put_string(out, "verb", link->event.verb);
    json_put_integer(out, "from_state", link->event.from_state);
    json_put_integer(out, "to_state", link->event.to_state);
    json_put_integer(out, "actor_id", link->event.actor_id);
    json_put_string(out, "actor_name", link->event.actor_name);
    json_put_string(out, "note", link->event.note);
    json_put_integer(out, "at_ms", link->event.at_ms);
    put_hex(out, "before", link->before);
    put_hex(out, "covers", link->covers);
    json_put_string(out, "part", link->part);
    put_hex(out, "part_digest", link->part_digest);
    put_hex(out, "digest", link->digest);
    json_close(out, '}');
    text_add_byte(out, '\n');
}

/* The seals of the days on which something happened, as far as those days are sealed. */
static void put_seals(struct work *work, struct text *out,
                      const struct ledger_link *links, size_t count) {
    struct ledger_seal seal;
    int last = 0;

    json_open(out, "seals", '[');
    for (size_t i = 0; i < count && i < SEALS_MAX; i++) {
        const int day = civil_day(links[i].event.at_ms);

        if (day != last && ledger_seal_of(work, day, &seal)) {
            json_open(out, NULL, '{');
            json_put_integer(out, "day", seal.day);
            json_put_integer(out, "events", seal.events);
            put_hex(out, "before", seal.before);
            put_hex(out, "digest", seal.digest);
            json_close(out, '}');
        }
        last = day;
    }
    json_close(out, ']');
}

static void put_row(struct text *out, const struct ledger_row *row) {
    json_put_string(out, "number", row->number);
    json_put_string(out, "kind", row->kind);
    json_put_string(out, "title", row->title);
    json_put_string(out, "answer", row->answer);
    json_put_integer(out, "state", row->state);
    json_put_integer(out, "desk", row->desk);
    json_put_integer(out, "stage", row->stage);
    json_put_integer(out, "person_id", row->person_id);
    json_put_integer(out, "item_id", row->item_id);
    json_put_integer(out, "version_id", row->version_id);
    json_put_integer(out, "department_id", row->department_id);
    json_put_integer(out, "outlet_id", row->outlet_id);
    json_put_integer(out, "owner_id", row->owner_id);
    json_put_integer(out, "rated", row->rated);
    json_put_integer(out, "clock_days", row->clock_days);
    json_put_integer(out, "submitted_ms", row->submitted_ms);
    json_put_integer(out, "received_ms", row->received_ms);
    json_put_integer(out, "accepted_ms", row->accepted_ms);
    json_put_integer(out, "decided_ms", row->decided_ms);
    json_put_integer(out, "finished_ms", row->finished_ms);
    json_put_integer(out, "due_ms", row->due_ms);
    json_put_integer(out, "facts", row->facts);
    json_put_integer(out, "parent_id", row->parent_id);
}

static void put_matter(struct work *work, struct archive *archive,
                       const struct matter *matter) {
    const struct ledger_row row = matter_row(matter);
    struct text out = { .arena = work->arena };

    json_open(&out, NULL, '{');
    json_put_integer(&out, "town", work->town);
    json_put_integer(&out, "id", matter->id);
    put_row(&out, &row);
    json_close(&out, '}');
    text_add_byte(&out, '\n');
    put_text(archive, "matter.json", &out);
}

static void put_index(struct work *work, struct archive *archive,
                      const struct matter *matter, const struct text *seals) {
    struct text out = { .arena = work->arena };
    char stamp[30];

    civil_write_stamp(stamp, work->now_ms);
    json_open(&out, NULL, '{');
    json_put_string(&out, "format", ARCHIVE_FORMAT);
    json_put_string(&out, "number", matter->number);
    json_put_string(&out, "title", matter->title);
    json_put_string(&out, "made", stamp);
    json_put_string(&out, "made_by", work->actor.name);
    json_put_integer(&out, "head_ordinal", matter->head.ordinal);
    put_hex(&out, "head_digest",
            (struct db_bytes){ matter->head.digest, LEDGER_DIGEST_SIZE });
    text_add(&out, ",");
    text_add_bytes(&out, seals->bytes, seals->length);
    text_add(&out, ",\"files\":[");
    text_add_bytes(&out, archive->files.bytes, archive->files.length);
    text_add(&out, "]}\n");
    put_text(archive, "index.json", &out);
}

/* What stands behind the contents: the ledger with the event of this archive, and the
 * index of it all. */
static void put_ledger(struct work *work, struct archive *archive,
                       const struct matter *matter) {
    const struct ledger_link *links;
    const size_t count = ledger_chain(work, matter->id, &links);
    struct text chain = { .arena = work->arena }, seals = { .arena = work->arena };

    for (size_t i = 0; i < count; i++)
        put_link(&chain, &links[i]);
    put_seals(work, &seals, links, count);
    put_text(archive, "ledger.jsonl", &chain);
    put_matter(work, archive, matter);
    put_text(archive, "covered.jsonl", &archive->covered);
    put_index(work, archive, matter, &seals);
    stored_zip_put(
        &archive->zip, "SHA256SUMS",
        (struct db_bytes){ text_string(&archive->sums), archive->sums.length });
}

/* Works on a copy, so that it goes on from the same place when it is run again. */
const struct refusal *archive_finish(struct work *work, struct archive *archive) {
    struct archive made = *archive;
    struct matter matter;
    const struct refusal *refusal = matter_find_mine(work, archive->number, &matter);

    if (!refusal)
        refusal = may_archive(work, &matter);
    if (!refusal && matter.head.ordinal != archive->head_ordinal)
        refusal = &archive_changed;
    if (!refusal)
        refusal = record(work, &made, &matter);
    if (refusal || work->fault)
        return refusal;
    put_ledger(work, &made, &matter);
    archive->size_bytes = stored_zip_end(&made.zip);
    check_disk(work, &made);
    return NULL;
}

/* ---- which were made ---- */

size_t archive_list_due(struct work *work, struct archive_cursor after, size_t limit,
                        const struct archive_line **lines) {
    struct sql_archive_due_row *rows;
    const size_t count = sql_archive_due(work, &rows, .at_ms = after.at_ms,
                                         .id = after.matter_id, .limit = (int64_t)limit);
    struct archive_line *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++)
        made[i] = (struct archive_line){ .matter_id = rows[i].id,
                                         .number = rows[i].number,
                                         .title = rows[i].title,
                                         .at_ms = rows[i].finished_ms,
                                         .finished_ms = rows[i].finished_ms };
    *lines = made;
    return count;
}

size_t archive_list_made(struct work *work, struct archive_cursor after, size_t limit,
                         const struct archive_line **lines) {
    struct sql_archive_made_row *rows;
    const size_t count =
        sql_archive_made(work, &rows, .at_ms = after.at_ms, .matter_id = after.matter_id,
                         .ordinal = after.ordinal, .limit = (int64_t)limit);
    struct archive_line *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++)
        made[i] = (struct archive_line){ rows[i].matter_id, rows[i].ordinal,
                                         rows[i].number,    rows[i].title,
                                         rows[i].at_ms,     rows[i].finished_ms };
    *lines = made;
    return count;
}
