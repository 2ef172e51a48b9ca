#include "guess.h"

#include <assert.h>

#include "tally.h"

static const int64_t minute_ms = 60 * 1000;

static const char *name_of(struct work *work, const struct guess_limit *limit,
                           const char *of) {
    return arena_format(work->arena, "%s.%s", limit->name, of);
}

/* Of this network at this secret. */
static const char *pair_of(struct work *work, const struct guess *guess) {
    assert(guess->network[0]);
    return arena_format(work->arena, "%s\n%s", guess->network, guess->at);
}

static bool is_known(struct work *work, const struct guess *guess) {
    return tally_count(work, name_of(work, guess->limit, "known"), pair_of(work, guess)) >
           0;
}

bool guess_is_heard(struct work *work, const struct guess *guess) {
    const struct guess_limit *limit = guess->limit;

    assert(limit->per_network > 0 && limit->over_all > limit->per_network);
    if (tally_count(work, name_of(work, limit, "network"), pair_of(work, guess)) >=
        limit->per_network)
        return false;
    return tally_count(work, name_of(work, limit, "all"), guess->at) < limit->over_all ||
           is_known(work, guess);
}

void guess_was_wrong(struct work *work, const struct guess *guess) {
    const struct guess_limit *limit = guess->limit;

    tally_add(work, name_of(work, limit, "network"), pair_of(work, guess),
              work->now_ms + limit->network_minutes * minute_ms);
    if (!is_known(work, guess))
        tally_add(work, name_of(work, limit, "all"), guess->at,
                  work->now_ms + limit->over_all_minutes * minute_ms);
    work_keep(work);
}

void guess_was_right(struct work *work, const struct guess *guess) {
    tally_forget(work, name_of(work, guess->limit, "network"), pair_of(work, guess));
    tally_renew(work, name_of(work, guess->limit, "known"), pair_of(work, guess),
                work->now_ms + GUESS_KNOWN_DAYS * 24 * 60 * minute_ms);
}

void guess_forget(struct work *work, const struct guess_limit *limit, const char *at) {
    tally_forget(work, name_of(work, limit, "all"), at);
}
