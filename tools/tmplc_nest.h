/*
 * tmplc_nest -- tags that close, and ids that are alone, along the braces of % lines.
 *
 * A loop must leave the open tags as it found them.  The branches of an if may all do
 * the same; or they may open different tags, when a later if closes them again branch by
 * branch:
 *
 *     % if (link) {          % if (link) {
 *     <a href="/x">          </a>
 *     % } else {             % } else {
 *     <span>                 </span>
 *     % }                    % }
 *
 * What goes beyond that (a switch, a branch that closes one tag and opens another) is
 * not followed: the rest of the file is then not checked.
 */
#ifndef TMPLC_NEST_H
#define TMPLC_NEST_H

#include "tmplc.h"

enum { NEST_MAX = 64, BLOCKS_MAX = 24, IDS_MAX = 256 };

struct block {
    enum block_kind kind;
    int number; /* the same for all branches of one if */
    int branch;
    size_t base;        /* tags open when it began */
    const char *closes; /* tags of outside that it closed: "b,p," */
    bool returns;
    int line;
};

/* The branches of an if whose end is not known before the next token. */
struct chain {
    bool pending;
    bool complete; /* has a final else */
    int branches;
    int line;
    int number;
    const char *first_opens, *first_closes;
    const char *opens, *closes; /* of all branches: "a,|span,|" */
    bool same;
};

struct open_tag {
    const char *name; /* a tag, or what the branches of an if opened */
    bool either;
    int line;
};

struct id_seen {
    const char *name;
    int line;
    int depth;
    struct {
        int number, branch;
    } at[BLOCKS_MAX];
};

struct nest {
    struct run *run;
    const char *path;
    size_t open_count;
    struct open_tag open[NEST_MAX];
    int depth;
    struct block block[BLOCKS_MAX];
    struct chain chain[BLOCKS_MAX];
    int block_numbers;
    size_t id_count;
    struct id_seen id[IDS_MAX];
    bool lost; /* beyond what a simple stack can tell */
};

void nest_block_open(struct nest *nest, enum block_kind kind, int line);
void nest_block_close(struct nest *nest, int line);
void nest_case(struct nest *nest);
void nest_return(struct nest *nest);
/* The if that just ended has no further else. */
void nest_settle(struct nest *nest);
void nest_tag_open(struct nest *nest, const char *name, int line);
void nest_tag_close(struct nest *nest, const char *name, int line);
bool nest_inside(const struct nest *nest, const char *name);
void nest_id(struct nest *nest, const char *id, int line);
void nest_end(struct nest *nest);

#endif
