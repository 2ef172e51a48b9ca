#include "situation_derive.h"

#include <assert.h>
#include <string.h>

#include "arena.h"
#include "crypt.h"
#include "situation_derive_inside.h"
#include "situation_text.h"
#include "text.h"
#include "utf8.h"

enum {
    ID_BYTES = 4,         /* of a digest, in hexadecimal behind an 's' */
    LONGER_ID_BYTES = 8,  /* where two of a question are alike */
    PREFIX_MAX = 12,      /* characters by which names are grouped */
    GROUP_WORDS_MAX = 60, /* characters of what a group begins with */
    HINT_MAX = 100,       /* characters of what is said under a group … */
    HINT_NAME_MAX = 20,   /* … and of each of its rows */
    NOTE_MAX = 240,       /* of the names that a note lists */
};

static const char none_of_these[] = "以上都不是";

/* ---- what rows ask for ---- */

static bool asks(const struct situation_row *row, const char *paper) {
    for (size_t i = 0; i < row->paper_count; i++)
        if (strcmp(row->papers[i], paper) == 0)
            return true;
    return false;
}

bool situation_asks_every(const struct situation_row *rows, size_t count,
                          const char *paper) {
    for (size_t i = 0; i < count; i++)
        if (!asks(&rows[i], paper))
            return false;
    return true;
}

size_t situation_union(struct arena *arena, const struct situation_row *rows,
                       size_t count, const char ***papers) {
    size_t most = 0, kept = 0;

    for (size_t i = 0; i < count; i++)
        most += rows[i].paper_count;
    *papers = arena_alloc(arena, most * sizeof **papers);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < rows[i].paper_count; j++) {
            bool known = false;

            for (size_t k = 0; k < kept && !known; k++)
                known = strcmp((*papers)[k], rows[i].papers[j]) == 0;
            if (!known)
                (*papers)[kept++] = rows[i].papers[j];
        }
    return kept;
}

/* ---- building ---- */

/* What one question offers: a row, or several that begin alike. */
struct entry {
    const size_t *rows;
    size_t count;
};

/* Where a row was chosen: the last question on its way, and the first of a product. */
struct choice {
    int question, answer;
    int first_answer; /* of question 0 in a product; -1 */
};

struct builder {
    struct arena *arena;
    const char *const *labels; /* by row */
    struct situation_question question[SITUATION_QUESTIONS_MAX];
    size_t question_count;
    struct choice choice[SITUATION_ROWS_MAX];
    int parent[SITUATION_QUESTIONS_MAX], parent_answer[SITUATION_QUESTIONS_MAX];
};

static const char *question_id(struct builder *builder, int question) {
    return arena_format(builder->arena, "q%d", question + 1);
}

static const char *digest_id(struct builder *builder, const char *words, size_t bytes) {
    uint8_t digest[CRYPT_DIGEST_SIZE];

    crypt_sm3(digest, words, strlen(words));
    return arena_format(builder->arena, "s%s", text_hex(builder->arena, digest, bytes));
}

static int add_question(struct builder *builder, const char *words, int parent,
                        int parent_answer) {
    const int question = (int)builder->question_count++;

    assert(builder->question_count <= SITUATION_QUESTIONS_MAX);
    builder->question[question] = (struct situation_question){
        .id = question_id(builder, question),
        .words = words,
        .hint = "",
        .answers = arena_alloc(builder->arena,
                               SITUATION_ANSWERS_MAX * sizeof(struct situation_answer)),
    };
    builder->parent[question] = parent;
    builder->parent_answer[question] = parent_answer;
    return question;
}

static int add_answer(struct builder *builder, int question, const char *words,
                      const char *hint, const char *next) {
    struct situation_question *const to = &builder->question[question];
    struct situation_answer *const answers = (struct situation_answer *)to->answers;
    const char *id =
        words == none_of_these ? "other" : digest_id(builder, words, ID_BYTES);

    assert(to->answer_count < SITUATION_ANSWERS_MAX);
    if (situation_find_answer(to, id) >= 0)
        id = digest_id(builder, words, LONGER_ID_BYTES);
    answers[to->answer_count] = (struct situation_answer){
        .id = id, .words = words, .hint = hint, .next_id = next
    };
    return (int)to->answer_count++;
}

/* ---- groups ---- */

static bool begin_alike(const struct builder *builder, size_t one, size_t other,
                        size_t characters) {
    const char *const label = builder->labels[one];
    const size_t size = situation_bytes_of(label, characters);

    return utf8_count(label) >= characters &&
           strncmp(label, builder->labels[other], size) == 0;
}

