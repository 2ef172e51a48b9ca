#include <string.h>

#include "arena.h"
#include "civil.h"
#include "crypt.h"
#include "cursor.h"
#include "library_page.h"
#include "library_web.h"
#include "page_time.h"
#include "text.h"
#include "utf8.h"

enum { PAGE_ROWS = 30, LIBRARY_FEED_ENTRIES = 50 };

/* ---- a change as people read it ---- */

static const char *where_of(struct work *work, enum language language,
                            const struct item_change *change) {
    const struct place_book *const book = place_book(work);
    const struct place_outlet *const outlet =
        book && change->outlet_id ? place_outlet(book, change->outlet_id) : NULL;
    const struct item_verb *const verb = item_verb_named(change->verb);
    const char *const version =
        arena_format(work->arena, "%lld", (long long)change->version);

    if (outlet)
        return outlet->name;
    if (verb && (verb->from || verb->place_from))
        return page_say(language, TEXT("全镇"));
    return page_say_with(work->arena, language, TEXT("第 {0} 版"), &version, 1);
}

static const char *who_of(struct work *work, enum language language,
                          const struct item_change *change) {
    const char *const names[] = { change->author_name, change->actor_name };

    if (!*change->actor_name)
        return page_say(language, TEXT("系统"));
    if (!*change->author_name)
        return change->actor_name;
    return page_say_with(work->arena, language, TEXT("{0} 编写，{1} 审核"), names, 2);
}

struct library_line library_line_of(struct work *work, enum language language,
                                    enum library_reader reader,
                                    const struct item_change *change) {
    const struct item_verb *const verb = item_verb_named(change->verb);
    const char *const party[] = { verb && verb->holder ? verb->holder : "",
                                  change->holder };

    return (struct library_line){
        .change = change,
        .label = page_say(language, verb ? verb->label : change->verb),
        .where = where_of(work, language, change),
        .party = *change->holder
                     ? page_say_with(work->arena, language, TEXT("{0}：{1}"), party, 2)
                     : "",
        .who = reader == LIBRARY_FOR_STAFF ? who_of(work, language, change) : "",
        .when = page_say_moment(work->arena, language, change->at_ms, work_day(work)),
    };
}

size_t library_read_lines(struct work *work, enum language language,
                          enum library_reader reader,
                          const struct item_change_choice *choice,
                          const struct library_line **lines) {
    const struct item_change *changes;
    const size_t count = item_changes(work, choice, &changes);
    struct library_line *const found = arena_alloc(work->arena, count * sizeof *found);

    for (size_t i = 0; i < count; i++)
        found[i] = library_line_of(work, language, reader, &changes[i]);
    *lines = found;
    return count;
}

/* ---- pages ---- */

static const struct form_field changes_fields[] = {
    { .name = "item",
      .label = TEXT("事项编码"),
      .hint = TEXT("只看一个事项的变更，空着就是全部"),
      .kind = FORM_TEXT,
      .max = ITEM_CODE_MAX },
};
static const struct form changes_form = { "library.changes", changes_fields, 1 };

/* Reads a page and one change more, which tells whether there is a next page. */
static const struct refusal *read_page(struct work *work, struct exchange *exchange,
                                       enum library_reader reader, int64_t item_id,
                                       struct library_changes *page) {
    const struct refusal *const refusal =
        cursor_read(exchange_query(exchange, "before"), &page->before, 1, 0);

    if (refusal)
        return refusal;
    page->count = library_read_lines(
        work, exchange->view.language, reader,
        &(struct item_change_choice){ item_id, page->before, PAGE_ROWS + 1 },
        &page->lines);
    if (page->count > PAGE_ROWS) {
        page->count = PAGE_ROWS;
        page->next = page->lines[PAGE_ROWS - 1].change->id;
    }
    return NULL;
}

/* The item that was asked for; 0 is all. */
static int64_t asked_item(struct work *work, struct form_input *asked) {
    const char *const code = form_value(asked, "item");
    struct item item = { .id = 0 };

    if (*code && item_find(work, code, &item))
        form_set_error(asked, "item", TEXT("没有这个编码的事项，请核对后再查。"));
    return item.id;
}

static const struct refusal *show_changes(struct work *work, struct exchange *exchange) {
    struct library_changes page = { .asked = exchange->form,
                                    .item = form_value(exchange->form, "item") };
    const int64_t item_id = asked_item(work, exchange->form);

    const struct refusal *refusal = NULL;

    if (!exchange->form->error_count)
        refusal = read_page(work, exchange, LIBRARY_FOR_STAFF, item_id, &page);
    else
        exchange->status = 404;
    if (refusal)
        return refusal;
    library_changes_page(exchange_page(exchange, TEXT("变更记录")), &page);
    return NULL;
}

static const struct refusal *show_public(struct work *work, struct exchange *exchange) {
    struct library_changes page = { .item = "" };

    const struct refusal *const refusal =
        read_page(work, exchange, LIBRARY_FOR_ALL, 0, &page);

    if (refusal)
        return refusal;
    library_public_page(exchange_page(exchange, TEXT("事项变更")), &page);
    return NULL;
}

/* ---- the feed: RFC 4287 ---- */

