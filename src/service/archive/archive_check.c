#include "archive_check.h"

#include <assert.h>
#include <string.h>

#include "archive.h"
#include "arena.h"
#include "crypt.h"
#include "json.h"
#include "ledger_chain.h"
#include "stored_zip.h"
#include "text.h"

enum { PARTS_MAX = 32, PART_NAME_MAX = 40, HEX_DIGITS = 2 * CRYPT_DIGEST_SIZE };

/* What the last event that wrote a part left of it. */
struct told {
    const char *name;
    struct db_bytes digest;
    bool found; /* its values are there */
};

struct checking {
    struct arena *arena;   /* what stays */
    struct arena *scratch; /* one file, one line */
    int file;
    struct archive_verdict *verdict;
    struct stored_zip_list list;
    const struct json *index;
    struct text sums, contents; /* lines "SHA-256  NAME": of all, of the contents */
    int64_t town, id;
    struct db_bytes covers; /* of the last event */
    bool is_new;            /* covered from its first event on */
    struct told part[PARTS_MAX];
    size_t part_count;
    struct db_bytes archives; /* values of the part "archives" */
};

static void find(struct checking *checking, const char *file, const char *text) {
    struct archive_verdict *verdict = checking->verdict;

    if (verdict->finding_count < ARCHIVE_FINDINGS_MAX)
        verdict->finding[verdict->finding_count++] =
            (struct archive_finding){ arena_copy(checking->arena, file),
                                      arena_copy(checking->arena, text) };
}

/* ---- small readers ---- */

static int digit_of(char digit) {
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* The bytes of lower-case hex digits; none of anything else. */
static struct db_bytes read_hex(struct arena *arena, const char *hex) {
    const size_t size = strlen(hex) / 2;
    uint8_t *bytes = arena_alloc(arena, size + 1);

    if (strlen(hex) % 2)
        return (struct db_bytes){ NULL, 0 };
    for (size_t i = 0; i < size; i++) {
        const int high = digit_of(hex[2 * i]), low = digit_of(hex[2 * i + 1]);

        if (high < 0 || low < 0)
            return (struct db_bytes){ NULL, 0 };
        bytes[i] = (uint8_t)(high << 4 | low);
    }
    return (struct db_bytes){ bytes, size };
}

static struct db_bytes hex_member(struct arena *arena, const struct json *object,
                                  const char *name) {
    return read_hex(arena, json_string(json_get(object, name)));
}

/* Reads a small file of the archive into the scratch arena; false after a finding. */
static bool read_file(struct checking *checking, const char *name,
                      struct db_bytes *content) {
    const struct stored_zip_file *entry = stored_zip_find(&checking->list, name);

    if (!entry) {
        find(checking, name, "is missing");
        return false;
    }
    stored_zip_read(checking->scratch, checking->file, entry, content);
    return true;
}

static const struct json *read_json(struct checking *checking, struct arena *arena,
                                    const char *name, size_t max) {
    struct json_error error;
    struct db_bytes content;
    const struct json *value = NULL;

    if (!read_file(checking, name, &content))
        return NULL;
    if (content.size <= max)
        value = json_read(arena, content.data, content.size, &error);
    if (!value || value->kind != JSON_OBJECT) {
        find(checking, name, "was changed: it is not what haoban writes");
        return NULL;
    }
    return value;
}

/* ---- the files ---- */

/* Behind the contents stand those that the contents are proven by. */
static bool is_content(const char *name) {
    static const char *const others[] = { "ledger.jsonl", "matter.json", "covered.jsonl",
                                          "index.json", "SHA256SUMS" };

    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(others[i], name) == 0)
            return false;
    return true;
}

static const struct json *entry_of(const struct checking *checking, const char *name) {
    const struct json *files = json_get(checking->index, "files");

    for (size_t i = 0; i < files->count; i++)
        if (strcmp(json_string(json_get(&files->member[i], "name")), name) == 0)
            return &files->member[i];
    return NULL;
}

static bool fits(struct checking *checking, const struct json *entry,
                 struct db_bytes content, const char *sha256) {
    uint8_t sm3[CRYPT_DIGEST_SIZE];

    crypt_sm3(sm3, content.data, content.size);
    return json_integer(json_get(entry, "size"), -1) == (int64_t)content.size &&
           strcmp(json_string(json_get(entry, "sha256")), sha256) == 0 &&
           strcmp(json_string(json_get(entry, "sm3")),
                  text_hex(checking->scratch, sm3, sizeof sm3)) == 0;
}

