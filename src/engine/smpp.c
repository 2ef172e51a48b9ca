#include "smpp.h"

#include <assert.h>
#include <string.h>

#include "arena.h"
#include "text.h"
#include "utf8.h"

enum {
    VERSION = 0x34,
    UCS2 = 8,
    RECEIPT_PLEASE = 1,
    RECEIPT_CLASS = 0x04, /* of esm_class, under RECEIPT_MASK */
    RECEIPT_MASK = 0x3c,
    TAG_MESSAGE_ID = 0x001e,
    TAG_PAYLOAD = 0x0424,
    TAG_STATE = 0x0427,
};

/* ---- numbers and strings ---- */

static void add_number(struct text *out, uint32_t value) {
    const uint8_t bytes[] = { (uint8_t)(value >> 24), (uint8_t)(value >> 16),
                              (uint8_t)(value >> 8), (uint8_t)value };

    text_add_bytes(out, bytes, sizeof bytes);
}

/* A string of at most room bytes with its terminator. */
static void add_string(struct text *out, const char *string, size_t room) {
    const size_t length = strlen(string);

    text_add_bytes(out, string, length < room ? length : room - 1);
    text_add_byte(out, '\0');
}

static uint32_t number_at(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
           bytes[3];
}

/* ---- writing ---- */

/* Returns where the PDU begins, for end(). */
static size_t begin(struct text *out, uint32_t command, uint32_t status,
                    uint32_t sequence) {
    const size_t at = out->length;

    add_number(out, 0);
    add_number(out, command);
    add_number(out, status);
    add_number(out, sequence);
    return at;
}

static void end(struct text *out, size_t at) {
    const uint32_t size = (uint32_t)(out->length - at);

    assert(size <= SMPP_PDU_MAX);
    out->bytes[at] = (char)(size >> 24);
    out->bytes[at + 1] = (char)(size >> 16);
    out->bytes[at + 2] = (char)(size >> 8);
    out->bytes[at + 3] = (char)size;
}

void smpp_write_plain(struct text *out, uint32_t command, uint32_t status,
                      uint32_t sequence) {
    end(out, begin(out, command, status, sequence));
}

void smpp_write_delivered(struct text *out, uint32_t status, uint32_t sequence) {
    const size_t at = begin(out, SMPP_DELIVER | SMPP_ANSWER, status, sequence);

    text_add_byte(out, '\0');
    end(out, at);
}

/* Type and plan of a number are unknown: the centre knows what its customers send. */
static void add_address(struct text *out, const char *address) {
    text_add_byte(out, 0);
    text_add_byte(out, 0);
    add_string(out, address, SMPP_ADDRESS_SIZE);
}

void smpp_write_bind(struct text *out, uint32_t sequence, const char *system_id,
                     const char *password) {
    const size_t at = begin(out, SMPP_BIND, 0, sequence);

    add_string(out, system_id, SMPP_NAME_SIZE);
    add_string(out, password, SMPP_PASSWORD_SIZE);
    text_add_byte(out, '\0'); /* system_type */
    text_add_byte(out, VERSION);
    text_add_byte(out, 0);
    text_add_byte(out, 0);
    text_add_byte(out, '\0'); /* address_range */
    end(out, at);
}

void smpp_write_submit(struct text *out, uint32_t sequence,
                       const struct smpp_message *message) {
    const size_t at = begin(out, SMPP_SUBMIT, 0, sequence);

    assert(message->text_size <= SMPP_TEXT_MAX);
    text_add_byte(out, '\0'); /* service_type */
    add_address(out, message->from);
    add_address(out, message->to);
    text_add_byte(out, 0);    /* esm_class */
    text_add_byte(out, 0);    /* protocol_id */
    text_add_byte(out, 0);    /* priority */
    text_add_byte(out, '\0'); /* at once */
    text_add_byte(out, '\0'); /* good as long as the centre keeps it */
    text_add_byte(out, RECEIPT_PLEASE);
    text_add_byte(out, 0); /* replaces none */
    text_add_byte(out, UCS2);
    text_add_byte(out, 0); /* no canned text */
    text_add_byte(out, (char)message->text_size);
    text_add_bytes(out, message->text, message->text_size);
    end(out, at);
}

