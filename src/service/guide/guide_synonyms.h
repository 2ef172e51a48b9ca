/*
 * guide_synonyms -- 同义词: how people say what items call otherwise.
 *
 * General words of everyday life and of offices; the words of single items are their
 * aliases, and what is said in one town only is in that town's own table.  Blanks
 * separate the words of a list.
 */
#ifndef GUIDE_SYNONYMS_H
#define GUIDE_SYNONYMS_H

#include <stddef.h>

#include "guide_index.h"

/* Words that say nearly nothing. */
extern const char guide_fillers[];

/* For each action its words: see guide_words.h. */
extern const char *const guide_actions[];
extern const size_t guide_action_count;

/* Of people, papers, things, money. */
extern const struct guide_synonym guide_life_synonyms[];
extern const size_t guide_life_synonym_count;

/* Of what offices do, field by field. */
extern const struct guide_synonym guide_office_synonyms[];
extern const size_t guide_office_synonym_count;

#endif
