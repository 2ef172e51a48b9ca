#include "site.h"

#include <string.h>

const struct face_look site_look = { site_frame, site_refused, "/sign-in" };

static const struct place_town *town_of(struct work *work) {
    static const struct place_town nowhere = {
        .name = "",
        .district = "",
        .city = "",
        .province = "",
        .hall_name = "",
        .phone = "",
        .complaint_phone = "",
        .hours = "",
        .credit_code = "",
    };
    const struct place_book *book = place_book(work);

    return book ? &book->town : &nowhere;
}

/* ---- home ---- */

static const struct refusal *home(struct work *work, struct exchange *exchange) {
    struct site_home page = {
        .town = town_of(work),
        .subjects = item_read_directory(work, "subject"),
        .zones = item_read_directory(work, "zone"),
        .item_count = item_count(work),
    };

    page.popular_count = guide_popular(work, SITE_POPULAR, &page.popular);
    site_home_page(exchange_page(exchange, TEXT("首页")), &page);
    return NULL;
}

/* ---- settings: only this browser remembers them ---- */

enum { SETTINGS_SECONDS = 365 * 24 * 3600 };

static void set(struct exchange *exchange, const char *query, const char *cookie,
                const char *yes, const char *no) {
    const char *value = exchange_query(exchange, query);

    if (strcmp(value, yes) == 0)
        exchange_cookie(exchange, cookie, value, SETTINGS_SECONDS);
    else if (strcmp(value, no) == 0)
        exchange_cookie(exchange, cookie, "", -1);
}

static const struct refusal *settings(struct work *work, struct exchange *exchange) {
    (void)work;
    set(exchange, "elder", "hb_elder", "1", "0");
    set(exchange, "lang", "hb_lang", "en", "zh");
    exchange_redirect(exchange, exchange_back(exchange));
    return NULL;
}

/* ---- about ---- */

static const struct refusal *privacy(struct work *work, struct exchange *exchange) {
    site_privacy_page(exchange_page(exchange, TEXT("个人信息怎么用")), town_of(work));
    return NULL;
}

static const struct route routes[] = {
    { .pattern = "/", .handle = home, .cached = true },
    { .pattern = "/settings", .handle = settings },
    { .pattern = "/about/privacy", .handle = privacy, .cached = true },
};

const struct route_table site_routes = { routes, sizeof routes / sizeof *routes };
