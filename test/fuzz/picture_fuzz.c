/*
 * Images and PDFs that a child would draw, drawn here: libraries that read strangers'
 * files are fuzzed by their own people; what is ours is how they are used.  The first
 * byte says the kind and what is done.
 */
#include "fuzz.h"

#include "picture_private.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct picture_bytes out = { NULL, 0, 0 };
    struct picture_answer answer = { 0, 0, 0 };
    char mark[] = "仅供办理\n演示";

    if (size < 2)
        return 0;
    picture_orientation(bytes + 1, size - 1);

    const struct picture_task task = {
        .order = { .verb = PICTURE_LOOK + bytes[0] % 3,
                   .kind = PICTURE_JPEG + bytes[0] / 3 % 2,
                   .page = 1,
                   .side = 300,
                   .size = size - 1 },
        .mark = mark,
        .content = (unsigned char *)(uintptr_t)(bytes + 1),
    };

    picture_do(&task, &answer, &out);
    assert(answer.state == PICTURE_GOOD || answer.state == PICTURE_BROKEN);
    assert(answer.size == (answer.state == PICTURE_GOOD ? out.size : 0));
    free(out.bytes);
    return 0;
}
