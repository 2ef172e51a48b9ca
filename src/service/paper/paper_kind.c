#include "paper_kind.h"

#include <assert.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

#include "paper_pdf.h"

enum { ENDINGS_MAX = 3, TYPES_MAX = 3, WORD_SIZE = 40 };

static const struct {
    const char *word;
    const char *type;
    const char *endings[ENDINGS_MAX];
    const char *types[TYPES_MAX]; /* as browsers old and new say it */
} kinds[PAPER_KIND_COUNT] = {
    [PAPER_PDF] = { "pdf",
                    "application/pdf",
                    { "pdf" },
                    { "application/pdf", "application/x-pdf" } },
    [PAPER_JPEG] = { "jpeg",
                     "image/jpeg",
                     { "jpg", "jpeg", "jpe" },
                     { "image/jpeg", "image/jpg", "image/pjpeg" } },
    [PAPER_PNG] = { "png", "image/png", { "png" }, { "image/png", "image/x-png" } },
};

const char *paper_kind_word(enum paper_kind kind) {
    assert(kind > PAPER_UNKNOWN && kind < PAPER_KIND_COUNT);
    return kinds[kind].word;
}

const char *paper_kind_type(enum paper_kind kind) {
    assert(kind > PAPER_UNKNOWN && kind < PAPER_KIND_COUNT);
    return kinds[kind].type;
}

enum paper_kind paper_kind_read(const char *word) {
    for (enum paper_kind kind = PAPER_PDF; kind < PAPER_KIND_COUNT; kind++)
        if (strcmp(kinds[kind].word, word) == 0)
            return kind;
    return PAPER_UNKNOWN;
}

/* ---- what the sender said ---- */

static bool is_among(const char *word, const char *const *words, size_t count) {
    for (size_t i = 0; i < count && words[i]; i++)
        if (strcasecmp(words[i], word) == 0)
            return true;
    return false;
}

/* The media type without its parameters, or "" when it says nothing. */
static const char *bare_type(char out[WORD_SIZE], const char *type) {
    const size_t size = strcspn(type, "; \t");

    if (size >= WORD_SIZE)
        return "?";
    memcpy(out, type, size);
    out[size] = '\0';
    return strcasecmp(out, "application/octet-stream") == 0 ? "" : out;
}

bool paper_kind_agrees(enum paper_kind kind, const char *name, const char *type) {
    const char *dot = strrchr(name, '.');
    char bare[WORD_SIZE];
    const char *said = bare_type(bare, type);

    assert(kind > PAPER_UNKNOWN && kind < PAPER_KIND_COUNT);
    if (dot && !is_among(dot + 1, kinds[kind].endings, ENDINGS_MAX))
        return false;
    return !said[0] || is_among(said, kinds[kind].types, TYPES_MAX);
}

/* ---- the first bytes ---- */

static const uint8_t png_signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };

static bool begins(struct db_bytes content, const void *bytes, size_t size) {
    return content.size >= size && memcmp(content.data, bytes, size) == 0;
}

enum paper_kind paper_kind_of(struct db_bytes content) {
    if (begins(content, "%PDF-", 5))
        return PAPER_PDF;
    if (begins(content, "\xff\xd8\xff", 3))
        return PAPER_JPEG;
    if (begins(content, png_signature, sizeof png_signature))
        return PAPER_PNG;
    return PAPER_UNKNOWN;
}

static enum paper_flaw flaw_of_size(uint64_t width, uint64_t height) {
    if (width == 0 || height == 0)
        return PAPER_BROKEN;
    if (width > PAPER_SIDE_MAX || height > PAPER_SIDE_MAX)
        return PAPER_WIDE;
    return width * height > PAPER_PIXELS_MAX ? PAPER_WIDE : PAPER_SOUND;
}

/* ---- PNG ---- */

enum { CHUNK_AROUND = 12, CHUNK_HEAD = 8, IHDR_SIZE = 13, CHUNK_BYTES_MAX = 0x7fffffff };

static uint32_t read_32(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
           bytes[3];
}

/* Depth, colour, compression, filter and interlace within their bounds. */
static bool header_is_good(const uint8_t *header) {
    const uint8_t depth = header[8];
    const uint8_t colour = header[9];

    return (depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16) &&
           (colour == 0 || colour == 2 || colour == 3 || colour == 4 || colour == 6) &&
           header[10] == 0 && header[11] == 0 && header[12] <= 1;
}

