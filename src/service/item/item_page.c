#include "item_page.h"

#include <string.h>

#include "arena.h"
#include "item_inside.h"

enum { VALUES_MAX = 2 };

static const char *say_with(struct html *out, const char *chinese, const char *one,
                            const char *other) {
    const char *const values[VALUES_MAX] = { one, other };

    return page_say_with(out->text.arena, out->view->language, chinese, values,
                         VALUES_MAX);
}

const char *item_says_limit(struct html *out, struct item_limit limit) {
    return item_say_limit(out->text.arena, out->view->language, limit.count, limit.unit);
}

const char *item_says_time(struct html *out, int64_t kind, struct item_limit promised,
                           struct item_limit legal) {
    const struct word *const at_once = word_named(&item_kinds, "on_the_spot");

    if (kind == at_once->value)
        return page_words(out, TEXT("当场办好"));
    if (promised.count > 0)
        return item_says_limit(out, promised);
    if (legal.count > 0)
        return item_says_limit(out, legal);
    return page_words(out, TEXT("请问窗口"));
}

const char *item_says_visits(struct html *out, int64_t visits) {
    if (visits == 0)
        return page_words(out, TEXT("一次也不用跑"));
    if (visits == 1)
        return page_words(out, TEXT("最多跑 1 次"));
    return say_with(out, TEXT("最多跑 {0} 次"), html_text_of_int(out, visits), "");
}

size_t item_villages_here(const struct item_view *view) {
    size_t count = 0;

    for (size_t i = 0; i < view->place_count; i++)
        count +=
            !place_is_hall(view->places[i].outlet) && view->places[i].state == ITEM_HERE;
    return count;
}

static void add_part(struct text *text, const char *part) {
    if (!*part)
        return;
    if (text->length > 0)
        text_add(text, " · ");
    text_add(text, part);
}

const char *item_says_paper(struct html *out, const struct item_paper *paper) {
    struct text text = { .arena = out->text.arena };
    const char *const kind =
        page_words(out, word_chinese(&item_paper_kinds, paper->kind));
    const char *const chinese = word_chinese(&item_paper_sources, paper->source);
    const char *const source = page_words(out, chinese);

    if (*kind && paper->copies > 0)
        add_part(&text, say_with(out, TEXT("{0} {1} 份"), kind,
                                 html_text_of_int(out, paper->copies)));
    else
        add_part(&text, kind);
    add_part(&text, paper->size);
    add_part(&text, page_words(out, word_chinese(&item_paper_forms, paper->form)));
    add_part(&text, page_words(out, word_chinese(&item_acceptances, paper->acceptance)));
    /* 申请人自备（申请人自备） says nothing twice. */
    if (*paper->source_note && strcmp(paper->source_note, chinese) != 0)
        add_part(&text, say_with(out, TEXT("{0}（{1}）"), source, paper->source_note));
    else
        add_part(&text, source);
    return text_string(&text);
}

const char *item_says_list(struct html *out, const struct words *words,
                           struct item_list list) {
    struct text text = { .arena = out->text.arena };

    for (size_t i = 0; i < list.count; i++) {
        if (i > 0)
            text_add(&text, page_words(out, TEXT("、")));
        text_add(&text, page_words(out, word_reads(words, list.word[i])));
    }
    return text_string(&text);
}

bool item_is_limited(const struct item_version *version) {
    return *version->quantity_limit && strcmp(version->quantity_limit, "无") != 0;
}

struct item_list item_lines_of(struct html *out, const char *text) {
    return item_list_read(out->text.arena, text);
}

bool item_can_be_dialled(const char *phone) {
    return *phone && strspn(phone, "0123456789-") == strlen(phone);
}
