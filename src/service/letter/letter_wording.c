#include "letter_wording.h"

#include <assert.h>
#include <string.h>

#include "arena.h"
#include "embed.h"
#include "letter.sql.h"
#include "page.h"
#include "text.h"
#include "utf8.h"

const struct refusal letter_wording_bad = {
    REFUSED_INVALID, "letter.wording_bad",
    TEXT("措辞有一处不对，没有保存。请按提示改好后再保存。"), "text"
};
const struct refusal letter_wording_same = {
    REFUSED_INVALID, "letter.wording_same",
    TEXT("和现在用的措辞一样，没有新版本。请改好以后再保存。"), "text"
};
const struct refusal letter_wording_changed = {
    REFUSED_CONFLICT, "letter.wording_changed",
    TEXT("同事刚刚保存了新的一版，您的没有保存。请先看新的一版，再在它上面改。"), NULL
};

/* ---- reading ---- */

struct reading {
    struct arena *arena;
    const struct letter_kind *kind;
    struct letter_wording *wording;
    struct letter_wording_fault *fault;
    int line;
    uint64_t always; /* slots that a letter of the kind is sure to have */
    bool bad;
};

static void reject(struct reading *reading, const char *reason, const char *what) {
    if (!reading->bad)
        *reading->fault = (struct letter_wording_fault){ reading->line, reason, what };
    reading->bad = true;
}

/* A slot of the kind by its name; LETTER_SLOTS after a complaint. */
static enum letter_slot_name find_slot(struct reading *reading, const char *name,
                                       size_t size) {
    const enum letter_slot_name slot = letter_slot_named(name, size);

    if (slot < LETTER_SLOTS && letter_kind_all(reading->kind) & ((uint64_t)1 << slot))
        return slot;
    reject(reading, TEXT("这种文书没有填充项“{0}”"),
           arena_copy_bytes(reading->arena, name, size));
    return LETTER_SLOTS;
}

static void show(struct reading *reading, const struct letter_line *line,
                 enum letter_slot_name slot) {
    const uint64_t bit = (uint64_t)1 << slot;

    if (line->when != slot && !(reading->always & bit))
        reject(reading, TEXT("“{0}”可能是空的：请在这一行前面加上 ?{0} 和一个空格"),
               letter_slots[slot].name);
    /* What is printed on a condition is printed whenever it is there. */
    if (line->when == LETTER_SLOTS || line->when == slot)
        reading->wording->shown |= bit;
}

/* Notes the slots of a text. */
static void read_slots(struct reading *reading, const struct letter_line *line,
                       const char *text) {
    while (*text && !reading->bad) {
        const size_t plain = strcspn(text, "{}");
        const char *const open = text + plain;
        const size_t size = *open ? strcspn(open + 1, "{}\n") : 0;

        if (!*open)
            return;
        if (*open != '{' || open[1 + size] != '}') {
            reject(reading, TEXT("花括号没有成对：只能写 {0}"), "{reason}");
            return;
        }

        const enum letter_slot_name slot = find_slot(reading, open + 1, size);

        if (slot < LETTER_SLOTS)
            show(reading, line, slot);
        text = open + size + 2;
    }
}

static const char *trim(struct arena *arena, const char *text, size_t size) {
    while (size && (*text == ' ' || *text == '\t')) {
        text++;
        size--;
    }
    while (size &&
           (text[size - 1] == ' ' || text[size - 1] == '\t' || text[size - 1] == '\r'))
        size--;
    return arena_copy_bytes(arena, text, size);
}

static void read_row(struct reading *reading, struct letter_line *line,
                     const char *text) {
    const char *const bar = strchr(text, '|');

    if (!bar) {
        reject(reading, TEXT("表格行要写成：| 名称 | 内容"), "");
        return;
    }
    line->label = trim(reading->arena, text, (size_t)(bar - text));
    line->text = trim(reading->arena, bar + 1, strlen(bar + 1));
    if (strpbrk(line->label, "{}"))
        reject(reading, TEXT("表格行的名称里不能有填充项"), "");
}

