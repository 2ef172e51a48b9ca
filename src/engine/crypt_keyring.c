#include "crypt_keyring.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "civil.h"
#include "text.h"

enum {
    BASE64_SIZE = (KEYRING_MASTER_SIZE + 2) / 3 * 4,
    DAY_SIZE = 11,
    LINE_WORDS = 4,
};

/* One line of the file, read. */
struct line {
    uint32_t number;
    uint8_t master[KEYRING_MASTER_SIZE];
};

/* Derives one key of one purpose from a master key. */
static void derive(enum crypt_suite suite, const uint8_t *master, const char *purpose,
                   uint8_t *key, size_t size) {
    static const char salt[] = "haoban";

    crypt_derive(suite, (struct db_bytes){ master, KEYRING_MASTER_SIZE },
                 (struct db_bytes){ salt, strlen(salt) },
                 (struct db_bytes){ purpose, strlen(purpose) }, key, size);
}

static struct crypt_mac *derive_mac(enum crypt_suite suite, const uint8_t *master,
                                    const char *purpose) {
    uint8_t key[CRYPT_MAC_KEY_SIZE];

    derive(suite, master, purpose, key, sizeof key);

    struct crypt_mac *mac = crypt_mac_new(suite, key, sizeof key);

    OPENSSL_cleanse(key, sizeof key);
    return mac;
}

static void add_key(struct keyring *keyring, const struct line *line) {
    size_t place = keyring->count;

    assert(keyring->count < KEYRING_KEYS_MAX);
    for (; place > 0 && keyring->key[place - 1].number > line->number; place--)
        keyring->key[place] = keyring->key[place - 1];
    keyring->count++;

    struct crypt_key *key = &keyring->key[place];

    key->number = line->number;
    derive(CRYPT_AES, line->master, "seal", key->aes, sizeof key->aes);
    derive(CRYPT_SM, line->master, "seal", key->sm4, sizeof key->sm4);
    key->sm3 = derive_mac(CRYPT_SM, line->master, "seal mac");
    key->lookup = derive_mac(keyring->suite, line->master, "lookup");
    key->sign = derive_mac(keyring->suite, line->master, "sign");
}

const struct crypt_key *keyring_find(const struct keyring *keyring, uint32_t number) {
    for (size_t i = 0; i < keyring->count; i++)
        if (keyring->key[i].number == number)
            return &keyring->key[i];
    return NULL;
}

/* ---- purposes ---- */

static struct crypt_mac *derive_purpose(const struct keyring *keyring,
                                        const struct crypt_mac *from, const char *name) {
    static const uint8_t first_block = 1;
    const struct db_bytes info[] = { { name, strlen(name) }, { &first_block, 1 } };
    uint8_t key[CRYPT_DIGEST_SIZE];

    crypt_mac_of(key, from, (struct crypt_parts){ info, 2 });

    struct crypt_mac *mac = crypt_mac_new(keyring->suite, key, sizeof key);

    OPENSSL_cleanse(key, sizeof key);
    return mac;
}

static const struct crypt_mac *find_purpose(const struct crypt_purposes *purposes,
                                            const struct crypt_mac *from,
                                            const char *name) {
    for (size_t i = 0; i < purposes->count; i++)
        if (purposes->kept[i].from == from && strcmp(purposes->kept[i].name, name) == 0)
            return purposes->kept[i].mac;
    return NULL;
}

const struct crypt_mac *keyring_purpose(const struct keyring *keyring,
                                        const struct crypt_mac *from, const char *name) {
    struct crypt_purposes *purposes = keyring->purposes;

    assert(strlen(name) < KEYRING_PURPOSE_SIZE);
    pthread_mutex_lock(&purposes->lock);

    const struct crypt_mac *mac = find_purpose(purposes, from, name);

    if (!mac) {
        assert(purposes->count < KEYRING_PURPOSES_MAX);
        mac = purposes->kept[purposes->count].mac = derive_purpose(keyring, from, name);
        purposes->kept[purposes->count].from = from;
        memcpy(purposes->kept[purposes->count].name, name, strlen(name) + 1);
        purposes->count++;
    }
    pthread_mutex_unlock(&purposes->lock);
    return mac;
}

