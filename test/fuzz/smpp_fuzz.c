/* What a centre may send: PDUs, receipts in words and parameters, answers of any size. */
#include "fuzz.h"

#include "smpp.h"

static void check_pdu(const struct smpp_pdu *pdu) {
    char message_id[SMPP_ID_SIZE];
    struct smpp_receipt receipt;
    enum smpp_state state;
    int error;

    if (smpp_read_receipt(pdu, &receipt)) {
        assert(strlen(receipt.message_id) > 0);
        assert(strlen(receipt.message_id) < SMPP_ID_SIZE);
        assert(strlen(receipt.error) < sizeof receipt.error);
    }
    smpp_read_submitted(pdu, message_id);
    assert(strlen(message_id) < SMPP_ID_SIZE);
    smpp_read_queried(pdu, &state, &error);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    const struct smpp_pdu whole = { .command = SMPP_DELIVER,
                                    .body = bytes,
                                    .body_size = size };
    struct smpp_pdu pdu;
    size_t at = 0;
    int taken;

    check_pdu(&whole);
    while ((taken = smpp_read(bytes + at, size - at, &pdu)) > 0) {
        assert((size_t)taken <= size - at);
        check_pdu(&pdu);
        at += (size_t)taken;
    }
    return 0;
}
