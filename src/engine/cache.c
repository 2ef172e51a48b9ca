#include "cache.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "cache.sql.h"
#include "db_listen.h"
#include "house.h"

enum { PLACES_MAX = 4096 }; /* towns times classes that one process serves */

/* One built value; freed when the room and the last pin let it go. */
struct value {
    const struct cache_class *class;
    void *built;
    int64_t generation;
    int references; /* under the room's lock */
};

/* Where the value of a town and class stands. */
struct place {
    int64_t town;
    const struct cache_class *class;
    struct value *value;     /* NULL until first built */
    int64_t checked_version; /* the value was good at this version */
    bool building;
    struct place *next;
};

struct cache_room {
    pthread_mutex_t lock;
    pthread_cond_t built;
    struct place *places; /* few towns, few classes */
    int place_count;
};

struct cache_pin {
    struct cache_room *room;
    struct value *value;
    struct cache_pin *next;
};

struct cache_room *cache_room_new(void) {
    struct cache_room *room = calloc(1, sizeof *room);

    if (!room)
        abort();
    pthread_mutex_init(&room->lock, NULL);
    pthread_cond_init(&room->built, NULL);
    return room;
}

/* Under the lock. */
static void release(struct value *value) {
    if (value && --value->references == 0) {
        value->class->free(value->built);
        free(value);
    }
}

void cache_room_free(struct cache_room *room) {
    while (room->places) {
        struct place *place = room->places;

        room->places = place->next;
        release(place->value);
        free(place);
    }
    pthread_cond_destroy(&room->built);
    pthread_mutex_destroy(&room->lock);
    free(room);
}

/* Under the lock. */
static struct place *find_place(struct cache_room *room, int64_t town,
                                const struct cache_class *class) {
    for (struct place *place = room->places; place; place = place->next)
        if (place->town == town && place->class == class)
            return place;
    return NULL;
}

/* Under the lock. */
static struct place *make_place(struct cache_room *room, int64_t town,
                                const struct cache_class *class) {
    struct place *place = find_place(room, town, class);

    if (place)
        return place;
    assert(room->place_count < PLACES_MAX);
    place = calloc(1, sizeof *place);
    if (!place)
        abort();
    *place = (struct place){ .town = town, .class = class, .next = room->places };
    room->places = place;
    room->place_count++;
    return place;
}

/* Under the lock. */
static struct cache_pin *pin_value(struct cache_room *room, struct value *value) {
    struct cache_pin *pin = malloc(sizeof *pin);

    if (!pin)
        abort();
    value->references++;
    *pin = (struct cache_pin){ .room = room, .value = value };
    return pin;
}

static const void *pin_for_work(struct work *work, struct cache_room *room,
                                struct value *value) {
    struct cache_pin *pin = pin_value(room, value);

    pin->next = work->pins;
    work->pins = pin;
    return value->built;
}

int64_t cache_generation(struct work *work, const char *topic) {
    struct sql_cache_generation_row row;

    return sql_cache_generation(work, &row, .topic = topic) ? row.number : 0;
}

bool cache_holds_only(const struct work *work, const char *topic, int64_t generation) {
    for (const struct cache_pin *pin = work->pins; pin; pin = pin->next)
        if (strcmp(pin->value->class->topic, topic) == 0 &&
            pin->value->generation != generation)
            return false;
    return true;
}

static struct value *build(struct work *work, const struct cache_class *class,
                           int64_t generation) {
    void *built = class->build(work);

    if (!built || work->fault) {
        if (built)
            class->free(built);
        return NULL;
    }

    struct value *value = malloc(sizeof *value);

    if (!value)
        abort();
    *value = (struct value){ class, built, generation, 1 };
    return value;
}

/* Builds without the lock; others keep the old value meanwhile.  Under the lock. */
static void renew(struct work *work, struct cache_room *room, struct place *place,
                  int64_t generation) {
    place->building = true;
    pthread_mutex_unlock(&room->lock);

    struct value *value = build(work, place->class, generation);

    pthread_mutex_lock(&room->lock);
    place->building = false;
    if (value) {
        release(place->value);
        place->value = value;
        place->checked_version = work->version;
    }
    pthread_cond_broadcast(&room->built);
}

/* Under the lock; the generation is what the work has read. */
static void bring_up_to_date(struct work *work, struct cache_room *room,
                             struct place *place, int64_t generation) {
    if (place->value && place->value->generation == generation)
        place->checked_version = work->version;
    else if (!place->building)
        renew(work, room, place, generation);
}

/* For a work that changed the topic: what it sees is not yet true for others. */
static const void *get_private(struct work *work, struct cache_room *room,
                               const struct cache_class *class) {
    struct value *value = build(work, class, 0);
    const void *built = NULL;

    if (!value)
        return NULL;
    pthread_mutex_lock(&room->lock);
    built = pin_for_work(work, room, value);
    release(value);
    pthread_mutex_unlock(&room->lock);
    return built;
}

const void *cache_get(struct work *work, const struct cache_class *class) {
    struct cache_room *room = work->house->caches;
    const void *built = NULL;

    if (work->touched)
        return get_private(work, room, class);

    pthread_mutex_lock(&room->lock);

    struct place *place = make_place(room, work->town, class);

    if (!place->value || place->checked_version != work->version || !work->version) {
        pthread_mutex_unlock(&room->lock);
        const int64_t generation = cache_generation(work, class->topic);
        pthread_mutex_lock(&room->lock);
        while (!place->value && place->building)
            pthread_cond_wait(&room->built, &room->lock);
        if (!work->fault)
            bring_up_to_date(work, room, place, generation);
    }
    if (place->value && !work->fault)
        built = pin_for_work(work, room, place->value);
    pthread_mutex_unlock(&room->lock);
    return built;
}

const void *cache_peek(struct cache_room *room, int64_t town, int64_t version,
                       const struct cache_class *class, struct cache_pin **pin) {
    const void *built = NULL;

    pthread_mutex_lock(&room->lock);

    const struct place *place = find_place(room, town, class);

    if (version && place && place->value && place->checked_version == version) {
        *pin = pin_value(room, place->value);
        built = place->value->built;
    }
    pthread_mutex_unlock(&room->lock);
    return built;
}

void cache_let_go(struct cache_pin *pin) {
    struct cache_room *room = pin->room;

    pthread_mutex_lock(&room->lock);
    release(pin->value);
    pthread_mutex_unlock(&room->lock);
    free(pin);
}

void cache_touch(struct work *work, const char *topic) {
    work->touched = true;
    sql_cache_touch(work, .topic = topic);
    db_notify(work);
}

void cache_unpin(struct work *work) {
    while (work->pins) {
        struct cache_pin *pin = work->pins;

        work->pins = pin->next;
        cache_let_go(pin);
    }
}
