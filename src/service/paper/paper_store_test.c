#include "paper_test.h"

#include <signal.h>
#include <sys/resource.h>

static void what_was_stored_comes_back_whatever_its_size(void **state) {
    static const size_t sizes[] = { 1, PAPER_PIECE_BYTES - 1, PAPER_PIECE_BYTES,
                                    PAPER_PIECE_BYTES + 1, 3 * PAPER_PIECE_BYTES };
    struct scene *scene = open_scene(state);
    struct work *work = &scene->hall->work;

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char *plain = arena_alloc(work->arena, sizes[i]);
        uint8_t digest[CRYPT_DIGEST_SIZE];
        struct db_bytes back;

        crypt_random(plain, sizes[i]);
        assert_null(paper_store_keep(work, (struct db_bytes){ plain, sizes[i] }, digest));
        paper_store_read(work, (struct db_bytes){ digest, sizeof digest }, sizes[i],
                         &back);
        assert_null(work->fault);
        assert_int_equal(back.size, sizes[i]);
        assert_memory_equal(back.data, plain, sizes[i]);
    }
    close_scene(scene);
}

static void the_disk_holds_nothing_readable(void **state) {
    struct scene *scene = open_scene(state);
    char bytes[4096];
    size_t size;
    FILE *in;

    assert_null(send_file(scene, text_file(pdf), "a.pdf", ""));
    assert_int_equal(stored_files(scene), 1);
    in = fopen(scene->found, "r");
    assert_non_null(in);
    size = fread(bytes, 1, sizeof bytes, in);
    fclose(in);
    assert_true(size > strlen(pdf));
    assert_null(memmem(bytes, size, "Catalog", 7));
    assert_null(memmem(bytes, size, "%PDF", 4));
    close_scene(scene);
}

static void the_same_content_is_stored_once(void **state) {
    struct scene *scene = open_scene(state);
    const struct paper *papers;

    assert_null(send_file(scene, text_file(pdf), "a.pdf", ""));
    assert_null(send_file(scene, text_file(pdf), "b.pdf", ""));
    assert_int_equal(stored_files(scene), 1);
    assert_int_equal(paper_of_draft(&scene->hall->work, DRAFT, &papers), 2);
    assert_memory_equal(papers[0].digest.data, papers[1].digest.data, CRYPT_DIGEST_SIZE);
    assert_string_equal(papers[1].name, "b.pdf");
    close_scene(scene);
}

static void another_town_stores_its_own(void **state) {
    struct scene *scene = open_scene(state);
    struct work *work = &scene->hall->work;
    uint8_t one[CRYPT_DIGEST_SIZE], two[CRYPT_DIGEST_SIZE];

    assert_null(paper_store_keep(work, text_file(pdf), one));
    work->town++;
    assert_null(paper_store_keep(work, text_file(pdf), two));
    work->town--;
    assert_memory_not_equal(one, two, sizeof one);
    assert_int_equal(stored_files(scene), 2);
    close_scene(scene);
}

/* Four pieces: "HBP1", then each with its length before it. */
enum { PIECES = 4, PIECE = 4 + 5 + 12 + PAPER_PIECE_BYTES + 16, MAGIC = 4 };

struct stored {
    uint8_t digest[CRYPT_DIGEST_SIZE];
    size_t size;
    char *bytes; /* of the file */
    size_t file_size;
};

static struct stored store_pieces(struct scene *scene) {
    struct work *work = &scene->hall->work;
    struct stored stored = { .size = PIECES * PAPER_PIECE_BYTES };
    char *plain = arena_alloc(work->arena, stored.size);
    struct stat status;
    FILE *in;

    crypt_random(plain, stored.size);
    assert_null(
        paper_store_keep(work, (struct db_bytes){ plain, stored.size }, stored.digest));
    assert_int_equal(stored_files(scene), 1);
    assert_int_equal(stat(scene->found, &status), 0);
    stored.file_size = (size_t)status.st_size;
    assert_int_equal(stored.file_size, MAGIC + PIECES * PIECE);
    stored.bytes = arena_alloc(work->arena, stored.file_size + 1);
    in = fopen(scene->found, "r");
    assert_non_null(in);
    assert_int_equal(fread(stored.bytes, 1, stored.file_size, in), stored.file_size);
    fclose(in);
    return stored;
}

