#include <string.h>

#include "arena.h"
#include "situation_derive_inside.h"
#include "text.h"
#include "utf8.h"

enum { HALF_MIN = 2 }; /* characters that a head and a tail have at least */

static const char open_bracket[] = "（", close_bracket[] = "）";

static bool begins(const char *at, const char *with) {
    return strncmp(at, with, strlen(with)) == 0;
}

static bool ends(const char *text, const char *with) {
    const size_t size = strlen(text), end = strlen(with);

    return size >= end && strcmp(text + size - end, with) == 0;
}

size_t situation_bytes_of(const char *label, size_t characters) {
    const char *at = label;

    while (characters-- > 0 && *at)
        utf8_next(&at);
    return (size_t)(at - label);
}

size_t situation_common_prefix(const char *const *labels, size_t count) {
    size_t size = strlen(labels[0]);

    for (size_t i = 1; i < count; i++) {
        size_t same = 0;

        while (same < size && labels[i][same] == labels[0][same])
            same++;
        size = same;
    }
    return utf8_prefix(labels[0], size);
}

/* Bytes that all end with; begins at a character. */
static size_t common_suffix(const char *const *labels, size_t count) {
    const size_t size = strlen(labels[0]);
    size_t same = size;

    for (size_t i = 1; i < count; i++) {
        const size_t other = strlen(labels[i]);
        size_t of_both = 0;

        while (of_both < same && of_both < other &&
               labels[i][other - 1 - of_both] == labels[0][size - 1 - of_both])
            of_both++;
        same = of_both;
    }
    while (same > 0 && ((unsigned char)labels[0][size - same] & 0xC0) == 0x80)
        same--;
    return same;
}

/* ---- one name ---- */

/* Behind the first of the words that begins here, if any does. */
static const char *skip_one(const char *at, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (begins(at, words[i]))
            return at + strlen(words[i]);
    return at;
}

/* Behind "情形3：" and the like, wherever it stands; the name itself without one. */
static const char *behind_number(const char *name) {
    static const char *const digits[] = { "0",  "1",  "2",  "3",  "4",  "5",  "6",
                                          "7",  "8",  "9",  "一", "二", "三", "四",
                                          "五", "六", "七", "八", "九", "十" };
    static const char *const stops[] = { "：", ":", "．", ".", "、" };
    const char *const found = strstr(name, "情形");
    const char *const number = found ? found + strlen("情形") : name;
    const char *at = number;
    const char *next = skip_one(at, digits, sizeof digits / sizeof *digits);

    while (next > at) {
        at = next;
        next = skip_one(at, digits, sizeof digits / sizeof *digits);
    }

    const char *const behind = skip_one(at, stops, sizeof stops / sizeof *stops);
    return found && at > number && behind > at && *behind ? behind : name;
}

/* Brackets of one width, no blanks and stops around, no "（1）" at the end. */
static const char *tidy_name(struct arena *arena, const char *name) {
    struct text out = { .arena = arena };

    name += strspn(name, " .");
    for (; *name; name++) {
        if (*name == '(')
            text_add(&out, open_bracket);
        else if (*name == ')')
            text_add(&out, close_bracket);
        else if (*name != ' ')
            text_add_byte(&out, *name);
    }

    const char *const tidy = text_string(&out);
    if (ends(tidy, "（1）"))
        return arena_copy_bytes(arena, tidy, strlen(tidy) - strlen("（1）"));
    return *tidy ? tidy : "其他情形";
}

/* ---- all names ---- */

static bool are_different(const char *const *labels, size_t count) {
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(labels[i], labels[j]) == 0)
                return false;
    return true;
}

/* Bytes of what all begin with, up to the last place where it may be cut. */
static size_t cut_prefix(const char *label, size_t size) {
    static const char *const stops[] = { "（", "：", "》" };
    size_t cut = 0;

    for (size_t at = 0; at < size; at++)
        for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
            if (begins(label + at, stops[i]) && at + strlen(stops[i]) <= size)
                cut = at + strlen(stops[i]);
    return cut;
}

/* "驾驶证（校车驾驶人）审验" and its like become 校车驾驶人; labels that would be empty
 * or lose only one of two brackets stay. */
static void unwrap(struct arena *arena, const char **labels, size_t count) {
    const size_t prefix = cut_prefix(labels[0], situation_common_prefix(labels, count));
    const bool in_brackets = prefix >= 3 && begins(labels[0] + prefix - 3, open_bracket);
    size_t suffix = 0;

    if (in_brackets) {
        const size_t size = strlen(labels[0]);
        const size_t same = common_suffix(labels, count);
        const char *const close = strstr(labels[0] + size - same, close_bracket);

        if (!close)
            return;
        suffix = (size_t)(labels[0] + size - close);
    }
    for (size_t i = 0; i < count; i++)
        if (strlen(labels[i]) <= prefix + suffix)
            return;
    for (size_t i = 0; i < count; i++)
        labels[i] = arena_copy_bytes(arena, labels[i] + prefix,
                                     strlen(labels[i]) - prefix - suffix);
}

void situation_label(struct arena *arena, const struct situation_row *rows, size_t count,
                     const char **labels) {
    for (size_t i = 0; i < count; i++)
        labels[i] = tidy_name(arena, behind_number(rows[i].name));
    if (!are_different(labels, count))
        for (size_t i = 0; i < count; i++)
            labels[i] = *rows[i].name ? rows[i].name : "其他情形";
    if (count > 1)
        unwrap(arena, labels, count);
}

