#include "letter_office.h"

#include <string.h>

#include "config.h"
#include "house.h"
#include "letter.sql.h"
#include "page.h"
#include "place.h"

const struct refusal letter_office_changed = {
    REFUSED_CONFLICT, "letter.office_changed",
    TEXT("同事刚刚改过这些设置，您的没有保存。请重新打开这一页，核对以后再改。"), NULL
};

void letter_office_set(struct work *work, int64_t department_id,
                       struct letter_office *office) {
    struct sql_letter_office_row row;

    *office = (struct letter_office){ "", "", "", "", "", 0 };
    if (sql_letter_office(work, &row, .department_id = department_id))
        *office = (struct letter_office){ row.prefix,      row.site,  row.organ,
                                          row.review_body, row.court, row.revision };
}

const struct refusal *letter_keep_office(struct work *work, int64_t department_id,
                                         const struct letter_office *office) {
    return sql_letter_keep_office(work, .department_id = department_id,
                                  .prefix = office->prefix, .site = office->site,
                                  .organ = office->organ,
                                  .review_body = office->review_body,
                                  .court = office->court, .seen = office->revision)
               ? NULL
               : &letter_office_changed;
}

/* ---- the rule, where nothing was set ---- */

static bool ends_with(const char *text, const char *end) {
    const size_t size = strlen(text), tail = strlen(end);

    return size > tail && strcmp(text + size - tail, end) == 0;
}

/* 瓜沥镇 numbers its letters as 瓜沥. */
static const char *prefix_of(struct arena *arena, const struct place_town *town) {
    static const char *const kinds[] = { "街道", "镇", "乡" };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (ends_with(town->name, kinds[i]))
            return arena_copy_bytes(arena, town->name,
                                    strlen(town->name) - strlen(kinds[i]));
    return town->name;
}

/* A town has a government; a 街道 has the office of the government above. */
static const char *organ_of(struct arena *arena, const struct place_town *town) {
    return arena_format(arena, "%s%s%s%s", town->city, town->district, town->name,
                        ends_with(town->name, "街道") ? "办事处" : "人民政府");
}

/* Without a setting it is where the program listens: enough to try it out. */
static const char *site_of(struct work *work) {
    const struct config *const config = work->house->config;

    return config->text[CONFIG_SITE][0]
               ? config->text[CONFIG_SITE]
               : arena_format(work->arena, "http://%s:%lld", config->text[CONFIG_ADDRESS],
                              (long long)config->integer[CONFIG_PORT]);
}

static void fill_from_rule(struct work *work, struct letter_office *office) {
    const struct place_book *const book = place_book(work);
    const bool known = book && book->town.code;

    if (!office->prefix[0])
        office->prefix = known ? prefix_of(work->arena, &book->town) : "文";
    if (!office->organ[0])
        office->organ = known ? organ_of(work->arena, &book->town) : "本机关";
    /* 行政复议法 (2023) art. 24: the government one level above. */
    if (!office->review_body[0])
        office->review_body = known ? arena_format(work->arena, "%s%s人民政府",
                                                   book->town.city, book->town.district)
                                    : "上一级人民政府";
    if (!office->court[0])
        office->court = "有管辖权的人民法院";
    if (!office->site[0])
        office->site = site_of(work);
}

void letter_office(struct work *work, int64_t department_id,
                   struct letter_office *office) {
    struct letter_office own;

    letter_office_set(work, 0, office);
    if (department_id) {
        letter_office_set(work, department_id, &own);
        if (own.organ[0])
            office->organ = own.organ;
        if (own.review_body[0])
            office->review_body = own.review_body;
        if (own.court[0])
            office->court = own.court;
    }
    fill_from_rule(work, office);
}