static void check_file(struct checking *checking, const struct stored_zip_file *file) {
    const struct json *const entry = entry_of(checking, file->name);
    uint8_t digest[CRYPT_DIGEST_SIZE];
    struct db_bytes content;
    const char *sha256;
    bool whole;

    if (strcmp(file->name, "SHA256SUMS") == 0)
        return;
    whole = stored_zip_read(checking->scratch, checking->file, file, &content);
    crypt_sha256(digest, content.data, content.size);
    sha256 = text_hex(checking->scratch, digest, sizeof digest);
    text_addf(&checking->sums, "%s  %s\n", sha256, file->name);
    if (is_content(file->name))
        text_addf(&checking->contents, "%s  %s\n", sha256, file->name);
    if (!entry && strcmp(file->name, "index.json") != 0)
        find(checking, file->name, "was added: index.json does not name it");
    else if (!whole || (entry && !fits(checking, entry, content, sha256)))
        find(checking, file->name,
             "was changed: size or digests are not those of "
             "index.json");
}

static void check_missing(struct checking *checking) {
    const struct json *files = json_get(checking->index, "files");

    for (size_t i = 0; i < files->count; i++) {
        const char *name = json_string(json_get(&files->member[i], "name"));

        if (!stored_zip_find(&checking->list, name))
            find(checking, name, "is missing: index.json names it");
    }
}

/* The list for sha256sum -c is that of the files, line by line. */
static void check_sums(struct checking *checking) {
    struct db_bytes content;

    if (read_file(checking, "SHA256SUMS", &content) &&
        (content.size != checking->sums.length ||
         memcmp(content.data, text_string(&checking->sums), content.size) != 0))
        find(checking, "SHA256SUMS",
             "does not fit: it, index.json or another file was "
             "changed, or stands elsewhere");
}

static void check_files(struct checking *checking) {
    for (size_t i = 0; i < checking->list.count; i++) {
        check_file(checking, &checking->list.file[i]);
        arena_reset(checking->scratch);
    }
    check_missing(checking);
    check_sums(checking);
    arena_reset(checking->scratch);
}

/* ---- the chain ---- */

static struct ledger_link link_of(struct arena *arena, const struct json *line) {
    return (struct ledger_link){
        .event = { .ordinal = json_integer(json_get(line, "ordinal"), 0),
                   .verb = json_string(json_get(line, "verb")),
                   .from_state = json_integer(json_get(line, "from_state"), 0),
                   .to_state = json_integer(json_get(line, "to_state"), 0),
                   .actor_name = json_string(json_get(line, "actor_name")),
                   .actor_id = json_integer(json_get(line, "actor_id"), 0),
                   .note = json_string(json_get(line, "note")),
                   .at_ms = json_integer(json_get(line, "at_ms"), 0) },
        .before = hex_member(arena, line, "before"),
        .covers = hex_member(arena, line, "covers"),
        .part = json_string(json_get(line, "part")),
        .part_digest = hex_member(arena, line, "part_digest"),
        .digest = hex_member(arena, line, "digest"),
    };
}

static struct db_bytes keep(struct arena *arena, struct db_bytes bytes) {
    return (struct db_bytes){ arena_copy_bytes(arena, bytes.data, bytes.size),
                              bytes.size };
}

static void note_part(struct checking *checking, const struct ledger_link *link) {
    struct told *told = NULL;

    for (size_t i = 0; i < checking->part_count; i++)
        if (strcmp(checking->part[i].name, link->part) == 0)
            told = &checking->part[i];
    if (!told && checking->part_count < PARTS_MAX) {
        told = &checking->part[checking->part_count++];
        told->name = arena_copy(checking->arena, link->part);
    }
    if (told)
        told->digest = keep(checking->arena, link->part_digest);
}

/* Whether a line is the link that comes next; then the head has moved. */
static bool read_link(struct checking *checking, const char *line, size_t size,
                      struct ledger_link *link) {
    struct ledger_head *head = &checking->verdict->head;
    struct json_error error;
    const struct json *value = json_read(checking->scratch, line, size, &error);

    if (!value || head->ordinal == ARCHIVE_EVENTS_MAX)
        return false;
    *link = link_of(checking->scratch, value);
    return ledger_link_follows(checking->scratch, checking->town, checking->id, link,
                               head);
}