/* A name for ever, of no host: a UUID (RFC 9562, version 8) of what it names. */
static void put_id(struct html *out, int64_t town, int64_t change_id) {
    const char *const named =
        arena_format(out->text.arena, "haoban item changes %lld %lld", (long long)town,
                     (long long)change_id);
    uint8_t digest[CRYPT_DIGEST_SIZE];

    crypt_sha256(digest, named, strlen(named));
    digest[6] = (uint8_t)((digest[6] & 0x0F) | 0x80);
    digest[8] = (uint8_t)((digest[8] & 0x3F) | 0x80);

    const char *const hex = text_hex(out->text.arena, digest, 16);
    text_addf(&out->text, "<id>urn:uuid:%.8s-%.4s-%.4s-%.4s-%s</id>\n", hex, hex + 8,
              hex + 12, hex + 16, hex + 20);
}

/* XML 1.0, 2.2: some characters may not even be escaped; a feed is not lost for one. */
static bool may_stand_in_xml(uint32_t point) {
    return point >= 0x20 ? point != 0xFFFE && point != 0xFFFF
                         : point == '\t' || point == '\n' || point == '\r';
}

static const char *xml_text(struct arena *arena, const char *text) {
    struct text out = { .arena = arena };
    uint32_t point;
    char bytes[4];

    while ((point = utf8_next(&text)) != 0)
        if (may_stand_in_xml(point))
            text_add_bytes(&out, bytes, utf8_put(bytes, point));
    return text_string(&out);
}

static void put_element(struct html *out, const char *name, const char *text) {
    text_addf(&out->text, "<%s>", name);
    html_text(out, xml_text(out->text.arena, text));
    text_addf(&out->text, "</%s>\n", name);
}

static void put_updated(struct html *out, int64_t moment_ms) {
    char stamp[30];

    civil_write_stamp(stamp, moment_ms);
    put_element(out, "updated", stamp);
}

static void put_link(struct html *out, const char *relation, const char *type,
                     const char *site, const char *path) {
    text_addf(&out->text, "<link rel=\"%s\" type=\"%s\" href=\"", relation, type);
    html_text(out, site);
    html_text(out, path);
    text_add(&out->text, "\"/>\n");
}

static void put_entry(struct html *out, struct work *work, const char *site,
                      const struct library_line *line) {
    const struct item_change *const change = line->change;

    text_add(&out->text, "<entry>\n");
    put_id(out, work->town, change->id);
    put_element(out, "title",
                arena_format(work->arena, "%s：%s", line->label, change->name));
    put_updated(out, change->at_ms);
    put_link(out, "alternate", "text/html", site,
             route_url(out, "/item/%s", change->code));
    text_addf(&out->text, "<category term=\"%s\"/>\n", change->verb);
    put_element(out, "summary",
                arena_format(work->arena, "%s%s%s%s%s", line->where,
                             *line->party ? "，" : "", line->party,
                             *change->reason ? "。" : "", change->reason));
    text_add(&out->text, "</entry>\n");
}

/* How people reach this site, for a document that is read elsewhere. */
static const char *site_of(const struct exchange *exchange) {
    const char *const host = http_header(exchange->request, "Host");

    return arena_format(exchange->request->arena, "%s://%s",
                        exchange->request->secure ? "https" : "http", host ? host : "");
}

static void put_feed(struct html *out, struct work *work, const char *site,
                     const struct library_line *lines, size_t count) {
    const struct place_book *const book = place_book(work);

    text_add(&out->text,
             "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
             "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"zh-CN\">\n");
    put_id(out, work->town, 0);
    put_element(
        out, "title",
        arena_format(work->arena, "%s政务服务事项变更", book ? book->town.name : ""));
    text_add(&out->text, "<author>");
    put_element(out, "name", book ? book->town.hall_name : "");
    text_add(&out->text, "</author>\n");
    put_updated(out, count > 0 ? lines[0].change->at_ms : 0);
    put_link(out, "self", "application/atom+xml", site, "/feed/items.atom");
    put_link(out, "alternate", "text/html", site, "/items/changes");
    for (size_t i = 0; i < count; i++)
        put_entry(out, work, site, &lines[i]);
    text_add(&out->text, "</feed>\n");
}

static const struct refusal *give_feed(struct work *work, struct exchange *exchange) {
    const struct library_line *lines;
    const size_t count = library_read_lines(
        work, LANGUAGE_CHINESE, LIBRARY_FOR_ALL,
        &(struct item_change_choice){ .limit = LIBRARY_FEED_ENTRIES }, &lines);
    struct html *const out =
        exchange_text(exchange, "application/atom+xml; charset=utf-8");
    uint8_t digest[CRYPT_DIGEST_SIZE];
    char *const date = arena_alloc(work->arena, 30);

    put_feed(out, work, site_of(exchange), lines, count);
    crypt_sha256(digest, out->text.bytes, out->text.length);
    civil_write_http_date(date, count > 0 ? lines[0].change->at_ms : 0);
    http_answer_header(
        exchange->answer, "ETag",
        arena_format(work->arena, "\"%s\"", text_hex(work->arena, digest, 16)));
    http_answer_header(exchange->answer, "Last-Modified", date);
    return NULL;
}

/* ---- routes ---- */

static const struct route routes[] = {
    { .pattern = "/desk/library/changes",
      .rights = LIBRARY_KEEPERS,
      .face = FACE_DESK,
      .form = &changes_form,
      .handle = show_changes,
      .again = show_changes },
    { .pattern = "/items/changes", .handle = show_public, .cached = true },
    /* Never .cached: its links say the Host that was asked. */
    { .pattern = "/feed/items.atom", .handle = give_feed },
};

const struct route_table library_change_routes = { routes,
                                                   sizeof routes / sizeof *routes };