/* Whether the file, once it holds these bytes, opens as a content of this size. */
static bool opens_as(struct scene *scene, const struct stored *stored, const char *bytes,
                     size_t file_size, size_t size) {
    struct work *work = &scene->hall->work;
    struct db_bytes content;
    FILE *out = fopen(scene->found, "w");

    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, file_size, out), file_size);
    fclose(out);
    paper_store_read(work, (struct db_bytes){ stored->digest, CRYPT_DIGEST_SIZE }, size,
                     &content);

    const bool good = !work->fault;

    work->fault = NULL;
    return good;
}

static void a_stored_file_that_was_cut_is_noticed(void **state) {
    struct scene *scene = open_scene(state);
    const struct stored stored = store_pieces(scene);

    assert_true(opens_as(scene, &stored, stored.bytes, stored.file_size, stored.size));
    assert_false(
        opens_as(scene, &stored, stored.bytes, stored.file_size - 1, stored.size));
    assert_false(
        opens_as(scene, &stored, stored.bytes, stored.file_size + 1, stored.size));
    /* Neither when the row was changed to fit. */
    for (size_t left = 0; left < PIECES; left++)
        assert_false(opens_as(scene, &stored, stored.bytes, MAGIC + left * PIECE,
                              left ? left * PAPER_PIECE_BYTES : 1));
    close_scene(scene);
}

static void pieces_that_changed_places_are_noticed(void **state) {
    struct scene *scene = open_scene(state);
    const struct stored stored = store_pieces(scene);
    char *bytes =
        arena_copy_bytes(scene->hall->work.arena, stored.bytes, stored.file_size);

    memcpy(bytes + MAGIC, stored.bytes + MAGIC + PIECE, PIECE);
    memcpy(bytes + MAGIC + PIECE, stored.bytes + MAGIC, PIECE);
    assert_false(opens_as(scene, &stored, bytes, stored.file_size, stored.size));
    close_scene(scene);
}

static void a_changed_byte_of_a_stored_file_is_noticed(void **state) {
    struct scene *scene = open_scene(state);
    const struct stored stored = store_pieces(scene);
    char *bytes =
        arena_copy_bytes(scene->hall->work.arena, stored.bytes, stored.file_size);

    for (size_t at = 0; at < stored.file_size; at += at < 64 ? 1 : 9973) {
        bytes[at] = (char)(bytes[at] ^ 4);
        assert_false(opens_as(scene, &stored, bytes, stored.file_size, stored.size));
        bytes[at] = (char)(bytes[at] ^ 4);
    }
    close_scene(scene);
}

static void a_full_disk_is_said_and_leaves_nothing(void **state) {
    struct scene *scene = open_scene(state);
    struct rlimit was;

    assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
    const struct rlimit little = { PAPER_PIECE_BYTES, was.rlim_max };
    const struct db_bytes file = png_of(arena_of(scene), 9, 9, 2 * PAPER_PIECE_BYTES);
    uint8_t digest[CRYPT_DIGEST_SIZE];

    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
    const struct refusal *refusal = paper_store_keep(&scene->hall->work, file, digest);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);

    assert_ptr_equal(refusal, &paper_no_room);
    assert_null(scene->hall->work.fault);
    assert_int_equal(stored_files(scene), 0);
    assert_null(send_file(scene, file, "a.png", ""));
    close_scene(scene);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        BOTH(what_was_stored_comes_back_whatever_its_size),
        BOTH(the_disk_holds_nothing_readable),
        BOTH(the_same_content_is_stored_once),
        BOTH(another_town_stores_its_own),
        BOTH(a_stored_file_that_was_cut_is_noticed),
        BOTH(pieces_that_changed_places_are_noticed),
        BOTH(a_changed_byte_of_a_stored_file_is_noticed),
        BOTH(a_full_disk_is_said_and_leaves_nothing),
    };

    return RUN_PAPER_TESTS(argc, argv, tests);
}
