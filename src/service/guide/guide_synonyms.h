/*
 * guide_synonyms -- 同义词: how people say what items call otherwise.
 *
 * General words of everyday life; the words of single items are their aliases.  One way
 * only: who says the first is also searched for by the second.
 */
#ifndef GUIDE_SYNONYMS_H
#define GUIDE_SYNONYMS_H

#include <stddef.h>

#include "guide_index.h"

extern const struct guide_synonym guide_synonyms[];
extern const size_t guide_synonym_count;

#endif
