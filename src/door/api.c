#include "api.h"

#include "place.h"

/* ---- the description ---- */

static const struct refusal *describe(struct work *work, struct exchange *exchange) {
    (void)work;
    api_describe(exchange_json(exchange));
    return NULL;
}

/* ---- whether it lives ---- */

struct health {
    const char *status;
};

static const struct shape_field health_fields[] = {
    { .name = "status",
      .kind = SHAPE_TEXT,
      .offset = offsetof(struct health, status),
      .help = "ok" },
};

static const struct shape health_shape = { "Health", health_fields,
                                           sizeof health_fields / sizeof *health_fields,
                                           sizeof(struct health) };

static const struct health well = { "ok" };

static const struct refusal *live(struct work *work, struct exchange *exchange) {
    (void)work;
    exchange_give(exchange, &well);
    return NULL;
}

/* A read that faults is answered as 503 by the engine. */
static const struct refusal *ready(struct work *work, struct exchange *exchange) {
    const struct place_book *book = place_book(work);

    if (book && !book->town.code)
        return &place_no_town;
    exchange_give(exchange, &well);
    return NULL;
}

static const struct route routes[] = {
    { .pattern = "/api/v1/openapi.json",
      .face = FACE_API,
      .handle = describe,
      .summary = "This description, made from the program's routes" },
    { .pattern = "/healthz",
      .face = FACE_API,
      .handle = live,
      .answers = &health_shape,
      .summary = "Say that the process answers" },
    { .pattern = "/readyz",
      .face = FACE_API,
      .handle = ready,
      .answers = &health_shape,
      .summary = "Say that the database answers and holds the town" },
};

const struct route_table api_routes = { routes, sizeof routes / sizeof *routes };
