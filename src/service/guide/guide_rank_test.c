#include "guide_rank.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "guide_index.h"

enum { KINDS = 54, PHRASES = 40, TEXT_BYTES = 4096, BATHROOM = KINDS, LAST };

/* A library of permits for many kinds of shops; people say 开 and 关 for what to do. */
struct library {
    struct guide_document items[2 * LAST];
    char texts[2 * LAST][3][TEXT_BYTES];
    struct guide_index *index;
};

static void name_item(struct library *library, int number, const char *name,
                      const char *learnt) {
    char(*texts)[TEXT_BYTES] = library->texts[number];

    snprintf(texts[0], TEXT_BYTES, "Z%04d", number);
    snprintf(texts[1], TEXT_BYTES, "%s", name);
    snprintf(texts[2], TEXT_BYTES, "%s", learnt);
    library->items[number] = (struct guide_document){ .id = number,
                                                      .code = texts[0],
                                                      .name = texts[1],
                                                      .aliases = "",
                                                      .context = "",
                                                      .learnt = texts[2] };
}

static const char goods[] =
    "茶酒米面布鞋帽灯花鸟鱼虾蟹菜果糖盐油酱醋柴炭砖瓦石沙木竹藤草药针线"
    "纸笔墨琴棋伞扇锁钟表镜刀锅碗盆桶壶杯椅桌床柜箱包袋绳";

/* One character, three bytes. */
static const char *kind_of(int kind, char out[8]) {
    snprintf(out, 8, "%.3s", goods + 3 * (size_t)kind);
    return out;
}

/* Of every kind but the bathhouse people told how they say 设立审批 and 注销审批. */
static int build_library(void **state) {
    struct library *library = calloc(1, sizeof *library);

    for (int kind = 0; kind < LAST; kind++) {
        char of[8], name[64], learnt[2][TEXT_BYTES] = { "", "" };
        const char *shop = kind == BATHROOM ? "浴池" : kind_of(kind, of);

        for (int i = 0; kind != BATHROOM && i < PHRASES; i++)
            for (int end = 0; end < 2; end++)
                snprintf(learnt[end] + strlen(learnt[end]), 64, "%s%s%d\n",
                         end ? "我不干了想收摊" : "我想张罗一个", shop, i);
        snprintf(name, sizeof name, "%s设立审批", shop);
        name_item(library, 2 * kind, name, learnt[0]);
        snprintf(name, sizeof name, "%s注销审批", shop);
        name_item(library, 2 * kind + 1, name, learnt[1]);
    }
    library->index = guide_index_build(library->items, 2 * LAST, NULL, 0);
    *state = library;
    return 0;
}

static int free_library(void **state) {
    struct library *library = *state;

    guide_index_free(library->index);
    free(library);
    return 0;
}

static int64_t first_of(void **state, const char *query) {
    const struct library *library = *state;
    struct guide_hit hit;

    return guide_index_search(library->index, query, &hit, 1) ? hit.id : -1;
}

static void
words_taught_for_other_items_find_one_of_which_nothing_was_taught(void **state) {
    assert_int_equal(first_of(state, "我想张罗一个浴池"), 2 * BATHROOM);
    assert_int_equal(first_of(state, "浴池我不干了想收摊"), 2 * BATHROOM + 1);
}

static void a_phrasing_just_as_it_was_taught_finds_its_item(void **state) {
    const struct library *library = *state;
    struct guide_hit hits[2];
    char of[8], question[64];

    snprintf(question, sizeof question, "我不干了想收摊%s7", kind_of(9, of));
    assert_int_equal(guide_index_search(library->index, question, hits, 2), 2);
    assert_int_equal(hits[0].id, 2 * 9 + 1);
    assert_true(hits[0].rank == GUIDE_RANK_MOST);
}

static void the_name_itself_is_first_whatever_was_taught(void **state) {
    const struct library *library = *state;

    for (int i = 0; i < 2 * LAST; i++)
        assert_int_equal(first_of(state, library->items[i].name), i);
}

static void scores_never_rise_from_hit_to_hit(void **state) {
    const struct library *library = *state;
    struct guide_hit hits[GUIDE_HITS_MAX];
    const size_t count =
        guide_index_search(library->index, "我想收摊浴池审批", hits, GUIDE_HITS_MAX);

    assert_true(count > 10);
    for (size_t i = 1; i < count; i++) {
        assert_true(hits[i].score <= hits[i - 1].score);
        assert_true(hits[i].rank <= hits[i - 1].rank);
    }
}

static void more_phrasings_teach_more_up_to_all(void **state) {
    (void)state;
    assert_int_equal(guide_rank_learnt(0), 0);
    assert_true(guide_rank_learnt(10) < guide_rank_learnt(100));
    assert_int_equal(guide_rank_learnt(1000000), GUIDE_RANK_LEARNT_WHOLE);
}

static void what_leaves_nothing_unexplained_ranks_higher(void **state) {
    struct guide_signs signs = { .named.worth = 9000, .asked_length = 6 };
    const uint32_t plain = guide_rank(&signs, GUIDE_RANK_LEARNT_WHOLE);

    (void)state;
    signs.explained.least = 2000;
    const uint32_t asked = guide_rank(&signs, GUIDE_RANK_LEARNT_WHOLE);

    signs.explained.name_least = 2000;
    const uint32_t both = guide_rank(&signs, GUIDE_RANK_LEARNT_WHOLE);

    signs.best = GUIDE_BEST_NAMED | GUIDE_BEST_EXPLAINED;
    assert_true(plain < asked);
    assert_true(asked < both);
    assert_true(both < guide_rank(&signs, GUIDE_RANK_LEARNT_WHOLE));
}

static void while_nothing_is_learnt_the_better_line_ranks_higher(void **state) {
    struct guide_signs worse = { .named.worth = 9000, .asked_length = 4 };
    struct guide_signs better = worse;

    (void)state;
    better.named.worth = 9100;
    better.named.trait[GUIDE_EXCLUDED] = 1000; /* is in the worth already */
    assert_true(guide_rank(&better, 0) > guide_rank(&worse, 0));
    worse.popularity = 100;
    worse.named.worth = 9100;
    assert_true(guide_rank(&worse, 0) > guide_rank(&better, 0));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            words_taught_for_other_items_find_one_of_which_nothing_was_taught),
        cmocka_unit_test(a_phrasing_just_as_it_was_taught_finds_its_item),
        cmocka_unit_test(the_name_itself_is_first_whatever_was_taught),
        cmocka_unit_test(scores_never_rise_from_hit_to_hit),
        cmocka_unit_test(more_phrasings_teach_more_up_to_all),
        cmocka_unit_test(what_leaves_nothing_unexplained_ranks_higher),
        cmocka_unit_test(while_nothing_is_learnt_the_better_line_ranks_higher),
    };

    return cmocka_run_group_tests(tests, build_library, free_library);
}