/* Says false at the first link that is broken, which is named. */
static bool follow(struct checking *checking, const char *line, size_t size) {
    const struct ledger_head *head = &checking->verdict->head;
    struct ledger_link link;

    if (!read_link(checking, line, size, &link)) {
        find(checking, "ledger.jsonl",
             arena_format(checking->arena,
                          "event %lld was changed, or one before it is missing",
                          (long long)head->ordinal + 1));
        return false;
    }
    if (head->ordinal == 1)
        checking->is_new = link.covers.size > 0;
    checking->covers = keep(checking->arena, link.covers);
    if (link.part[0])
        note_part(checking, &link);
    return true;
}

/* Gives each line of a file to take(), in a scratch arena of its own, until it says
 * false; what stands behind the last end of line is a line too. */
static void each_line(struct checking *checking, const char *name,
                      bool (*take)(struct checking *checking, const char *line,
                                   size_t size)) {
    struct arena *const whole = arena_new(), *const line = checking->scratch;
    struct db_bytes content;
    size_t at = 0;

    checking->scratch = whole;
    if (!read_file(checking, name, &content))
        content = (struct db_bytes){ "", 0 };
    checking->scratch = line;
    while (at < content.size) {
        const char *const from = (const char *)content.data + at;
        const char *const end = memchr(from, '\n', content.size - at);
        const size_t size = end ? (size_t)(end - from) : content.size - at;

        arena_reset(line);
        if (!take(checking, from, size))
            break;
        at += size + 1;
    }
    arena_reset(line);
    arena_free(whole);
}

static void check_chain(struct checking *checking) {
    const struct archive_verdict *const verdict = checking->verdict;
    const size_t before = verdict->finding_count;
    struct db_bytes head;

    each_line(checking, "ledger.jsonl", follow);
    head = hex_member(checking->scratch, checking->index, "head_digest");
    if (verdict->finding_count == before &&
        (json_integer(json_get(checking->index, "head_ordinal"), 0) !=
             verdict->head.ordinal ||
         head.size != LEDGER_DIGEST_SIZE ||
         memcmp(head.data, verdict->head.digest, LEDGER_DIGEST_SIZE) != 0))
        find(checking, "ledger.jsonl", "its last event is not the head of index.json");
}

/* ---- what the chain covers ---- */

static struct ledger_row row_of(const struct json *row) {
    return (struct ledger_row){
        .number = json_string(json_get(row, "number")),
        .kind = json_string(json_get(row, "kind")),
        .title = json_string(json_get(row, "title")),
        .answer = json_string(json_get(row, "answer")),
        .state = json_integer(json_get(row, "state"), 0),
        .desk = json_integer(json_get(row, "desk"), 0),
        .stage = json_integer(json_get(row, "stage"), 0),
        .person_id = json_integer(json_get(row, "person_id"), 0),
        .item_id = json_integer(json_get(row, "item_id"), 0),
        .version_id = json_integer(json_get(row, "version_id"), 0),
        .department_id = json_integer(json_get(row, "department_id"), 0),
        .outlet_id = json_integer(json_get(row, "outlet_id"), 0),
        .owner_id = json_integer(json_get(row, "owner_id"), 0),
        .rated = json_integer(json_get(row, "rated"), 0),
        .clock_days = json_integer(json_get(row, "clock_days"), 0),
        .submitted_ms = json_integer(json_get(row, "submitted_ms"), 0),
        .received_ms = json_integer(json_get(row, "received_ms"), 0),
        .accepted_ms = json_integer(json_get(row, "accepted_ms"), 0),
        .decided_ms = json_integer(json_get(row, "decided_ms"), 0),
        .finished_ms = json_integer(json_get(row, "finished_ms"), 0),
        .due_ms = json_integer(json_get(row, "due_ms"), 0),
        .facts = json_integer(json_get(row, "facts"), 0),
        .parent_id = json_integer(json_get(row, "parent_id"), 0),
    };
}

static void check_row(struct checking *checking, const struct json *matter) {
    const struct ledger_row row = row_of(matter);

    if (!ledger_is_row(checking->scratch, &row, checking->covers))
        find(checking, "matter.json", "is not what the last event left");
    if (strcmp(row.number, checking->verdict->number) != 0)
        find(checking, "index.json", "its number is not that of matter.json");
}

