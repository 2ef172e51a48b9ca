#include "place.h"

#include <stdlib.h>
#include <string.h>

#include "cache.h"
#include "page.h"
#include "place.sql.h"

const struct refusal place_no_town = { REFUSED_ABSENT, "place.no_town",
                                       TEXT("数据库里还没有这个镇，请先建立镇的资料。"),
                                       NULL };

/* The cached book, with the arena that holds all it points to. */
struct book {
    struct place_book book;
    struct arena *arena;
};

static void read_town(struct work *work, struct arena *arena, struct place_town *town) {
    struct sql_place_town_row row;

    *town = (struct place_town){
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
    if (!sql_place_town(work, &row))
        return;
    *town = (struct place_town){
        .code = work->town,
        .name = arena_copy(arena, row.name),
        .district = arena_copy(arena, row.district),
        .city = arena_copy(arena, row.city),
        .province = arena_copy(arena, row.province),
        .hall_name = arena_copy(arena, row.hall_name),
        .phone = arena_copy(arena, row.phone),
        .complaint_phone = arena_copy(arena, row.complaint_phone),
        .hours = arena_copy(arena, row.hours),
        .credit_code = arena_copy(arena, row.credit_code),
        .opens_minute = (int)row.opens_minute,
        .closes_minute = (int)row.closes_minute,
    };
}

static void read_departments(struct work *work, struct arena *arena,
                             struct place_book *book) {
    struct sql_place_departments_row *rows;
    const size_t count = sql_place_departments(work, &rows);
    struct place_department *departments =
        arena_alloc(arena, count * sizeof *departments + 1);

    for (size_t i = 0; i < count; i++)
        departments[i] = (struct place_department){
            rows[i].id,
            arena_copy(arena, rows[i].code),
            arena_copy(arena, rows[i].name),
            arena_copy(arena, rows[i].phone),
            arena_copy(arena, rows[i].duty),
        };
    book->departments = departments;
    book->department_count = count;
}

static void read_outlets(struct work *work, struct arena *arena,
                         struct place_book *book) {
    struct sql_place_outlets_row *rows;
    const size_t count = sql_place_outlets(work, &rows);
    struct place_outlet *outlets = arena_alloc(arena, count * sizeof *outlets + 1);

    for (size_t i = 0; i < count; i++)
        outlets[i] = (struct place_outlet){
            rows[i].id,
            arena_copy(arena, rows[i].code),
            arena_copy(arena, rows[i].name),
            arena_copy(arena, rows[i].kind),
            arena_copy(arena, rows[i].parent),
            arena_copy(arena, rows[i].address),
            arena_copy(arena, rows[i].phone),
            arena_copy(arena, rows[i].hours),
        };
    book->outlets = outlets;
    book->outlet_count = count;
}

static void *build(struct work *work) {
    struct arena *arena = arena_new();
    struct book *built = arena_alloc(arena, sizeof *built);

    built->arena = arena;
    read_town(work, arena, &built->book.town);
    read_departments(work, arena, &built->book);
    read_outlets(work, arena, &built->book);
    return built;
}

static void free_book(void *value) {
    arena_free(((struct book *)value)->arena);
}

static const struct cache_class books = { "town", build, free_book };

size_t place_towns(struct work *work, const int64_t **codes) {
    struct sql_place_towns_row *rows;
    const size_t count = sql_place_towns(work, &rows);
    int64_t *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++)
        made[i] = rows[i].town;
    *codes = made;
    return count;
}

const struct place_book *place_book(struct work *work) {
    const struct book *built = cache_get(work, &books);

    return built ? &built->book : NULL;
}

const struct place_department *place_department(const struct place_book *book,
                                                int64_t id) {
    for (size_t i = 0; i < book->department_count; i++)
        if (book->departments[i].id == id)
            return &book->departments[i];
    return NULL;
}

const struct place_department *place_department_coded(const struct place_book *book,
                                                      const char *code) {
    for (size_t i = 0; i < book->department_count; i++)
        if (strcmp(book->departments[i].code, code) == 0)
            return &book->departments[i];
    return NULL;
}

const struct place_outlet *place_outlet(const struct place_book *book, int64_t id) {
    for (size_t i = 0; i < book->outlet_count; i++)
        if (book->outlets[i].id == id)
            return &book->outlets[i];
    return NULL;
}

const struct place_outlet *place_outlet_coded(const struct place_book *book,
                                              const char *code) {
    for (size_t i = 0; i < book->outlet_count; i++)
        if (strcmp(book->outlets[i].code, code) == 0)
            return &book->outlets[i];
    return NULL;
}

const struct place_outlet *place_hall(const struct place_book *book) {
    for (size_t i = 0; i < book->outlet_count; i++)
        if (strcmp(book->outlets[i].kind, "hall") == 0)
            return &book->outlets[i];
    return NULL;
}

/* The pages that are kept for everybody show the hall's phone and hours. */
static void touch(struct work *work) {
    cache_touch(work, "town");
    cache_touch(work, "items");
}

void place_keep_town(struct work *work, const struct place_town *town) {
    sql_place_keep_town(
        work, .name = town->name, .district = town->district, .city = town->city,
        .province = town->province, .hall_name = town->hall_name, .phone = town->phone,
        .complaint_phone = town->complaint_phone, .hours = town->hours,
        .credit_code = town->credit_code, .opens_minute = town->opens_minute,
        .closes_minute = town->closes_minute);
    touch(work);
    cache_touch(work, "calendar"); /* which knows when the hall closes */
}

void place_keep_department(struct work *work, const struct place_department *given) {
    sql_place_keep_department(work, .id = work_new_id(work), .code = given->code,
                              .name = given->name, .phone = given->phone,
                              .duty = given->duty);
    touch(work);
}

void place_keep_outlet(struct work *work, const struct place_outlet *given) {
    sql_place_keep_outlet(work, .id = work_new_id(work), .code = given->code,
                          .name = given->name, .kind = given->kind,
                          .parent = given->parent, .address = given->address,
                          .phone = given->phone, .hours = given->hours);
    touch(work);
}

bool place_is_hall(const struct place_outlet *outlet) {
    return strcmp(outlet->kind, "hall") == 0 ||
           strcmp(outlet->kind, "neighbour_hall") == 0;
}