/* Puts rows that begin with the same characters together, each group where its first
 * stands.  Returns how many groups. */
static size_t group(struct builder *builder, const size_t *rows, size_t count,
                    size_t characters, struct entry *entries) {
    bool taken[SITUATION_ROWS_MAX] = { false };
    size_t groups = 0;

    for (size_t i = 0; i < count; i++) {
        if (taken[i])
            continue;

        size_t *const members =
            arena_alloc(builder->arena, (count - i) * sizeof *members);
        size_t kept = 0;

        for (size_t j = i; j < count; j++)
            if (!taken[j] &&
                (j == i || begin_alike(builder, rows[i], rows[j], characters))) {
                taken[j] = true;
                members[kept++] = rows[j];
            }
        entries[groups++] = (struct entry){ members, kept };
    }
    return groups;
}

static size_t largest(const struct entry *entries, size_t count) {
    size_t most = count;

    for (size_t i = 0; i < count; i++)
        most = entries[i].count > most ? entries[i].count : most;
    return most;
}

/* The grouping under which no question has more answers than need be. */
static size_t group_best(struct builder *builder, const size_t *rows, size_t count,
                         struct entry *best) {
    struct entry entries[SITUATION_ROWS_MAX];
    size_t best_count = 0;

    for (size_t characters = PREFIX_MAX; characters >= 2; characters--) {
        const size_t groups = group(builder, rows, count, characters, entries);

        if (groups == 1 ||
            (best_count > 0 && largest(entries, groups) >= largest(best, best_count)))
            continue;
        memcpy(best, entries, groups * sizeof *entries);
        best_count = groups;
    }
    return best_count;
}

/* ---- words of a group ---- */

/* Bytes of what all of them begin with. */
static size_t group_prefix(const struct builder *builder, const struct entry *entry) {
    const char *labels[SITUATION_ROWS_MAX];

    for (size_t i = 0; i < entry->count; i++)
        labels[i] = builder->labels[entry->rows[i]];

    const size_t most = situation_bytes_of(labels[0], GROUP_WORDS_MAX);
    const size_t size = situation_common_prefix(labels, entry->count);
    return size < most ? size : most;
}

static const char *group_words(struct builder *builder, const struct entry *entry,
                               size_t prefix) {
    return arena_format(builder->arena, "%.*s…（%zu 种）", (int)prefix,
                        builder->labels[entry->rows[0]], entry->count);
}

/* What tells a row of a group from the others: behind what all begin with. */
static const char *own_words(struct builder *builder, const char *label, size_t prefix) {
    static const char comma[] = "，";
    const char *own = label + prefix;

    while (strncmp(own, comma, strlen(comma)) == 0)
        own += strlen(comma);
    if (!*own)
        return label;

    const size_t size = situation_bytes_of(own, HINT_NAME_MAX);
    return own[size] ? arena_format(builder->arena, "%.*s…", (int)size, own) : own;
}

static const char *group_hint(struct builder *builder, const struct entry *entry,
                              size_t prefix) {
    struct text out = { .arena = builder->arena };

    for (size_t i = 0; i < entry->count; i++) {
        const char *const own =
            own_words(builder, builder->labels[entry->rows[i]], prefix);

        if (i > 0)
            text_add(&out, "；");
        if (utf8_count(text_string(&out)) + utf8_count(own) > HINT_MAX) {
            text_add(&out, "等");
            break;
        }
        text_add(&out, own);
    }
    return text_string(&out);
}

/* ---- the tree ---- */

static void ask_rows(struct builder *builder, const size_t *rows, size_t count,
                     const char *words, int parent, int parent_answer);

static void ask_entry(struct builder *builder, int question, const struct entry *entry) {
    const size_t row = entry->rows[0];

    if (entry->count == 1) {
        builder->choice[row] = (struct choice){
            question,
            add_answer(builder, question, builder->labels[row], "", "result"),
            -1,
        };
        return;
    }

    const size_t prefix = group_prefix(builder, entry);
    const int answer = add_answer(builder, question, group_words(builder, entry, prefix),
                                  group_hint(builder, entry, prefix),
                                  question_id(builder, (int)builder->question_count));
    ask_rows(builder, entry->rows, entry->count, "具体是哪一种？", question, answer);
}

