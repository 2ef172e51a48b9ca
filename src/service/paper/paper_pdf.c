#include "paper_pdf.h"

#include <ctype.h>
#include <string.h>
#include <zlib.h>

/* What is being looked through, and how much more may be unpacked. */
struct looking {
    const uint8_t *bytes;
    size_t size;
    size_t room;
    bool is_encrypted;
    enum paper_flaw flaw;
};

enum { PDF_TAIL = 1024, WORD_SIZE = 40 };

static bool is_name_byte(uint8_t byte) {
    return byte > ' ' && byte < 0x7f && !strchr("()<>[]{}/%", byte);
}

static int hex_value(uint8_t byte) {
    if (isdigit(byte))
        return byte - '0';
    return isxdigit(byte) ? tolower(byte) - 'a' + 10 : -1;
}

/* Reads the name behind a '/', where #4a stands for J. */
static void read_name(char out[WORD_SIZE], const uint8_t *bytes, size_t size) {
    size_t length = 0;

    for (size_t at = 0; at < size && length + 1 < WORD_SIZE && is_name_byte(bytes[at]);
         at++) {
        const int high = size - at > 2 ? hex_value(bytes[at + 1]) : -1;
        const int low = size - at > 2 ? hex_value(bytes[at + 2]) : -1;

        if (bytes[at] == '#' && high >= 0 && low >= 0) {
            out[length++] = (char)(16 * high + low);
            at += 2;
        } else {
            out[length++] = (char)bytes[at];
        }
    }
    out[length] = '\0';
}

static bool is_active_name(const uint8_t *bytes, size_t size) {
    static const char *const active[] = { "JavaScript", "JS", "Launch", "EmbeddedFile",
                                          "EmbeddedFiles" };
    char name[WORD_SIZE];

    read_name(name, bytes, size);
    for (size_t i = 0; i < sizeof active / sizeof *active; i++)
        if (strcmp(name, active[i]) == 0)
            return true;
    return false;
}

/* ---- packed objects ---- */

/* The names of what was unpacked that begin before an end; there are no streams in it. */
static void look_at_objects(struct looking *looking, const uint8_t *bytes, size_t size,
                            size_t end) {
    for (size_t at = 0; at < end; at++)
        if (bytes[at] == '/' && is_active_name(bytes + at + 1, size - at - 1))
            looking->flaw = PAPER_ACTIVE;
}

/* A name may stand across the edge of two windows: the end of one is kept for the next.
 */
static void unpack(struct looking *looking, const uint8_t *bytes, size_t size) {
    enum { WINDOW = 64 * 1024 };
    z_stream zip = { .next_in = (Bytef *)(uintptr_t)bytes, .avail_in = (uInt)size };
    uint8_t window[WORD_SIZE + WINDOW];
    size_t kept = 0;
    int state = Z_OK;

    if (inflateInit(&zip) != Z_OK) {
        looking->flaw = PAPER_ACTIVE;
        return;
    }
    while (state == Z_OK && looking->flaw == PAPER_SOUND) {
        zip.next_out = window + kept;
        zip.avail_out = WINDOW;
        state = inflate(&zip, Z_NO_FLUSH);

        const size_t made = WINDOW - zip.avail_out;
        const size_t filled = kept + made;

        if (made > looking->room || (state == Z_OK && made == 0))
            looking->flaw = PAPER_ACTIVE;
        looking->room -= made < looking->room ? made : looking->room;
        kept = filled < WORD_SIZE ? filled : WORD_SIZE;
        look_at_objects(looking, window, filled,
                        state == Z_STREAM_END ? filled : filled - kept);
        memmove(window, window + filled - kept, kept);
    }
    inflateEnd(&zip);
    if (state != Z_STREAM_END && looking->flaw == PAPER_SOUND)
        looking->flaw = PAPER_ACTIVE;
}

/* Where the dictionary in front of a stream begins, as far back as is looked. */
static size_t find_dictionary(const uint8_t *bytes, size_t end) {
    size_t begin = end > PDF_DICTIONARY_MAX ? end - PDF_DICTIONARY_MAX : 0;

    for (size_t at = end; at >= begin + 4; at--)
        if (memcmp(bytes + at - 4, " obj", 4) == 0)
            return at;
    return begin;
}

/* Which of the names stand in a dictionary. */
struct dictionary {
    bool is_objects, is_flate, has_filter, has_other;
};