void smpp_write_query(struct text *out, uint32_t sequence, const char *message_id,
                      const char *from) {
    const size_t at = begin(out, SMPP_QUERY, 0, sequence);

    add_string(out, message_id, SMPP_ID_SIZE);
    add_address(out, from);
    end(out, at);
}

/* ---- reading ---- */

int smpp_read(const uint8_t *bytes, size_t size, struct smpp_pdu *pdu) {
    if (size < 4)
        return 0;

    const uint32_t length = number_at(bytes);

    if (length < SMPP_HEADER_SIZE || length > SMPP_PDU_MAX)
        return -1;
    if (size < length)
        return 0;
    *pdu = (struct smpp_pdu){
        .command = number_at(bytes + 4),
        .status = number_at(bytes + 8),
        .sequence = number_at(bytes + 12),
        .body = bytes + SMPP_HEADER_SIZE,
        .body_size = length - SMPP_HEADER_SIZE,
    };
    return (int)length;
}

struct reader {
    const uint8_t *at;
    size_t left;
    bool bad;
};

static struct reader read_body(const struct smpp_pdu *pdu) {
    return (struct reader){ pdu->body, pdu->body_size, false };
}

static const uint8_t *take(struct reader *reader, size_t size) {
    const uint8_t *taken = reader->at;

    if (reader->bad || size > reader->left) {
        reader->bad = true;
        return NULL;
    }
    reader->at += size;
    reader->left -= size;
    return taken;
}

static uint8_t take_byte(struct reader *reader) {
    const uint8_t *byte = take(reader, 1);

    return byte ? *byte : 0;
}

static uint32_t take_pair(struct reader *reader) {
    const uint8_t *pair = take(reader, 2);

    return pair ? (uint32_t)pair[0] << 8 | pair[1] : 0;
}

/* A terminated string that fits its room; NULL is a place for one that nobody reads. */
static void take_string(struct reader *reader, char *into, size_t room) {
    const uint8_t *terminator =
        reader->bad || !reader->left ? NULL : memchr(reader->at, 0, reader->left);
    const size_t size = terminator ? (size_t)(terminator - reader->at) + 1 : room + 1;

    if (size > room)
        reader->bad = true;

    const uint8_t *string = take(reader, size);

    if (into)
        memcpy(into, string ? string : (const uint8_t *)"", string ? size : 1);
}

bool smpp_read_submitted(const struct smpp_pdu *pdu, char message_id[SMPP_ID_SIZE]) {
    struct reader reader = read_body(pdu);

    take_string(&reader, message_id, SMPP_ID_SIZE);
    return !reader.bad && message_id[0];
}

bool smpp_read_queried(const struct smpp_pdu *pdu, enum smpp_state *state, int *error) {
    struct reader reader = read_body(pdu);

    take_string(&reader, NULL, SMPP_ID_SIZE);
    take_string(&reader, NULL, 17); /* final_date */
    *state = (enum smpp_state)take_byte(&reader);
    *error = take_byte(&reader);
    return !reader.bad;
}

/* ---- receipts ---- */

static const struct {
    const char *word;
    enum smpp_state state;
} words[] = {
    { "DELIVRD", SMPP_DELIVERED }, { "EXPIRED", SMPP_EXPIRED },
    { "DELETED", SMPP_DELETED },   { "UNDELIV", SMPP_UNDELIVERABLE },
    { "ACCEPTD", SMPP_ACCEPTED },  { "UNKNOWN", SMPP_UNKNOWN },
    { "REJECTD", SMPP_REJECTED },  { "ENROUTE", SMPP_ENROUTE },
};

struct span {
    const uint8_t *bytes;
    size_t size;
};

/* The word behind "name:" in the text, up to a blank; of size 0 when it is not there. */
static struct span find_word(struct span text, const char *name) {
    const size_t length = strlen(name);

