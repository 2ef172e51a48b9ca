#include "letter_notice.h"

#include "letter.h"
#include "page.h"

/* Newest first, as a track lists them. */
static size_t tell(struct work *work, const struct matter *matter,
                   enum matter_reader reader,
                   const struct matter_track_notice **notices) {
    const struct letter *letters;
    const size_t found = letters_of(work, matter, &letters);
    const size_t count = found < MATTER_NOTICES_MAX ? found : MATTER_NOTICES_MAX;
    struct matter_track_notice *made = arena_alloc(work->arena, count * sizeof *made + 1);
    struct html out = { .text = { .arena = work->arena } };

    for (size_t i = 0; i < count; i++) {
        const struct letter *const letter = &letters[found - 1 - i];

        made[i] = (struct matter_track_notice){
            .kind = "letter",
            .label = letter->kind->title,
            .number = letter->number,
            .text = "",
            .address = reader == MATTER_ITS_OWN
                           ? route_url(&out, "/letters/%ld.pdf", letter->id)
                           : "",
            .id = letter->id,
            .at_ms = letter->issued_ms,
        };
    }
    *notices = made;
    return count;
}

const struct matter_teller letter_teller = { tell };