static struct dictionary read_dictionary(const uint8_t *bytes, size_t size) {
    static const char *const others[] = { "LZWDecode",      "ASCII85Decode",
                                          "ASCIIHexDecode", "DecodeParms",
                                          "Crypt",          "RunLengthDecode" };
    struct dictionary found = { false, false, false, false };
    char name[WORD_SIZE];

    for (size_t at = 0; at < size; at++) {
        if (bytes[at] != '/')
            continue;
        read_name(name, bytes + at + 1, size - at - 1);
        found.is_objects |= strcmp(name, "ObjStm") == 0;
        found.is_flate |= strcmp(name, "FlateDecode") == 0 || strcmp(name, "Fl") == 0;
        found.has_filter |= strcmp(name, "Filter") == 0 || strcmp(name, "F") == 0;
        for (size_t i = 0; i < sizeof others / sizeof *others; i++)
            found.has_other |= strcmp(name, others[i]) == 0;
    }
    return found;
}

static void look_at_stream(struct looking *looking, size_t dictionary_end, size_t begin,
                           size_t end) {
    const uint8_t *bytes = looking->bytes;
    const size_t first = find_dictionary(bytes, dictionary_end);
    const struct dictionary dictionary =
        read_dictionary(bytes + first, dictionary_end - first);

    if (!dictionary.is_objects)
        return;
    if (looking->is_encrypted)
        looking->flaw = PAPER_LOCKED;
    else if (dictionary.has_other || (dictionary.has_filter && !dictionary.is_flate))
        looking->flaw = PAPER_ACTIVE;
    else if (dictionary.is_flate)
        unpack(looking, bytes + begin, end - begin);
    else
        look_at_objects(looking, bytes + begin, end - begin, end - begin);
}

/*
 * Looks at the stream whose keyword stands here, behind its dictionary, and gives its
 * last byte; the same place when there is none.  Chance puts "/JS " into the pixels of a
 * scanned page.
 */
static size_t pass_stream(struct looking *looking, size_t at) {
    static const char word[] = "stream", end_word[] = "endstream";
    const uint8_t *bytes = looking->bytes;
    const size_t length = sizeof word - 1;
    size_t before = at;
    size_t begin = at + length;

    if (looking->size - at <= length || memcmp(bytes + at, word, length) != 0 ||
        (bytes[begin] != '\n' && bytes[begin] != '\r'))
        return at;
    while (before > 0 && isspace(bytes[before - 1]))
        before--;
    if (before < 2 || bytes[before - 1] != '>' || bytes[before - 2] != '>')
        return at;

    const uint8_t *end =
        memmem(bytes + begin, looking->size - begin, end_word, sizeof end_word - 1);

    if (!end)
        return at;
    begin += bytes[begin] == '\r' && bytes[begin + 1] == '\n' ? 2 : 1;
    if (begin <= (size_t)(end - bytes))
        look_at_stream(looking, before, begin, (size_t)(end - bytes));
    return (size_t)(end - bytes) + sizeof end_word - 2;
}

/* Whether it is encrypted is said at its end, and so has to be known first. */
static bool mentions_encryption(const uint8_t *bytes, size_t size) {
    return memmem(bytes, size, "/Encrypt", strlen("/Encrypt")) != NULL;
}

enum paper_flaw paper_pdf_flaw(const uint8_t *bytes, size_t size) {
    const size_t tail = size < PDF_TAIL ? size : PDF_TAIL;
    struct looking looking = { .bytes = bytes,
                               .size = size,
                               .room = PDF_PACKED_MAX,
                               .is_encrypted = mentions_encryption(bytes, size),
                               .flaw = PAPER_SOUND };

    if (size < 8 || (bytes[5] != '1' && bytes[5] != '2') || bytes[6] != '.' ||
        !isdigit(bytes[7]) || !memmem(bytes + size - tail, tail, "%%EOF", 5))
        return PAPER_BROKEN;
    for (size_t at = 0; at < size && looking.flaw == PAPER_SOUND; at++) {
        if (bytes[at] == 's')
            at = pass_stream(&looking, at);
        else if (bytes[at] == '/' && is_active_name(bytes + at + 1, size - at - 1))
            looking.flaw = PAPER_ACTIVE;
    }
    return looking.flaw;
}