/* Names are the program's own; another may be of any length. */
static const char *say_part(const char *name) {
    return name[0] && strlen(name) <= PART_NAME_MAX ? name : "?";
}

static struct told *told_of(struct checking *checking, const char *name) {
    for (size_t i = 0; i < checking->part_count; i++)
        if (strcmp(checking->part[i].name, name) == 0)
            return &checking->part[i];
    return NULL;
}

static bool check_part(struct checking *checking, const char *line, size_t size) {
    struct json_error error;
    const struct json *value = json_read(checking->scratch, line, size, &error);
    const struct ledger_part part = {
        value ? json_string(json_get(value, "part")) : "",
        value ? hex_member(checking->scratch, value, "values")
              : (struct db_bytes){ NULL, 0 },
    };
    struct told *const told = told_of(checking, part.name);

    if (told)
        told->found = true;
    if (told ? !ledger_is_part(checking->scratch, checking->town, checking->id, &part,
                               told->digest)
             : checking->is_new)
        find(checking, "covered.jsonl",
             arena_format(checking->scratch, "part %s is not what its event left",
                          say_part(part.name)));
    if (strcmp(part.name, archive_part.name) == 0)
        checking->archives = keep(checking->arena, part.values);
    return true;
}

static void check_parts(struct checking *checking) {
    each_line(checking, "covered.jsonl", check_part);
    for (size_t i = 0; i < checking->part_count; i++)
        if (!checking->part[i].found)
            find(checking, "covered.jsonl",
                 arena_format(checking->scratch, "part %s is missing",
                              say_part(checking->part[i].name)));
}

/* The last archive's row ends with the digest of the list of contents; see archive.c. */
static void check_contents(struct checking *checking) {
    const struct db_bytes values = checking->archives;
    uint8_t digest[CRYPT_DIGEST_SIZE];
    const char *wanted;

    crypt_sm3(digest, text_string(&checking->contents), checking->contents.length);
    wanted = arena_format(checking->scratch, "/%s;",
                          text_hex(checking->scratch, digest, sizeof digest));
    if (values.size < HEX_DIGITS + 2 ||
        memcmp((const char *)values.data + values.size - HEX_DIGITS - 2, wanted,
               HEX_DIGITS + 2) != 0)
        find(checking, "",
             "the papers, letters and records are not those of the event "
             "\"archive\", or do not stand in their order");
}

/* ---- all of it ---- */

static void check_all(struct checking *checking) {
    struct archive_verdict *verdict = checking->verdict;
    const struct json *matter;

    checking->index =
        read_json(checking, checking->arena, "index.json", ARCHIVE_INDEX_BYTES_MAX);
    if (!checking->index)
        return;
    if (strcmp(json_string(json_get(checking->index, "format")), ARCHIVE_FORMAT) != 0) {
        find(checking, "index.json", "is of another format than " ARCHIVE_FORMAT);
        return;
    }
    if (json_get(checking->index, "files")->count > STORED_ZIP_FILES_MAX) {
        find(checking, "index.json", "names more files than an archive holds");
        return;
    }
    verdict->number = json_string(json_get(checking->index, "number"));
    verdict->made = json_string(json_get(checking->index, "made"));
    verdict->made_by = json_string(json_get(checking->index, "made_by"));
    check_files(checking);
    matter = read_json(checking, checking->arena, "matter.json", ARCHIVE_INDEX_BYTES_MAX);
    if (!matter)
        return;
    checking->town = json_integer(json_get(matter, "town"), 0);
    checking->id = json_integer(json_get(matter, "id"), 0);
    check_chain(checking);
    check_row(checking, matter);
    check_parts(checking);
    check_contents(checking);
}

void archive_check(struct arena *arena, int file, struct archive_verdict *verdict) {
    struct checking checking = { .arena = arena,
                                 .scratch = arena_new(),
                                 .file = file,
                                 .verdict = verdict,
                                 .sums = { .arena = arena },
                                 .contents = { .arena = arena } };
    const char *why;

    *verdict = (struct archive_verdict){ .number = "", .made = "", .made_by = "" };
    why = stored_zip_list(arena, file, &checking.list);
    verdict->files = (int64_t)checking.list.count;
    if (why)
        find(&checking, "", why);
    else
        check_all(&checking);
    arena_free(checking.scratch);
}
