/* A sealed file says what was written, from any place, and nothing when it was changed.
 */
#include "sealed_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "house_test.h"

enum { PIECES = 3, PIECE = 1000 };
static const char what[] = "test.content 1";
static char path[] = "/tmp/haoban-sealed-file";

static char byte_at(int64_t at) {
    return (char)('a' + at % 26);
}

static struct sealed_file_end write_pieces(struct hall *hall, int pieces) {
    const int file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    struct sealed_file_end end = { 0 };
    char plain[PIECE];

    assert_true(file >= 0);
    for (int piece = 0; piece < pieces; piece++) {
        for (int i = 0; i < PIECE; i++)
            plain[i] = byte_at(end.plain_bytes + i);
        assert_true(sealed_file_append(&hall->work, file, what, &end,
                                       (struct db_bytes){ plain, sizeof plain }));
    }
    close(file);
    return end;
}

static const struct http_source *source_of(struct hall *hall, struct sealed_file_end end,
                                           const char *said) {
    return sealed_file_source(hall->work.arena, hall->house.keyring, path, said, end);
}

/* Reads the rest from a place on; -1 when something does not open. */
static int64_t read_from(const struct http_source *source, int64_t at) {
    int64_t count = 0;
    char bytes[300];

    while (at + count < source->size) {
        const int64_t got =
            source->read(source->context, at + count, bytes, sizeof bytes);

        if (got < 0)
            return -1;
        for (int64_t i = 0; i < got; i++)
            assert_int_equal(bytes[i], byte_at(at + count + i));
        count += got;
    }
    return count;
}

static void it_is_read_from_any_place(void **state) {
    struct hall *hall = hall_open(state);
    const struct sealed_file_end end = write_pieces(hall, PIECES);
    const struct http_source *source = source_of(hall, end, what);
    static const int64_t places[] = { 0, 1, 999, 1000, 2999, 1500, 0 };

    assert_int_equal(source->size, PIECES * PIECE);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        assert_int_equal(read_from(source, places[i]), PIECES * PIECE - places[i]);
    source->closed(source->context);
    hall_close(hall);
}

static void what_was_not_acknowledged_is_written_over(void **state) {
    struct hall *hall = hall_open(state);
    struct sealed_file_end end = write_pieces(hall, 1), lost = end;
    const int file = open(path, O_RDWR);
    char plain[PIECE];
    const struct http_source *source;

    memset(plain, '!', sizeof plain);
    assert_true(sealed_file_append(&hall->work, file, what, &lost,
                                   (struct db_bytes){ plain, sizeof plain }));
    for (int i = 0; i < PIECE; i++)
        plain[i] = byte_at(end.plain_bytes + i);
    assert_true(sealed_file_append(&hall->work, file, what, &end,
                                   (struct db_bytes){ plain, PIECE / 2 }));
    close(file);
    source = source_of(hall, end, what);
    assert_int_equal(read_from(source, 0), PIECE + PIECE / 2);
    source->closed(source->context);
    hall_close(hall);
}

static void one_that_was_changed_does_not_open(void **state) {
    struct hall *hall = hall_open(state);
    const struct sealed_file_end end = write_pieces(hall, PIECES);
    const int64_t size = end.file_bytes / PIECES;
    const struct http_source *source;
    char first[2000], second[2000];
    const int file = open(path, O_RDWR);

    source = source_of(hall, end, "test.content 2"); /* of another file */
    assert_int_equal(read_from(source, 0), -1);
    source->closed(source->context);

    assert_int_equal(pread(file, first, (size_t)size, 0), size);
    assert_int_equal(pread(file, second, (size_t)size, size), size);
    assert_int_equal(pwrite(file, second, (size_t)size, 0), size);
    assert_int_equal(pwrite(file, first, (size_t)size, size), size);
    source = source_of(hall, end, what); /* two pieces in each other's place */
    assert_int_equal(read_from(source, 0), -1);
    assert_int_equal(read_from(source, 2 * PIECE), PIECE);
    source->closed(source->context);

    assert_int_equal(ftruncate(file, 2 * size), 0);
    close(file);
    source = source_of(hall, end, what); /* the last is missing */
    assert_int_equal(read_from(source, 2 * PIECE), -1);
    source->closed(source->context);
    unlink(path);
    source = source_of(hall, end, what);
    assert_int_equal(read_from(source, 0), -1);
    source->closed(source->context);
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(it_is_read_from_any_place),
        BOTH(what_was_not_acknowledged_is_written_over),
        BOTH(one_that_was_changed_does_not_open),
    };

    return RUN_ON_BOTH(tests);
}
