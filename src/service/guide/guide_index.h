/*
 * guide_index -- 智慧导引检索: which items a person may mean, by their own words.
 *
 * The index is built once from all items and never changes; any number of
 * threads may search it at the same time.  A new catalogue means a new index:
 * whoever holds the old one frees it when its last reader is gone.
 *
 *     query --fold--> characters --phrases--> terms --postings--> lines --> items
 *
 * A line is a name or an alias.  Lines and queries are folded alike: full-width
 * becomes half-width, capitals small, punctuation and blanks vanish.  A term is a
 * character, two neighbours, or a first character; each weighs the more the rarer it
 * is.  The lines that share most with the query are looked at closely (guide_match.h).
 * While nothing was learnt, an item is worth its best line; context adds to the name's
 * line a little for each two neighbours that it shares with the query.  So half a name,
 * words in another order and a single character all find something.  Where phrasings were
 * learnt, all that is seen of an item is weighed together (guide_rank.h), and what they
 * tell of the words of names helps the items of which nothing was learnt
 * (guide_usage.h).
 *
 * Filler words (怎么, 办理, 我想 ...) weigh nearly nothing but are not removed.
 * The caller's synonyms add the terms of what is meant to those of what is said.
 *
 * A query that is an item's code, or at least three characters of its beginning with a
 * digit among them, finds items by it, and by nothing else.
 *
 * Everything is integer arithmetic: the same catalogue and query give the same
 * answer on every machine, whatever the order in which items were given.  A query
 * reads at most 60,000 postings, the rarest terms first, and allocates nothing; it
 * needs 200 KiB of stack.
 */
#ifndef GUIDE_INDEX_H
#define GUIDE_INDEX_H

#include <stddef.h>
#include <stdint.h>

enum {
    GUIDE_QUERY_MAX = 200, /* bytes of a query that count */
    GUIDE_HITS_MAX = 50,
    GUIDE_LINES_MAX = 64,            /* aliases of an item that count, lines of context */
    GUIDE_LEARNT_MAX = 256,          /* learnt phrasings of an item that count */
    GUIDE_LINE_CHARACTERS_MAX = 120, /* characters of one line that count */
    GUIDE_DOCUMENTS_MAX = 10000000,
    GUIDE_SYNONYMS_MAX = 5000,
    GUIDE_GIST_MAX = 129, /* bytes of what a question says, with the terminator */
};

/* One item to be found.  All text is valid UTF-8, none is NULL, "" is nothing. */
struct guide_document {
    int64_t id;          /* what a hit says */
    const char *code;    /* 事项编码; documents with one code are told apart by id */
    const char *name;    /* 事项名称 */
    const char *aliases; /* 简称, 日常用语: each on its own line, nearly as good */
    const char *context; /* papers and conditions, each on its own line; weighs less */
    int popularity;      /* the greater goes first among equals */
    const char *learnt;  /* what people said who meant it, each on its own line */
};

/*
 * People say "said" and mean "means": 低保 and 最低生活保障; not the other way.  Blanks
 * separate several words.  Where means is "", the words said mean each other.
 */
struct guide_synonym {
    const char *said;
    const char *means;
};

/*
 * How good a hit is, in thousandths of the best possible item for these words:
 * the code or the name itself scores 1000, an alias itself 999, a code that begins
 * so 990, all else at most 998.
 */
enum { GUIDE_SCORE_EXACT = 1000 };

struct guide_hit {
    int64_t id;
    int score;     /* 1 .. GUIDE_SCORE_EXACT, never more than that of the hit before */
    uint32_t rank; /* what hits go by: see guide_rank.h */
};

struct guide_index;

/*
 * Builds an index.  It keeps nothing of what it is given: all text is copied or
 * counted.  Of two synonyms that say the same, both are meant.  Running out of
 * memory stops the process.
 */
struct guide_index *guide_index_build(const struct guide_document *documents,
                                      size_t document_count,
                                      const struct guide_synonym *synonyms,
                                      size_t synonym_count);

void guide_index_free(struct guide_index *index);

/*
 * Writes the best hits, best first, and returns how many: at most limit, which is
 * 1 .. GUIDE_HITS_MAX, and none twice.  Equal scores go by popularity, then by the
 * shorter name, then by code.  The query is valid UTF-8; beyond GUIDE_QUERY_MAX bytes
 * it is cut between two characters.
 */
size_t guide_index_search(const struct guide_index *index, const char *query,
                          struct guide_hit *hits, size_t limit);

/*
 * Writes what a question says: its folded characters without fillers, as many as have
 * room; 怎么办低保 and 低保，办理 say the same.  Of one that has only fillers all of it.
 */
void guide_index_gist(const struct guide_index *index, const char *question,
                      char gist[GUIDE_GIST_MAX]);

#endif
