#include "paper_store.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config.h"
#include "house.h"
#include "page.h"
#include "text.h"

const struct refusal paper_no_room = {
    REFUSED_FULL, "paper.no_room",
    TEXT("系统暂时存不下文件，这份材料没有保存。请过一会儿再传，或拨打服务电话。"),
    "paper"
};

enum {
    LENGTH_SIZE = 4,
    SEALED_AROUND_MAX = 64, /* what sealing adds to a piece, at most */
    BUCKET_DIGITS = 2,
    NAME_DIGITS = 2 * CRYPT_DIGEST_SIZE,
};

static const char magic[] = "HBP1";
static const char unfinished[] = ".new-";
static const char *const shelf_names[SHELF_COUNT] = { "papers", "pictures", "pieces" };

/* ---- folders ---- */

/* What becomes of a folder that is not there. */
enum missing { IS_MISSED, IS_MADE };

/*
 * Opens a folder in another and closes the outer one.  Whoever keeps a file syncs its
 * folders too, whoever made them: the one that did may not have come so far.
 */
static int enter(int outer, const char *name, enum missing missing) {
    if (outer < 0)
        return -1;
    if (missing == IS_MADE) {
        mkdirat(outer, name, 0700);
        fsync(outer);
    }

    const int inner = openat(outer, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const int problem = errno;

    close(outer);
    errno = problem;
    return inner;
}

/* The folder of a digest, locked until it is closed; -1 and errno. */
static int open_bucket(struct work *work, enum paper_shelf shelf, const char *hex,
                       enum missing missing) {
    const char *town = arena_format(work->arena, "%lld", (long long)work->town);
    const char *name = arena_copy_bytes(work->arena, hex, BUCKET_DIGITS);
    const int root =
        open(work->house->config->text[CONFIG_FILES], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const int folder = enter(enter(root, shelf_names[shelf], missing), town, missing);
    const int bucket = enter(folder, name, missing);

    if (bucket >= 0)
        while (flock(bucket, LOCK_EX) != 0 && errno == EINTR)
            continue;
    return bucket;
}

/* Sets the time of a file to the moment of the work. */
static bool set_time(const struct work *work, int file) {
    const struct timespec now = { .tv_sec = work->now_ms / 1000 };

    return futimens(file, (const struct timespec[]){ now, now }) == 0;
}

/* ---- pieces ---- */

static const char *context_of(struct work *work, const char *hex, size_t number,
                              size_t left) {
    return arena_format(work->arena, "paper.content %lld %s %zu %s",
                        (long long)work->town, hex, number,
                        left > PAPER_PIECE_BYTES ? "more" : "last");
}

static size_t piece_size(size_t left) {
    return left < PAPER_PIECE_BYTES ? left : PAPER_PIECE_BYTES;
}

static bool write_all(int file, const void *bytes, size_t size) {
    const char *from = bytes;

    while (size > 0) {
        const ssize_t written = write(file, from, size);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        from += written;
        size -= (size_t)written;
    }
    return true;
}

static bool write_piece(struct work *work, int file, const char *context,
                        struct db_bytes plain) {
    const struct db_bytes sealed =
        crypt_seal_bytes(work->house->keyring, work->arena, context, plain);
    const uint8_t length[LENGTH_SIZE] = {
        (uint8_t)(sealed.size >> 24),
        (uint8_t)(sealed.size >> 16),
        (uint8_t)(sealed.size >> 8),
        (uint8_t)sealed.size,
    };

    assert(sealed.size <= PAPER_PIECE_BYTES + SEALED_AROUND_MAX);
    return write_all(file, length, sizeof length) &&
           write_all(file, sealed.data, sealed.size);
}

static bool write_pieces(struct work *work, int file, const char *hex,
                         struct db_bytes content) {
    const char *plain = content.data;
    bool good = write_all(file, magic, strlen(magic));
    size_t at = 0;

    for (size_t number = 0; good && at < content.size; number++) {
        struct arena *outer = work_stretch_begin(work);
        const struct db_bytes piece = { plain + at, piece_size(content.size - at) };

        good = write_piece(work, file, context_of(work, hex, number, content.size - at),
                           piece);
        at += piece.size;

        const int problem = errno;

        work_stretch_end(work, outer);
        errno = problem;
    }
    return good;
}

/* ---- keeping ---- */

/* No room is for the person to hear; anything else is ours. */
static const struct refusal *give_up(struct work *work, const char *what) {
    if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)
        return &paper_no_room;
    work_fault(work, "paper store: %s: %s", what, strerror(errno));
    return NULL;
}

static bool write_file(struct work *work, int file, const char *hex,
                       struct db_bytes content) {
    return write_pieces(work, file, hex, content) && set_time(work, file) &&
           fsync(file) == 0;
}

/* Under another name first, so that a name is only ever that of a whole file. */
static const struct refusal *write_new(struct work *work, int bucket, const char *hex,
                                       struct db_bytes content) {
    const char *name = hex + BUCKET_DIGITS;
    const char *new_name =
        arena_format(work->arena, "%s%lld", unfinished, (long long)work_new_id(work));
    const int file =
        openat(bucket, new_name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    const struct refusal *refusal = NULL;

    if (file < 0)
        return give_up(work, "open");
    if (!write_file(work, file, hex, content))
        refusal = give_up(work, "write");
    close(file);
    if (!refusal && !work->fault &&
        (renameat(bucket, new_name, bucket, name) != 0 || fsync(bucket) != 0))
        refusal = give_up(work, "rename");
    if (refusal || work->fault)
        unlinkat(bucket, new_name, 0);
    return refusal;
}

/* Whether the content is there; if so, something happened to it now. */
static bool touch(const struct work *work, int bucket, const char *hex) {
    const int file = openat(bucket, hex + BUCKET_DIGITS, O_RDONLY | O_CLOEXEC);

    if (file < 0)
        return false;
    set_time(work, file);
    close(file);
    return true;
}

void paper_store_name_other(struct work *work, const char *purpose, const char *what,
                            uint8_t digest[CRYPT_DIGEST_SIZE]) {
    const struct db_bytes keyed =
        crypt_lookup(work->house->keyring, work->arena, purpose,
                     arena_format(work->arena, "%lld %s", (long long)work->town, what));

    assert(keyed.size == CRYPT_DIGEST_SIZE);
    memcpy(digest, keyed.data, keyed.size);
}

void paper_store_name(struct work *work, const char *sha256,
                      uint8_t digest[CRYPT_DIGEST_SIZE]) {
    paper_store_name_other(work, "paper.content", sha256, digest);
}

const struct refusal *paper_store_put(struct work *work, enum paper_shelf shelf,
                                      struct db_bytes digest, struct db_bytes content) {
    const char *hex = text_hex(work->arena, digest.data, digest.size);
    const int bucket = open_bucket(work, shelf, hex, IS_MADE);
    const struct refusal *refusal = NULL;

    assert(content.size > 0 && content.size <= PAPER_STORED_MAX);
    assert(digest.size == CRYPT_DIGEST_SIZE);
    if (bucket < 0)
        return give_up(work, "folder");
    if (!touch(work, bucket, hex))
        refusal = write_new(work, bucket, hex, content);
    close(bucket);
    return refusal;
}

const struct refusal *paper_store_keep(struct work *work, struct db_bytes content,
                                       uint8_t digest[CRYPT_DIGEST_SIZE]) {
    uint8_t plain[CRYPT_DIGEST_SIZE];

    crypt_sha256(plain, content.data, content.size);
    paper_store_name(work, text_hex(work->arena, plain, sizeof plain), digest);
    return paper_store_put(work, SHELF_PAPERS,
                           (struct db_bytes){ digest, CRYPT_DIGEST_SIZE }, content);
}

void paper_store_touch(struct work *work, struct db_bytes digest) {
    const char *hex = text_hex(work->arena, digest.data, digest.size);
    const int bucket = open_bucket(work, SHELF_PAPERS, hex, IS_MISSED);

    if (bucket < 0)
        return;
    touch(work, bucket, hex);
    close(bucket);
}

void paper_store_drop(struct work *work, enum paper_shelf shelf, struct db_bytes digest) {
    const char *hex = text_hex(work->arena, digest.data, digest.size);
    const int bucket = open_bucket(work, shelf, hex, IS_MISSED);

    assert(shelf != SHELF_PAPERS);
    if (bucket < 0)
        return;
    unlinkat(bucket, hex + BUCKET_DIGITS, 0);
    close(bucket);
}

/* ---- reading ---- */

static bool read_all(int file, void *bytes, size_t size) {
    char *to = bytes;

    while (size > 0) {
        const ssize_t count = read(file, to, size);

        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        to += count;
        size -= (size_t)count;
    }
    return true;
}

/* Whether nothing is left; what was read ahead is given back. */
static bool is_at_end(int file) {
    char byte;
    const ssize_t count = read(file, &byte, 1);

    return count == 0 || (count == 1 && lseek(file, -1, SEEK_CUR) < 0);
}

static bool read_length(int file, size_t *size) {
    uint8_t length[LENGTH_SIZE];

    if (!read_all(file, length, sizeof length))
        return false;
    *size = (size_t)length[0] << 24 | (size_t)length[1] << 16 | (size_t)length[2] << 8 |
            length[3];
    return *size <= PAPER_PIECE_BYTES + SEALED_AROUND_MAX;
}

/* Reads a piece to its place; *size is how many bytes it was.  It is the last when the
 * file ends with it, and its context says so too. */
static bool read_piece(struct work *work, int file, const char *hex, size_t number,
                       char *plain, size_t *size) {
    struct db_bytes opened;
    size_t sealed_size;

    if (!read_length(file, &sealed_size))
        return false;

    void *sealed = arena_alloc(work->arena, sealed_size);

    if (!read_all(file, sealed, sealed_size))
        return false;

    const size_t left = is_at_end(file) ? 0 : PAPER_PIECE_BYTES + 1;

    if (!crypt_open_bytes(work->house->keyring, work->arena,
                          context_of(work, hex, number, left),
                          (struct db_bytes){ sealed, sealed_size }, &opened) ||
        opened.size > PAPER_PIECE_BYTES)
        return false;
    memcpy(plain, opened.data, opened.size);
    *size = opened.size;
    return true;
}

/* Reads all pieces; plain has room for what they are at most. */
static bool read_pieces(struct work *work, int file, const char *hex, char *plain,
                        size_t room, size_t *size) {
    char begin[sizeof magic - 1];
    bool good =
        read_all(file, begin, sizeof begin) && memcmp(begin, magic, sizeof begin) == 0;

    *size = 0;
    for (size_t number = 0; good && (number == 0 || !is_at_end(file)); number++) {
        struct arena *outer = work_stretch_begin(work);
        size_t piece = 0;

        good = room - *size >= PAPER_PIECE_BYTES &&
               read_piece(work, file, hex, number, plain + *size, &piece);
        *size += piece;
        work_stretch_end(work, outer);
    }
    return good;
}

/* Sealing adds to each piece, so the plain bytes are fewer than those of the file. */
static size_t room_for(int file) {
    struct stat status;
    const bool good = fstat(file, &status) == 0 && status.st_size <= 2 * PAPER_STORED_MAX;

    return (good ? (size_t)status.st_size : 0) + PAPER_PIECE_BYTES;
}

static int open_stored(struct work *work, enum paper_shelf shelf, const char *hex) {
    const char *path =
        arena_format(work->arena, "%s/%s/%lld/%.*s/%s",
                     work->house->config->text[CONFIG_FILES], shelf_names[shelf],
                     (long long)work->town, BUCKET_DIGITS, hex, hex + BUCKET_DIGITS);

    return open(path, O_RDONLY | O_CLOEXEC);
}

void paper_store_read(struct work *work, struct db_bytes digest, size_t size,
                      struct db_bytes *content) {
    const char *hex = text_hex(work->arena, digest.data, digest.size);
    const int file = open_stored(work, SHELF_PAPERS, hex);
    const size_t room = file >= 0 ? room_for(file) : size;
    char *plain = arena_alloc(work->arena, room);
    size_t found;

    *content = (struct db_bytes){ plain, size };
    if (file < 0) {
        work_fault(work, "paper store: %.8s: %s", hex, strerror(errno));
        return;
    }
    if (!read_pieces(work, file, hex, plain, room, &found) || found != size)
        work_fault(work, "paper store: %.8s does not open: changed, or no key", hex);
    close(file);
}

int paper_store_get(struct work *work, enum paper_shelf shelf, struct db_bytes digest,
                    struct db_bytes *content) {
    const char *hex = text_hex(work->arena, digest.data, digest.size);
    const int file = open_stored(work, shelf, hex);
    bool good = false;

    if (file < 0)
        return 0;

    const size_t room = room_for(file);
    char *plain = arena_alloc(work->arena, room);

    content->data = plain;
    good = read_pieces(work, file, hex, plain, room, &content->size);
    set_time(work, file);
    close(file);
    return good;
}

/* ---- sweeping ---- */

/* The digest that a file's name and its folder's name say; false for another name. */
static bool read_digest(const char *bucket, const char *name,
                        uint8_t digest[CRYPT_DIGEST_SIZE]) {
    char hex[NAME_DIGITS + 1];

    if (strlen(name) != NAME_DIGITS - BUCKET_DIGITS)
        return false;
    memcpy(hex, bucket, BUCKET_DIGITS);
    memcpy(hex + BUCKET_DIGITS, name, NAME_DIGITS - BUCKET_DIGITS);
    hex[NAME_DIGITS] = '\0';
    for (size_t i = 0; i < CRYPT_DIGEST_SIZE; i++)
        if (sscanf(hex + 2 * i, "%2hhx", &digest[i]) != 1)
            return false;
    return true;
}

/* How a shelf is swept: what is older goes, unless it is named. */
struct sweep {
    enum paper_shelf shelf;
    int64_t kept_ms;
    bool (*is_named)(struct work *work, struct db_bytes digest); /* NULL: nothing is */
};

static bool is_old(const struct work *work, const struct sweep *sweep, int bucket,
                   const char *name) {
    struct stat status;

    return fstatat(bucket, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
           S_ISREG(status.st_mode) &&
           status.st_mtim.tv_sec * 1000LL < work->now_ms - sweep->kept_ms;
}

/* What was left half written when the power went has no row either. */
static bool is_unwanted(struct work *work, const struct sweep *sweep, const char *bucket,
                        const char *name) {
    uint8_t digest[CRYPT_DIGEST_SIZE];

    if (text_begins(name, unfinished))
        return true;
    if (!read_digest(bucket, name, digest))
        return false;
    return !sweep->is_named ||
           (!sweep->is_named(work, (struct db_bytes){ digest, sizeof digest }) &&
            !work->fault);
}

static int sweep_bucket(struct work *work, const struct sweep *sweep, const char *name) {
    const int bucket = open_bucket(work, sweep->shelf, name, IS_MISSED);
    DIR *entries = bucket >= 0 ? fdopendir(bucket) : NULL;
    const struct dirent *entry;
    int gone = 0;

    if (!entries) {
        if (bucket >= 0)
            close(bucket);
        return 0;
    }
    while ((entry = readdir(entries)) && !work->fault)
        if (is_old(work, sweep, bucket, entry->d_name) &&
            is_unwanted(work, sweep, name, entry->d_name))
            gone += unlinkat(bucket, entry->d_name, 0) == 0;
    closedir(entries);
    return gone;
}

static int sweep_shelf(struct work *work, const struct sweep *sweep) {
    int gone = 0;

    for (int i = 0; i <= UINT8_MAX && !work->fault; i++) {
        struct arena *outer = work_stretch_begin(work);

        gone += sweep_bucket(work, sweep, arena_format(work->arena, "%02x", (unsigned)i));
        work_stretch_end(work, outer);
    }
    return gone;
}

int paper_store_sweep(struct work *work,
                      bool (*is_named)(struct work *work, struct db_bytes digest)) {
    const struct sweep sweeps[] = {
        { SHELF_PAPERS, PAPER_KEPT_MS, is_named },
        { SHELF_PICTURES, PAPER_PICTURE_DAYS * (int64_t)PAPER_KEPT_MS, NULL },
        { SHELF_PIECES, PAPER_KEPT_MS, NULL },
    };
    int gone = 0;

    for (size_t i = 0; i < sizeof sweeps / sizeof *sweeps; i++)
        gone += sweep_shelf(work, &sweeps[i]);
    return gone;
}