    for (size_t i = 0; i + length <= text.size; i++) {
        struct span word = { text.bytes + i + length, 0 };

        if ((i > 0 && text.bytes[i - 1] != ' ') ||
            memcmp(text.bytes + i, name, length) != 0)
            continue;
        while (i + length + word.size < text.size && word.bytes[word.size] > ' ')
            word.size++;
        return word;
    }
    return (struct span){ text.bytes, 0 };
}

static void keep_word(struct span word, char *into, size_t room) {
    if (word.size < room) {
        memcpy(into, word.bytes, word.size);
        into[word.size] = '\0';
    }
}

/* What the text says, where the parameters did not. */
static void read_text(struct span text, struct smpp_receipt *receipt) {
    const struct span state = find_word(text, "stat:");

    if (!text.size)
        return;
    if (!receipt->message_id[0])
        keep_word(find_word(text, "id:"), receipt->message_id, SMPP_ID_SIZE);
    keep_word(find_word(text, "err:"), receipt->error, sizeof receipt->error);
    for (size_t i = 0; !receipt->state && i < sizeof words / sizeof *words; i++)
        if (state.size == strlen(words[i].word) &&
            memcmp(state.bytes, words[i].word, state.size) == 0)
            receipt->state = words[i].state;
}

/* Optional parameters: tag, length, value, to the end of the body (3.2.4). */
static void read_parameters(struct reader *reader, struct span *text,
                            struct smpp_receipt *receipt) {
    while (reader->left >= 4 && !reader->bad) {
        const uint32_t tag = take_pair(reader);
        const uint32_t size = take_pair(reader);
        const uint8_t *value = take(reader, size);

        if (!value)
            return;
        if (tag == TAG_MESSAGE_ID) {
            const uint8_t *end_of = size ? memchr(value, 0, size) : NULL;

            keep_word((struct span){ value, end_of ? (size_t)(end_of - value) : size },
                      receipt->message_id, SMPP_ID_SIZE);
        } else if (tag == TAG_STATE && size == 1) {
            receipt->state = (enum smpp_state)value[0];
        } else if (tag == TAG_PAYLOAD && !text->size) {
            *text = (struct span){ value, size };
        }
    }
}

bool smpp_read_receipt(const struct smpp_pdu *pdu, struct smpp_receipt *receipt) {
    struct reader reader = read_body(pdu);
    struct span text = { pdu->body, 0 };

    *receipt = (struct smpp_receipt){ .message_id = "" };
    take_string(&reader, NULL, 6); /* service_type */
    take(&reader, 2);
    take_string(&reader, NULL, SMPP_ADDRESS_SIZE);
    take(&reader, 2);
    take_string(&reader, NULL, SMPP_ADDRESS_SIZE);

    const uint8_t class = take_byte(&reader);

    take(&reader, 2);               /* protocol_id, priority */
    take_string(&reader, NULL, 17); /* schedule_delivery_time */
    take_string(&reader, NULL, 17); /* validity_period */
    take(&reader, 4); /* registered_delivery, replace, data_coding, canned text */
    text.size = take_byte(&reader);
    text.bytes = take(&reader, text.size);
    if (reader.bad || (class & RECEIPT_MASK) != RECEIPT_CLASS)
        return false;
    read_parameters(&reader, &text, receipt);
    read_text(text, receipt);
    return receipt->message_id[0] != '\0';
}

/* ---- UCS-2 ---- */

uint8_t *smpp_ucs2(struct arena *arena, const char *text, size_t *size) {
    uint8_t *made = arena_alloc(arena, 2 * strlen(text) + 1);
    size_t used = 0;

    for (uint32_t point; (point = utf8_next(&text));) {
        const bool pair = point >= 0x10000;
        const uint32_t first = pair ? 0xd800 + ((point - 0x10000) >> 10) : point;

        made[used++] = (uint8_t)(first >> 8);
        made[used++] = (uint8_t)first;
        if (pair) {
            const uint32_t second = 0xdc00 + ((point - 0x10000) & 0x3ff);

            made[used++] = (uint8_t)(second >> 8);
            made[used++] = (uint8_t)second;
        }
    }
    *size = used;
    return made;
}