/* The size of the data of the chunk that begins here, or -1. */
static int64_t chunk_size(const uint8_t *chunk, size_t left) {
    if (left < CHUNK_AROUND)
        return -1;

    const uint32_t size = read_32(chunk);

    if (size > CHUNK_BYTES_MAX || size > left - CHUNK_AROUND)
        return -1;

    const uint8_t *type = chunk + 4;
    const uint32_t sum = (uint32_t)crc32(0, type, (uInt)(size + 4));

    return sum == read_32(chunk + CHUNK_HEAD + size) ? (int64_t)size : -1;
}

static enum paper_flaw flaw_of_png(const uint8_t *bytes, size_t size) {
    const uint8_t *header = bytes + sizeof png_signature + CHUNK_HEAD;
    bool has_pixels = false;
    int64_t data;

    for (size_t at = sizeof png_signature; at < size; at += (size_t)data + CHUNK_AROUND) {
        const bool is_first = at == sizeof png_signature;

        data = chunk_size(bytes + at, size - at);
        if (data < 0)
            return PAPER_BROKEN;

        const uint8_t *type = bytes + at + 4;

        if (is_first && (memcmp(type, "IHDR", 4) != 0 || data != IHDR_SIZE ||
                         !header_is_good(header)))
            return PAPER_BROKEN;
        if (memcmp(type, "IDAT", 4) == 0)
            has_pixels = true;
        if (memcmp(type, "IEND", 4) == 0)
            return has_pixels ? flaw_of_size(read_32(header), read_32(header + 4))
                              : PAPER_BROKEN;
    }
    return PAPER_BROKEN;
}

/* ---- JPEG ---- */

enum { MARKER_SCAN = 0xda, MARKER_END = 0xd9, FRAME_SIZE_MIN = 8 };

/* Markers without a segment: fill, TEM and the restarts. */
static bool is_bare(uint8_t marker) {
    return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7);
}

/* SOF0 to SOF15, but for the tables that stand among them: DHT, JPG, DAC. */
static bool is_frame(uint8_t marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 &&
           marker != 0xcc;
}

/* Where the next marker behind the pixels of a scan stands. */
static size_t skip_scan(const uint8_t *bytes, size_t size, size_t at) {
    while (at + 1 < size) {
        const uint8_t *found = memchr(bytes + at, 0xff, size - at - 1);

        if (!found)
            return size;
        at = (size_t)(found - bytes);
        if (bytes[at + 1] != 0 && bytes[at + 1] != 0xff && !is_bare(bytes[at + 1]))
            return at;
        at++;
    }
    return size;
}

static enum paper_flaw flaw_of_jpeg(const uint8_t *bytes, size_t size) {
    enum paper_flaw flaw = PAPER_BROKEN; /* until a frame was seen */
    bool has_pixels = false;
    size_t at = 2;

    while (at + 1 < size && bytes[at] == 0xff) {
        const uint8_t marker = bytes[at + 1];

        if (marker == MARKER_END)
            return has_pixels ? flaw : PAPER_BROKEN;
        if (marker == 0xff || is_bare(marker)) {
            at += marker == 0xff ? 1 : 2;
            continue;
        }
        if (at + 4 > size)
            return PAPER_BROKEN;

        const uint8_t *segment = bytes + at + 2;
        const size_t length = (size_t)segment[0] << 8 | segment[1];

        if (length < 2 || length > size - at - 2)
            return PAPER_BROKEN;
        if (is_frame(marker) && length >= FRAME_SIZE_MIN)
            flaw = flaw_of_size((uint64_t)segment[5] << 8 | segment[6],
                                (uint64_t)segment[3] << 8 | segment[4]);
        at += 2 + length;
        if (marker == MARKER_SCAN) {
            has_pixels = true;
            at = skip_scan(bytes, size, at);
        }
    }
    return PAPER_BROKEN;
}

enum paper_flaw paper_flaw_of(enum paper_kind kind, struct db_bytes content) {
    assert(kind != PAPER_UNKNOWN);
    assert(paper_kind_of(content) == kind);
    switch (kind) {
    case PAPER_PDF: return paper_pdf_flaw(content.data, content.size);
    case PAPER_JPEG: return flaw_of_jpeg(content.data, content.size);
    case PAPER_PNG: return flaw_of_png(content.data, content.size);
    default: return PAPER_BROKEN;
    }
}
