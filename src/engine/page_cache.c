#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "cache.h"
#include "house.h"
#include "route_private.h"

/*
 * Public pages that are the same for everybody who is not signed in, kept as ready
 * answers for one generation of the topic "items".  The table never grows: a page that
 * finds its slot taken replaces what is there.
 */
enum { SLOTS = 1024, KEPT_BYTES_MAX = 64 * 1024 };

struct kept {
    char *key;
    struct http_blob *blob;
};

struct page_table {
    pthread_mutex_t lock;
    struct kept slots[SLOTS];
};

static void *build_empty(struct work *work) {
    struct page_table *table = calloc(1, sizeof *table);

    (void)work;
    if (!table)
        abort();
    pthread_mutex_init(&table->lock, NULL);
    return table;
}

static void free_table(void *value) {
    struct page_table *table = value;

    for (int i = 0; i < SLOTS; i++) {
        if (table->slots[i].blob)
            http_blob_release(table->slots[i].blob);
        free(table->slots[i].key);
    }
    pthread_mutex_destroy(&table->lock);
    free(table);
}

static const struct cache_class pages = { "items", build_empty, free_table };

static const char *key_of(const struct errand *errand) {
    const struct http_request *request = errand->exchange.request;
    const char *language = http_pair_value(&request->cookies, "hb_lang");
    const char *elder = http_pair_value(&request->cookies, "hb_elder");

    return arena_format(request->arena, "%s\n%s\n%s?%s", language ? language : "",
                        elder ? elder : "", request->path, request->query_string);
}

static struct kept *slot_of(struct page_table *table, const char *key) {
    uint64_t hash = 14695981039346656037U;

    for (; *key; key++)
        hash = (hash ^ (unsigned char)*key) * 1099511628211U;
    return &table->slots[hash % SLOTS];
}

struct http_blob *page_cache_find(struct errand *errand) {
    const struct house *house = errand->exchange.router->settings.house;
    struct cache_pin *pin;
    struct http_blob *blob = NULL;

    if (errand->token[0])
        return NULL;

    struct page_table *table =
        (struct page_table *)cache_peek(house->caches, errand->task.work.town,
                                        executor_version(house->executor), &pages, &pin);

    if (!table)
        return NULL;

    const char *key = key_of(errand);
    struct kept *slot = slot_of(table, key);

    pthread_mutex_lock(&table->lock);
    if (slot->key && strcmp(slot->key, key) == 0)
        blob = http_blob_hold(slot->blob);
    pthread_mutex_unlock(&table->lock);
    cache_let_go(pin);
    return blob;
}

void page_cache_begin(struct work *work, struct errand *errand) {
    errand->generation = cache_generation(work, pages.topic);
}

void page_cache_keep(struct work *work, struct errand *errand) {
    struct exchange *exchange = &errand->exchange;
    struct http_answer *answer = exchange->answer;
    struct page_table *table = (struct page_table *)cache_get(work, &pages);
    const char *key = key_of(errand);

    if (answer->header_count > 0)
        return; /* a cookie is for one browser */
    if (!table || !cache_holds_only(work, pages.topic, errand->generation))
        return;
    exchange_answer(errand, NULL, NULL);
    if (answer->status != 200 || answer->size > KEPT_BYTES_MAX) {
        answer->header_count = 0; /* it will be answered once more */
        return;
    }

    struct http_blob *blob =
        http_blob_new(answer->status, answer->type, answer->bytes, answer->size,
                      answer->header, answer->header_count);
    struct kept *slot = slot_of(table, key);

    pthread_mutex_lock(&table->lock);
    if (slot->blob)
        http_blob_release(slot->blob);
    free(slot->key);
    slot->key = strdup(key);
    slot->blob = http_blob_hold(blob);
    pthread_mutex_unlock(&table->lock);
    answer->blob = blob;
}