/* One page of answers, and the next behind the last of them where there are more. */
static void ask_entries(struct builder *builder, const struct entry *entries,
                        size_t count, const char *words, int parent, int parent_answer) {
    while (count > 0) {
        const bool goes_on = count > SITUATION_CHOICES_MAX;
        const size_t shown = goes_on ? SITUATION_CHOICES_MAX - 1 : count;
        const int question = add_question(builder, words, parent, parent_answer);

        for (size_t i = 0; i < shown; i++)
            ask_entry(builder, question, &entries[i]);
        if (goes_on) {
            parent = question;
            parent_answer =
                add_answer(builder, question, none_of_these, "",
                           question_id(builder, (int)builder->question_count));
        }
        entries += shown;
        count -= shown;
        words = "下面有您的情形吗？";
    }
}

/* Rows of a group are fewer than those that it is part of, so this ends. */
static void ask_rows(struct builder *builder, const size_t *rows, size_t count,
                     const char *words, int parent, int parent_answer) {
    struct entry entries[SITUATION_ROWS_MAX];
    size_t entry_count = count;

    for (size_t i = 0; i < count; i++)
        entries[i] = (struct entry){ &rows[i], 1 };
    if (count > SITUATION_CHOICES_MAX) {
        const size_t grouped = group_best(builder, rows, count, entries);

        entry_count = grouped > 0 ? grouped : count;
    }
    ask_entries(builder, entries, entry_count, words, parent, parent_answer);
}

/* ---- two questions ---- */

static void ask_product(struct builder *builder, const struct situation_product *product,
                        size_t count) {
    const int first =
        add_question(builder, situation_ask(product->head, product->head_count), -1, -1);

    for (size_t i = 0; i < product->head_count; i++)
        add_answer(builder, first, product->head[i], "", question_id(builder, 1));

    const int second = add_question(
        builder, situation_ask(product->tail, product->tail_count), first, -1);
    for (size_t i = 0; i < product->tail_count; i++)
        add_answer(builder, second, product->tail[i], "", "result");
    for (size_t row = 0; row < count; row++)
        builder->choice[row] =
            (struct choice){ second, product->of_tail[row], product->of_head[row] };
}

/* ---- when a paper is asked for ---- */

static struct situation_term term_of(struct builder *builder, int question,
                                     uint32_t answers) {
    const struct situation_question *const of = &builder->question[question];
    const char **const ids = arena_alloc(builder->arena, of->answer_count * sizeof *ids);
    struct situation_term term = { .question_id = of->id, .answer_ids = ids };

    for (size_t i = 0; i < of->answer_count; i++)
        if (answers >> i & 1)
            ids[term.count++] = of->answers[i].id;
    return term;
}

static uint32_t all_answers(const struct builder *builder, int question) {
    return (UINT32_C(1) << builder->question[question].answer_count) - 1;
}

/* What one clause asks of question 0 and of another; all its answers is nothing. */
static struct situation_clause clause_of(struct builder *builder, uint32_t first,
                                         int question, uint32_t answers) {
    struct situation_term *const terms = arena_alloc(builder->arena, 2 * sizeof *terms);
    struct situation_clause clause = { terms, 0 };

    if (first && first != all_answers(builder, 0))
        terms[clause.count++] = term_of(builder, 0, first);
    if (answers != all_answers(builder, question) || clause.count == 0)
        terms[clause.count++] = term_of(builder, question, answers);
    return clause;
}

/* For each question, the answers under which rows ask for the paper. */
static void fill_clauses(struct builder *builder, const struct situation_row *rows,
                         size_t count, struct situation_paper *paper) {
    uint32_t answers[SITUATION_QUESTIONS_MAX] = { 0 };
    struct situation_clause *const clauses =
        arena_alloc(builder->arena, builder->question_count * sizeof *clauses);

    for (size_t i = 0; i < count; i++)
        if (asks(&rows[i], paper->name))
            answers[builder->choice[i].question] |= UINT32_C(1)
                                                    << builder->choice[i].answer;
    for (size_t i = 0; i < builder->question_count; i++)
        if (answers[i])
            clauses[paper->clause_count++] = clause_of(builder, 0, (int)i, answers[i]);
    paper->clauses = clauses;
}