static void read_list(struct reading *reading, struct letter_line *line,
                      const char *text) {
    const size_t size = strlen(text);

    if (size < 3 || *text != '{' || text[size - 1] != '}') {
        reject(reading, TEXT("清单行要写成：- {0}"), "{papers}");
        return;
    }
    line->list = find_slot(reading, text + 1, size - 2);
    line->text = "";
    if (line->list == LETTER_SLOTS)
        return;
    if (letter_slots[line->list].shape != LETTER_LINES)
        reject(reading, TEXT("“{0}”只有一行，不能当清单"), letter_slots[line->list].name);
    show(reading, line, line->list);
}

/* "?agent " in front of a line. */
static const char *read_condition(struct reading *reading, struct letter_line *line,
                                  const char *text) {
    const size_t size = strcspn(text + 1, " ");

    line->when = find_slot(reading, text + 1, size);
    text += 1 + size;
    return text + strspn(text, " ");
}

static void read_line(struct reading *reading, const char *text) {
    static const char begins[] = "#>|-_";
    struct letter_line line = { .kind = LETTER_PARAGRAPH,
                                .list = LETTER_SLOTS,
                                .when = LETTER_SLOTS };

    if (*text == '?')
        text = read_condition(reading, &line, text);

    const char *const found = *text ? strchr(begins, *text) : NULL;

    if (found) {
        static const enum letter_line_kind kinds[] = { LETTER_HEADING, LETTER_PLAIN,
                                                       LETTER_ROW, LETTER_LIST,
                                                       LETTER_SIGN };

        line.kind = kinds[found - begins];
        text++;
    }
    line.text = trim(reading->arena, text, strlen(text));
    if (line.kind == LETTER_ROW)
        read_row(reading, &line, line.text);
    if (line.kind == LETTER_LIST)
        read_list(reading, &line, line.text);
    else if (!line.text[0])
        reject(reading, TEXT("这一行是空的"), "");
    read_slots(reading, &line, line.text);
    if (reading->wording->count == LETTER_LINES_MAX)
        reject(reading, TEXT("行数太多，请合并一些"), "");
    if (!reading->bad)
        reading->wording->line[reading->wording->count++] = line;
}

static void take_line(void *context, const char *bytes, size_t size) {
    struct reading *const reading = context;
    const char *const text = trim(reading->arena, bytes, size);

    reading->line++;
    if (!reading->bad && *text && *text != '%')
        read_line(reading, text);
}

/* Every slot that must be printed is. */
static void check_whole(struct reading *reading) {
    const uint64_t lacking = letter_kind_must(reading->kind) & ~reading->wording->shown;

    reading->line = 0;
    for (int slot = 0; slot < LETTER_SLOTS; slot++)
        if (lacking & ((uint64_t)1 << slot))
            reject(reading, TEXT("依法要写的一项没有写：{0}"),
                   arena_format(reading->arena, "{%s}", letter_slots[slot].name));
}

bool letter_wording_read(struct arena *arena, const struct letter_kind *kind,
                         const char *text, struct letter_wording *wording,
                         struct letter_wording_fault *fault) {
    struct reading reading = { .arena = arena,
                               .kind = kind,
                               .wording = wording,
                               .fault = fault,
                               .always = letter_kind_all(kind) & ~kind->may &
                                         ~SLOT(ITEM_BASIS) };

    wording->count = 0;
    wording->shown = 0;
    if (!utf8_valid_text(text, strlen(text)))
        reject(&reading, TEXT("里面有不能打印的字符"), "");
    else if (utf8_count(text) > LETTER_WORDING_MAX)
        reject(&reading, TEXT("太长，请压缩到 8000 字以内"), "");
    else
        text_each_line(text, strlen(text), take_line, &reading);
    if (!reading.bad)
        check_whole(&reading);
    return !reading.bad;
}

/* ---- filling in ---- */

static bool is_there(const struct letter_values *values, enum letter_slot_name slot) {
    return values->of[slot] && values->of[slot][0];
}

static const char *fill(struct arena *arena, const char *text,
                        const struct letter_values *values) {
    struct text out = { .arena = arena };

    while (*text) {
        const size_t plain = strcspn(text, "{");

        text_add_bytes(&out, text, plain);
        text += plain;
        if (!*text)
            break;

        const size_t size = strcspn(text + 1, "}");
        const enum letter_slot_name slot = letter_slot_named(text + 1, size);

        assert(slot < LETTER_SLOTS);
        if (is_there(values, slot))
            text_add(&out, values->of[slot]);
        text += size + 2;
    }
    return text_string(&out);
}