static struct crypt_purposes *purposes_new(void) {
    struct crypt_purposes *purposes = OPENSSL_zalloc(sizeof *purposes);

    assert(purposes);
    pthread_mutex_init(&purposes->lock, NULL);
    return purposes;
}

static void purposes_free(struct crypt_purposes *purposes) {
    for (size_t i = 0; i < purposes->count; i++)
        crypt_mac_free(purposes->kept[i].mac);
    pthread_mutex_destroy(&purposes->lock);
    OPENSSL_free(purposes);
}

void keyring_free(struct keyring *keyring) {
    if (!keyring)
        return;
    purposes_free(keyring->purposes);
    for (size_t i = 0; i < keyring->count; i++) {
        crypt_mac_free(keyring->key[i].sm3);
        crypt_mac_free(keyring->key[i].lookup);
        crypt_mac_free(keyring->key[i].sign);
    }
    OPENSSL_clear_free(keyring, sizeof *keyring);
}

/* ---- reading the file ---- */

/* Only the one spelling of each key is taken: what it decodes to must encode to it. */
static bool read_base64(const char *text, uint8_t master[KEYRING_MASTER_SIZE]) {
    uint8_t bytes[BASE64_SIZE];
    char again[BASE64_SIZE + 1];

    if (strlen(text) != BASE64_SIZE ||
        EVP_DecodeBlock(bytes, (const uint8_t *)text, BASE64_SIZE) < KEYRING_MASTER_SIZE)
        return false;
    EVP_EncodeBlock((uint8_t *)again, bytes, KEYRING_MASTER_SIZE);

    const bool is_same = crypt_equal(again, text, BASE64_SIZE);

    memcpy(master, bytes, KEYRING_MASTER_SIZE);
    OPENSSL_cleanse(bytes, sizeof bytes);
    OPENSSL_cleanse(again, sizeof again);
    return is_same;
}

/* Cuts a line into words in place; returns how many there are, at most max + 1. */
static size_t split(char *line, char **words, size_t max) {
    size_t count = 0;
    char *word;

    while (count <= max && (word = strsep(&line, " \t\r")))
        if (*word != '\0' && count++ < max)
            words[count - 1] = word;
    return count;
}

static bool read_line(char *words[LINE_WORDS], struct line *line) {
    int64_t number = 0;

    if (strcmp(words[0], "haoban-key") != 0 || !text_read_int(words[1], &number) ||
        number < 1 || number > UINT32_MAX)
        return false;
    line->number = (uint32_t)number;
    return read_base64(words[2], line->master) && civil_read_day(words[3]) != 0;
}

/* Adds the key of a line, if it holds one.  Returns NULL or what is wrong with it. */
static const char *take_line(struct keyring *keyring, char *text) {
    char *words[LINE_WORDS] = { NULL };
    struct line line;
    const char *wrong = NULL;

    if (*text == '#')
        return NULL;

    const size_t count = split(text, words, LINE_WORDS);

    if (count == 0)
        return NULL;
    if (count != LINE_WORDS || !read_line(words, &line))
        wrong = "is not `haoban-key NUMBER BASE64 CREATED`; restore it from your copy";
    else if (keyring_find(keyring, line.number))
        wrong = "uses a number again; give each key its own";
    else if (keyring->count == KEYRING_KEYS_MAX)
        wrong = "is one key too many; remove the oldest that sealed nothing any more";
    else
        add_key(keyring, &line);
    OPENSSL_cleanse(&line, sizeof line);
    return wrong;
}