/* Of a product: heads whose tails ask alike share a clause. */
static void fill_product_clauses(struct builder *builder,
                                 const struct situation_row *rows, size_t count,
                                 struct situation_paper *paper) {
    uint32_t tails[SITUATION_CHOICES_MAX] = { 0 };
    const size_t heads = builder->question[0].answer_count;
    struct situation_clause *const clauses =
        arena_alloc(builder->arena, heads * sizeof *clauses);

    for (size_t i = 0; i < count; i++)
        if (asks(&rows[i], paper->name))
            tails[builder->choice[i].first_answer] |= UINT32_C(1)
                                                      << builder->choice[i].answer;
    for (size_t i = 0; i < heads; i++) {
        uint32_t alike = 0;

        for (size_t j = 0; j < heads; j++)
            if (tails[j] == tails[i])
                alike |= UINT32_C(1) << j;
        if (tails[i] && (alike & ((UINT32_C(1) << i) - 1)) == 0)
            clauses[paper->clause_count++] = clause_of(builder, alike, 1, tails[i]);
    }
    paper->clauses = clauses;
}

static void make_papers(struct builder *builder, const struct situation_row *rows,
                        size_t count, struct situation_flow *flow) {
    const char **names;
    struct situation_paper *papers;

    flow->paper_count = situation_union(builder->arena, rows, count, &names);
    papers = arena_alloc(builder->arena, flow->paper_count * sizeof *papers);
    for (size_t i = 0; i < flow->paper_count; i++) {
        papers[i] = (struct situation_paper){ .name = names[i], .why = "" };
        if (situation_asks_every(rows, count, names[i]))
            continue;
        if (builder->choice[0].first_answer >= 0)
            fill_product_clauses(builder, rows, count, &papers[i]);
        else
            fill_clauses(builder, rows, count, &papers[i]);
    }
    flow->papers = papers;
}

/* ---- addresses ---- */

static const char *pair(struct builder *builder, int question, int answer,
                        const char *rest) {
    const struct situation_question *const of = &builder->question[question];

    return arena_format(builder->arena, "%s.%s%s%s", of->id, of->answers[answer].id,
                        *rest ? "-" : "", rest);
}

static const char *address_of(struct builder *builder, const struct choice *choice) {
    const char *address = pair(builder, choice->question, choice->answer, "");
    int at = choice->question;

    if (choice->first_answer >= 0)
        return pair(builder, 0, choice->first_answer, address);
    for (; builder->parent[at] >= 0; at = builder->parent[at])
        address = pair(builder, builder->parent[at], builder->parent_answer[at], address);
    return address;
}

/* ---- the whole ---- */

static bool all_ask_alike(const struct situation_row *rows, size_t count) {
    for (size_t i = 1; i < count; i++) {
        if (rows[i].paper_count != rows[0].paper_count)
            return false;
        for (size_t j = 0; j < rows[0].paper_count; j++)
            if (!asks(&rows[i], rows[0].papers[j]))
                return false;
    }
    return true;
}

static const char *say_for_all(struct arena *arena, const char *const *labels,
                               size_t count) {
    struct text out = { .arena = arena };

    text_add(&out, count > 1 ? "不论哪种情形，材料都一样：" : "适用情形：");
    for (size_t i = 0; i < count; i++) {
        if (utf8_count(text_string(&out)) + utf8_count(labels[i]) > NOTE_MAX) {
            text_add(&out, "等");
            break;
        }
        text_addf(&out, "%s%s", i > 0 ? "；" : "", labels[i]);
    }
    return text_string(&out);
}

static void ask(struct builder *builder, size_t count) {
    struct situation_product product;
    size_t rows[SITUATION_ROWS_MAX];

    for (size_t i = 0; i < count; i++)
        rows[i] = i;
    if (situation_factor(builder->arena, builder->labels, count, &product))
        ask_product(builder, &product, count);
    else
        ask_rows(builder, rows, count, situation_ask(builder->labels, count), -1, -1);
}

void situation_derive(struct arena *arena, struct situation_row *rows, size_t count,
                      struct situation_flow *flow) {
    const char *labels[SITUATION_ROWS_MAX];
    struct builder *const builder = arena_alloc(arena, sizeof *builder);
    const bool alike = all_ask_alike(rows, count);

    assert(count > 0);
    assert(count <= SITUATION_ROWS_MAX);
    situation_label(arena, rows, count, labels);
    builder->arena = arena;
    builder->labels = labels;
    *flow = (struct situation_flow){ .author = "", .note = "" };
    if (!alike)
        ask(builder, count);
    else if (count > 1 || *rows[0].name)
        flow->note = say_for_all(arena, labels, count);
    flow->questions = builder->question;
    flow->question_count = builder->question_count;
    make_papers(builder, rows, count, flow);
    for (size_t i = 0; i < count; i++)
        rows[i].address = alike ? "" : address_of(builder, &builder->choice[i]);
    situation_resolve(flow);
}