struct filling {
    struct arena *arena;
    struct letter_printed *printed;
    size_t count;
    int entry;
};

static void add_entry(void *context, const char *bytes, size_t size) {
    struct filling *const filling = context;
    const char *const text = trim(filling->arena, bytes, size);

    if (*text && filling->entry < LETTER_ENTRIES_MAX)
        filling->printed[filling->count++] = (struct letter_printed){
            LETTER_LIST, arena_format(filling->arena, "%d.", ++filling->entry), text
        };
}

size_t letter_wording_fill(struct arena *arena, const struct letter_wording *wording,
                           const struct letter_values *values,
                           const struct letter_printed **printed) {
    struct filling filling = { .arena = arena };

    filling.printed = arena_alloc(arena, (wording->count + 1) * LETTER_ENTRIES_MAX *
                                             sizeof *filling.printed);
    for (size_t i = 0; i < wording->count; i++) {
        const struct letter_line *const line = &wording->line[i];

        if (line->when != LETTER_SLOTS && !is_there(values, line->when))
            continue;
        if (line->kind == LETTER_LIST) {
            const char *const list = values->of[line->list];

            filling.entry = 0;
            text_each_line(list ? list : "", list ? strlen(list) : 0, add_entry,
                           &filling);
            continue;
        }
        filling.printed[filling.count++] =
            (struct letter_printed){ line->kind, line->label,
                                     fill(arena, line->text, values) };
    }
    *printed = filling.printed;
    return filling.count;
}

/* ---- versions ---- */

static const struct embedded_data *
built_in(struct arena *arena, const struct letter_kind *kind, int64_t version) {
    return embed_find_data(
        arena_format(arena, "letter/%s.%lld.txt", kind->name, (long long)version));
}

int64_t letter_wording_built_in(struct arena *arena, const struct letter_kind *kind) {
    int64_t version = 1;

    assert(built_in(arena, kind, 1));
    while (built_in(arena, kind, version + 1))
        version++;
    assert(version < LETTER_TOWN_WORDING);
    return version;
}

const char *letter_wording_text(struct work *work, const struct letter_kind *kind,
                                int64_t version) {
    const struct embedded_data *const data =
        version < LETTER_TOWN_WORDING ? built_in(work->arena, kind, version) : NULL;
    struct sql_letter_wording_row row;

    if (data)
        return (const char *)data->bytes;
    return sql_letter_wording(work, &row, .kind = kind->name, .version = version)
               ? row.text
               : NULL;
}

int64_t letter_wording_current(struct work *work, const struct letter_kind *kind) {
    struct sql_letter_last_wording_row row;

    return sql_letter_last_wording(work, &row, .kind = kind->name)
               ? row.version
               : letter_wording_built_in(work->arena, kind);
}

const struct refusal *letter_wording_add(struct work *work,
                                         const struct letter_kind *kind, int64_t seen,
                                         const char *text,
                                         struct letter_wording_fault *fault) {
    struct letter_wording *const wording = arena_alloc(work->arena, sizeof *wording);
    const int64_t current = letter_wording_current(work, kind);
    const int64_t version =
        current < LETTER_TOWN_WORDING ? LETTER_TOWN_WORDING : current + 1;
    const char *const before = letter_wording_text(work, kind, current);

    if (seen != current)
        return &letter_wording_changed;
    if (!letter_wording_read(work->arena, kind, text, wording, fault))
        return &letter_wording_bad;
    if (before && strcmp(before, text) == 0)
        return &letter_wording_same;
    return sql_letter_add_wording(work, .kind = kind->name, .version = version,
                                  .text = text, .author = work->actor.name)
               ? NULL
               : &letter_wording_changed;
}

enum { LISTED = 100 };

size_t letter_wording_list(struct work *work, const struct letter_kind *kind,
                           const struct letter_wording_line **lines) {
    struct sql_letter_wordings_row *rows;
    const size_t count = sql_letter_wordings(work, &rows, .kind = kind->name);
    struct letter_wording_line *const made =
        arena_alloc(work->arena, (count + 1) * sizeof *made);

    assert(count <= LISTED);
    for (size_t i = 0; i < count; i++)
        made[i] = (struct letter_wording_line){ rows[i].version, rows[i].author,
                                                rows[i].created_ms };
    *lines = made;
    return count;
}