static const char *take_text(struct keyring *keyring, struct arena *arena,
                             const char *path, char *text) {
    int number = 0;

    while (text) {
        char *line = strsep(&text, "\n");
        const char *wrong = take_line(keyring, line);

        number++;
        if (wrong)
            return arena_format(arena, "%s:%d: %s", path, number, wrong);
    }
    if (keyring->count == 0)
        return arena_format(arena,
                            "%s: holds no key; `haoban keys new FILE` writes a "
                            "file that does",
                            path);
    return NULL;
}

static const char *read_text(struct keyring *keyring, struct arena *arena,
                             const char *path, int file) {
    char text[KEYRING_FILE_BYTES_MAX + 1];
    const ssize_t size = read(file, text, sizeof text);
    const char *why = NULL;

    if (size < 0)
        return arena_format(arena, "%s: cannot be read: %s", path, strerror(errno));
    if (size == sizeof text || memchr(text, 0, (size_t)size)) {
        why = arena_format(arena, "%s: is no key file; correct the setting keys", path);
    } else {
        text[size] = '\0';
        why = take_text(keyring, arena, path, text);
    }
    OPENSSL_cleanse(text, sizeof text);
    return why;
}

/* Says why the open file must not be used, or NULL. */
static const char *check_mode(struct arena *arena, const char *path, int file) {
    struct stat status;

    if (fstat(file, &status) != 0)
        return arena_format(arena, "%s: cannot be read: %s", path, strerror(errno));
    if (!S_ISREG(status.st_mode))
        return arena_format(arena, "%s: is no file; correct the setting keys", path);
    if (status.st_mode & (S_IRWXG | S_IRWXO))
        return arena_format(arena, "%s: others may use it (mode %04o); run: chmod 600 %s",
                            path, (unsigned)status.st_mode & 07777, path);
    return NULL;
}

struct keyring *keyring_read(const char *path, enum crypt_suite suite,
                             struct arena *arena, const char **why) {
    const int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    assert(suite == CRYPT_AES || suite == CRYPT_SM);
    if (file < 0) {
        *why = arena_format(arena,
                            "%s: cannot be opened (%s); `haoban keys new FILE` "
                            "writes a key file",
                            path, strerror(errno));
        return NULL;
    }

    struct keyring *keyring = OPENSSL_zalloc(sizeof *keyring);

    assert(keyring);
    keyring->suite = suite;
    keyring->purposes = purposes_new();
    *why = check_mode(arena, path, file);
    if (!*why)
        *why = read_text(keyring, arena, path, file);
    close(file);
    if (*why) {
        keyring_free(keyring);
        return NULL;
    }
    assert(keyring->count > 0);
    return keyring;
}

/* ---- writing a file ---- */

static bool write_text(int file, const char *base64) {
    char day[DAY_SIZE];

    civil_write_day(day, civil_day((int64_t)time(NULL) * 1000));
    return dprintf(file,
                   "# Keys of haoban.  What they sealed is lost without them: keep a "
                   "copy apart\n# from the database and its backups.\n"
                   "haoban-key 1 %s %s\n",
                   base64, day) > 0 &&
           fsync(file) == 0;
}

bool keyring_create(const char *path, struct arena *arena, const char **why) {
    const int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    uint8_t master[KEYRING_MASTER_SIZE];
    char base64[BASE64_SIZE + 1];

    *why = NULL;
    if (file < 0) {
        *why = errno == EEXIST ? arena_format(arena,
                                              "%s: is there already and keys are never "
                                              "overwritten; choose another name",
                                              path)
                               : arena_format(arena, "%s: cannot be written: %s", path,
                                              strerror(errno));
        return false;
    }
    crypt_random(master, sizeof master);
    EVP_EncodeBlock((uint8_t *)base64, master, sizeof master);
    if (!write_text(file, base64)) {
        *why = arena_format(arena, "%s: cannot be written: %s", path, strerror(errno));
        unlink(path);
    }
    close(file);
    OPENSSL_cleanse(master, sizeof master);
    OPENSSL_cleanse(base64, sizeof base64);
    return *why == NULL;
}