/* ---- products ---- */

/* The labels that end with a tail, without it, as heads; how many. */
static size_t take_heads(struct arena *arena, const char *const *labels, size_t count,
                         const char *tail, struct situation_product *product) {
    product->head_count = 0;
    for (size_t i = 0; i < count; i++) {
        const size_t size = strlen(labels[i]) - strlen(tail);

        if (!ends(labels[i], tail))
            continue;
        if (size == 0 || product->head_count == SITUATION_CHOICES_MAX)
            return 0;
        product->head[product->head_count++] = arena_copy_bytes(arena, labels[i], size);
    }
    return product->head_count;
}

static size_t take_tails(const char *const *labels, size_t count, const char *head,
                         struct situation_product *product) {
    product->tail_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (!begins(labels[i], head))
            continue;
        if (!labels[i][strlen(head)] || product->tail_count == SITUATION_CHOICES_MAX)
            return 0;
        product->tail[product->tail_count++] = labels[i] + strlen(head);
    }
    return product->tail_count;
}

static bool place(struct situation_product *product, const char *label, size_t at) {
    for (size_t i = 0; i < product->head_count; i++)
        for (size_t j = 0; j < product->tail_count; j++)
            if (begins(label, product->head[i]) &&
                strcmp(label + strlen(product->head[i]), product->tail[j]) == 0) {
                product->of_head[at] = (int)i;
                product->of_tail[at] = (int)j;
                return true;
            }
    return false;
}

static bool splits(struct arena *arena, const char *const *labels, size_t count,
                   size_t cut, struct situation_product *product) {
    const char *const head = arena_copy_bytes(arena, labels[0], cut);

    if (take_heads(arena, labels, count, labels[0] + cut, product) < 2 ||
        take_tails(labels, count, head, product) < 2 ||
        product->head_count * product->tail_count != count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!place(product, labels[i], i))
            return false;
    return true;
}

/* "残损换新（" and "户籍地）" lose the halves of their brackets. */
static void trim(struct arena *arena, struct situation_product *product) {
    bool whole = true;

    for (size_t i = 0; i < product->head_count; i++)
        whole = whole && ends(product->head[i], open_bracket) &&
                strlen(product->head[i]) > strlen(open_bracket);
    for (size_t i = 0; i < product->tail_count; i++)
        whole = whole && ends(product->tail[i], close_bracket) &&
                strlen(product->tail[i]) > strlen(close_bracket);
    if (!whole)
        return;
    for (size_t i = 0; i < product->head_count; i++)
        product->head[i] = arena_copy_bytes(
            arena, product->head[i], strlen(product->head[i]) - strlen(open_bracket));
    for (size_t i = 0; i < product->tail_count; i++)
        product->tail[i] = arena_copy_bytes(
            arena, product->tail[i], strlen(product->tail[i]) - strlen(close_bracket));
}

bool situation_factor(struct arena *arena, const char *const *labels, size_t count,
                      struct situation_product *product) {
    const size_t characters = count >= 4 ? utf8_count(labels[0]) : 0;

    /* The longest head first: what all tails begin with belongs to it. */
    for (size_t size = characters; size-- > HALF_MIN;)
        if (characters - size >= HALF_MIN &&
            splits(arena, labels, count, situation_bytes_of(labels[0], size), product)) {
            trim(arena, product);
            return true;
        }
    return false;
}

/* ---- what to ask ---- */

enum { KIND_WORDS_MAX = 24 };

/* What is asked where most labels begin, or end, with one of the words. */
static const struct kind {
    const char *ask;
    bool at_end;
    const char *words[KIND_WORDS_MAX];
} kinds[] = {
    { "怎么来办？",
      true,
      { "自行办理", "本人办理", "委托办理", "他人办理", "申请办理", "地申请", "居住地",
        "户籍地" } },
    { "您要办哪一项？", false, { "变更", "增设", "减少", "申请", "办理", "注销",
                                 "补",   "换",   "延续", "新办", "首次", "再次",
                                 "设立", "修订", "改变", "增加", "终止", "取消",
                                 "申办", "颁发", "遗失", "撤",   "添加" } },
    { "您要办哪一项？",
      true,
      { "变更", "变化", "注册", "登记", "审批", "申请", "备案", "换发", "补发", "新办",
        "延续", "补办", "校验", "换领", "启封", "封存" } },
    { "您是哪一类申请人？",
      true,
      { "人", "者", "员", "职工", "单位", "企业", "机构", "家庭", "居民", "农民工",
        "学生", "总部" } },
};

static bool is_of_kind(const struct kind *kind, const char *label) {
    for (size_t i = 0; i < KIND_WORDS_MAX && kind->words[i]; i++)
        if (kind->at_end ? ends(label, kind->words[i]) : begins(label, kind->words[i]))
            return true;
    return false;
}

const char *situation_ask(const char *const *labels, size_t count) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t like = 0;

        for (size_t j = 0; j < count; j++)
            like += is_of_kind(&kinds[i], labels[j]);
        if (like * 10 >= count * 6)
            return kinds[i].ask;
    }
    return "您属于哪种情形？";
}
