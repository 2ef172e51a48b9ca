/*
 * smpp -- the messages (PDUs) of SMPP 3.4, written to bytes and read from them.
 *
 * Only what one who sends short messages needs: bind_transceiver, submit_sm,
 * enquire_link, query_sm, unbind, the answers to each, and deliver_sm with the receipt of
 * a message in it.  A PDU is a header of 16 bytes and a body; all numbers are big-endian:
 *
 *     4 length, with itself | 4 command | 4 status | 4 sequence | body
 *
 * Reading never goes past the bytes and never fails loudly: what is cut or too long makes
 * the reader bad, and it gives zeroes from then on.  Nothing here touches a socket or a
 * clock.  Source: SMPP Protocol Specification v3.4, Issue 1.2; sections are named below.
 */
#ifndef SMPP_H
#define SMPP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct text;

/* Sizes of fields with their terminator, and of a PDU (5.2; ours is far above any that a
 * centre sends). */
enum {
    SMPP_HEADER_SIZE = 16,
    SMPP_PDU_MAX = 4096,
    SMPP_NAME_SIZE = 16,
    SMPP_PASSWORD_SIZE = 9,
    SMPP_ADDRESS_SIZE = 21,
    SMPP_ID_SIZE = 65,
    SMPP_TEXT_MAX = 254, /* bytes of short_message */
};

enum smpp_command {
    SMPP_QUERY = 0x00000003,
    SMPP_SUBMIT = 0x00000004,
    SMPP_DELIVER = 0x00000005,
    SMPP_UNBIND = 0x00000006,
    SMPP_BIND = 0x00000009, /* bind_transceiver */
    SMPP_ENQUIRE = 0x00000015,
};

/* What an answer's command has beside that of its question; alone it is generic_nack. */
#define SMPP_ANSWER 0x80000000U

/* command_status (5.1.3), as far as it decides something here. */
enum smpp_status {
    SMPP_OK = 0x00,
    SMPP_BAD_LENGTH = 0x02,
    SMPP_BAD_COMMAND = 0x03,
    SMPP_SYSTEM_ERROR = 0x08,
    SMPP_QUEUE_FULL = 0x14,
    SMPP_THROTTLED = 0x58,
    SMPP_NOT_NOW = 0x64, /* ESME receiver temporary error: the centre sends it again */
};

/* message_state (5.2.28). */
enum smpp_state {
    SMPP_ENROUTE = 1,
    SMPP_DELIVERED,
    SMPP_EXPIRED,
    SMPP_DELETED,
    SMPP_UNDELIVERABLE,
    SMPP_ACCEPTED,
    SMPP_UNKNOWN,
    SMPP_REJECTED,
};

struct smpp_pdu {
    uint32_t command;
    uint32_t status;
    uint32_t sequence;
    const uint8_t *body;
    size_t body_size;
};

/*
 * Reads the PDU that begins the bytes.  Says how many bytes it takes; 0 when it is not
 * all there yet; -1 when its length is none, and the line is of no use any more.
 */
int smpp_read(const uint8_t *bytes, size_t size, struct smpp_pdu *pdu);

/* ---- writing: each adds one whole PDU to the text ---- */

/* Names that are too long are cut: the centre refuses them. */
void smpp_write_bind(struct text *out, uint32_t sequence, const char *system_id,
                     const char *password);

/* A message of UCS-2 (data_coding 8), with a receipt asked for (5.2.17). */
struct smpp_message {
    const char *from; /* "" as the centre sets it */
    const char *to;
    const uint8_t *text; /* big-endian UTF-16, at most SMPP_TEXT_MAX bytes */
    size_t text_size;
};
void smpp_write_submit(struct text *out, uint32_t sequence,
                       const struct smpp_message *message);

void smpp_write_query(struct text *out, uint32_t sequence, const char *message_id,
                      const char *from);

/* Any PDU without a body: enquire_link, unbind, and answers that say only a status. */
void smpp_write_plain(struct text *out, uint32_t command, uint32_t status,
                      uint32_t sequence);

/* deliver_sm_resp, whose message_id is unused and empty (4.6.2). */
void smpp_write_delivered(struct text *out, uint32_t status, uint32_t sequence);

/* ---- reading bodies; each says whether it was whole ---- */

bool smpp_read_submitted(const struct smpp_pdu *pdu, char message_id[SMPP_ID_SIZE]);

/* The state of a message that was asked for (4.8.2). */
bool smpp_read_queried(const struct smpp_pdu *pdu, enum smpp_state *state, int *error);

/* What a deliver_sm tells of a message that was sent. */
struct smpp_receipt {
    char message_id[SMPP_ID_SIZE];
    enum smpp_state state;
    char error[4]; /* of the network, three characters; "" none */
};

/*
 * Says whether a deliver_sm is a receipt (esm_class, 5.2.12) and tells of which message,
 * by its optional parameters, else by the text "id:… stat:DELIVRD err:000" (Appendix B).
 */
bool smpp_read_receipt(const struct smpp_pdu *pdu, struct smpp_receipt *receipt);

/* Big-endian UTF-16 of a UTF-8 text, in the arena. */
uint8_t *smpp_ucs2(struct arena *arena, const char *text, size_t *size);

#endif
