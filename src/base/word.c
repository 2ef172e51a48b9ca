#include "word.h"

#include <string.h>

const struct word *word_of(const struct words *words, int64_t value) {
    for (size_t i = 0; i < words->count; i++)
        if (words->word[i].value == value)
            return &words->word[i];
    return NULL;
}

const struct word *word_named(const struct words *words, const char *name) {
    for (size_t i = 0; i < words->count; i++)
        if (strcmp(words->word[i].name, name) == 0)
            return &words->word[i];
    return NULL;
}

const struct word *word_said(const struct words *words, const char *chinese) {
    for (size_t i = 0; i < words->count; i++)
        if (strcmp(words->word[i].chinese, chinese) == 0)
            return &words->word[i];
    return NULL;
}

const char *word_name(const struct words *words, int64_t value) {
    const struct word *const word = word_of(words, value);

    return word ? word->name : "";
}

const char *word_chinese(const struct words *words, int64_t value) {
    const struct word *const word = word_of(words, value);

    return word ? word->chinese : "";
}

const char *word_reads(const struct words *words, const char *name) {
    const struct word *const word = word_named(words, name);

    return word ? word->chinese : name;
}
