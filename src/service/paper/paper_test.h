/*
 * paper_test -- a hall with a folder for papers, for the tests.
 *
 * The account OWN has two drafts.
 */
#ifndef PAPER_TEST_H
#define PAPER_TEST_H

#include <ftw.h>
#include <glob.h>
#include <sys/stat.h>

#include "house_test.h"
#include "paper.h"
#include "paper_check.h"
#include "paper_kind_test.h"
#include "paper_store.h"
#include "picture.h"

enum { OWN = 7, OTHER = 8, DRAFT = 100, LATER_DRAFT = 101, MATTER = 200 };

static const struct paper_place of_draft = { .draft_id = DRAFT };
static const int64_t day_ms = 24 * 3600 * 1000;

/* The test that checks files is its own child (picture.h). */
#define RUN_PAPER_TESTS(argc, argv, tests)                                               \
    ((argc) == 2 && strcmp((argv)[1], "picture") == 0 ? picture_child()                  \
                                                      : RUN_ON_BOTH(tests))

/* ---- a hall with a folder of its own and two drafts ---- */

struct scene {
    struct hall *hall;
    struct config config;
    char folder[64];
    char found[256];
};

static inline struct arena *arena_of(const struct scene *scene) {
    return scene->hall->work.arena;
}

static inline void add_draft(struct scene *scene, int64_t id, int64_t account_id) {
    db_script(&scene->hall->work,
              arena_format(scene->hall->work.arena,
                           "INSERT INTO draft (town, id, account_id, item_id, answers, "
                           "changed_ms) VALUES (%lld, %lld, %lld, 1, '', %lld)",
                           (long long)test_town, (long long)id, (long long)account_id,
                           (long long)test_now_ms));
}

static inline void drop_draft(struct scene *scene, int64_t id) {
    db_script(&scene->hall->work,
              arena_format(scene->hall->work.arena,
                           "DELETE FROM draft WHERE town = %lld AND id = %lld",
                           (long long)test_town, (long long)id));
}

static inline void act_as(struct scene *scene, int64_t account_id) {
    scene->hall->work.actor =
        (struct actor){ .id = account_id, .rights = RIGHT_RESIDENT, .name = "" };
}

static inline struct scene *open_scene(void **state) {
    struct hall *hall = hall_open(state);
    struct scene *scene = arena_alloc(hall->work.arena, sizeof *scene);

    scene->hall = hall;
    scene->config = *hall->house.config;
    snprintf(scene->folder, sizeof scene->folder, "/tmp/haoban-papers-XXXXXX");
    assert_non_null(mkdtemp(scene->folder));
    scene->config.text[CONFIG_FILES] = scene->folder;
    hall->house.config = &scene->config;
    add_draft(scene, DRAFT, OWN);
    add_draft(scene, LATER_DRAFT, OWN);
    act_as(scene, OWN);
    return scene;
}

static inline int remove_entry(const char *path, const struct stat *status, int kind,
                               struct FTW *walk) {
    (void)status;
    (void)kind;
    (void)walk;
    return remove(path);
}

static inline void close_scene(struct scene *scene) {
    nftw(scene->folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
    hall_close(scene->hall);
}

/* How many files are stored, half written ones too; keeps the path of the last. */
static inline int stored_files(struct scene *scene) {
    char pattern[128];
    glob_t found;
    int count = 0;

    snprintf(pattern, sizeof pattern, "%s/papers/*/*/{*,.new-*}", scene->folder);
    if (glob(pattern, GLOB_BRACE, NULL, &found) == 0) {
        count = (int)found.gl_pathc;
        snprintf(scene->found, sizeof scene->found, "%s", found.gl_pathv[count - 1]);
    }
    globfree(&found);
    return count;
}

static inline const struct refusal *prepare(struct scene *scene, struct db_bytes content,
                                            const char *name, const char *type,
                                            struct paper_ready *ready) {
    char path[128];
    FILE *out;

    snprintf(path, sizeof path, "%s/spooled", scene->folder);
    out = fopen(path, "w");
    assert_non_null(out);
    assert_int_equal(fwrite(content.data, 1, content.size, out), content.size);
    fclose(out);
    return paper_prepare(&scene->hall->work, of_draft,
                         &(struct paper_given){ path, name, type, (int64_t)content.size,
                                                "", PAPER_UPLOADED },
                         ready);
}

static inline const struct refusal *send_file(struct scene *scene,
                                              struct db_bytes content, const char *name,
                                              const char *type) {
    struct paper_ready ready;
    int64_t id;
    const struct refusal *refusal = prepare(scene, content, name, type, &ready);

    return refusal ? refusal : paper_keep(&scene->hall->work, of_draft, &ready, &id);
}

static inline struct paper only_paper(struct scene *scene) {
    const struct paper *papers;

    assert_int_equal(paper_of_draft(&scene->hall->work, DRAFT, &papers), 1);
    return papers[0];
}

#endif
