#include "message_notice.h"

#include "message.h"
#include "message.sql.h"
#include "sealed.h"

/* The asker's, though an agent looks: he was told the same in his own inbox. */
static size_t tell(struct work *work, const struct matter *matter,
                   enum matter_reader reader,
                   const struct matter_track_notice **notices) {
    struct sql_message_of_matter_row *rows;
    const size_t count = sql_message_of_matter(
        work, &rows, .matter_id = matter->id, .reader = MESSAGE_TO_PERSON,
        .reader_id = matter->person_id, .limit = MATTER_NOTICES_MAX);
    struct matter_track_notice *made = arena_alloc(work->arena, count * sizeof *made + 1);
    size_t told = 0;

    for (size_t i = 0; i < count; i++) {
        const struct message_event *const event = message_event(rows[i].event);

        if (event)
            made[told++] = (struct matter_track_notice){
                .kind = "message",
                .label = event->label,
                .number = "",
                .text = reader == MATTER_ITS_OWN
                            ? sealed_read(work, "message.text", rows[i].id, rows[i].text)
                            : "",
                .address = "",
                .id = rows[i].id,
                .at_ms = rows[i].made_ms,
            };
    }
    *notices = made;
    return told;
}

const struct matter_teller message_teller = { tell };
