/*
 * situation_text -- a flow as JSON: what a librarian writes and files hold.
 *
 *     { "code": "…",                                         the item
 *       "note": "…",                                         optional, as all hints
 *       "questions": [
 *         { "id": "who", "text": "谁来办？", "hint": "…",
 *           "answers": [ { "id": "self", "text": "本人", "hint": "…", "next": "age" },
 *                        { "id": "agent", "text": "别人代办", "next": "result" } ] } ],
 *       "papers": [
 *         { "name": "居民身份证" },                           everybody
 *         { "name": "授权委托书", "why": "…",
 *           "when": [ { "who": "agent" } ] },
 *         { "name": "户口簿", "exempt": true,                 免提交
 *           "when": [ { "who": ["self", "agent"], "age": "child" } ] } ] }
 *
 * "when" holds when one of its objects does, and an object when each of its questions
 * was answered by the answer, or one of the answers, that it names.
 */
#ifndef SITUATION_TEXT_H
#define SITUATION_TEXT_H

#include "situation.h"

struct json;
struct text;

enum {
    SITUATION_WORDS_MAX = 100,  /* characters of a question, an answer */
    SITUATION_HINT_MAX = 300,   /* of a hint, a reason, a note */
    SITUATION_NAME_MAX = 200,   /* of a paper */
    SITUATION_TEXT_MAX = 60000, /* bytes of a flow */
};

/* Where in a text something stands, from 1; 0 where it was not found. */
struct situation_place {
    int line, column;
};

/* Hears what is wrong; reasons are Chinese and good during the call. */
struct situation_listener {
    void (*hear)(void *context, struct situation_place place, const char *reason);
    void *context;
};

/*
 * Reads a flow from an object with these members; strings are copied into the arena and
 * the flow is resolved.  The text is the one that the object came from, and tells the
 * places.  Says 0 when anything is missing, of a wrong kind, over its bound or there
 * twice; what ids lead to is for situation_check().
 */
bool situation_read_json(struct arena *arena, const struct json *object, const char *text,
                         const struct situation_listener *listener,
                         struct situation_flow *flow);

/* Likewise from the text; *code gets the item's. */
bool situation_read_text(struct arena *arena, const char *text,
                         const struct situation_listener *listener,
                         struct situation_flow *flow, const char **code);

/* One line, without a newline. */
void situation_write(struct text *out, const char *code,
                     const struct situation_flow *flow);

/* The same for people to edit: an answer, a paper, a clause on each line. */
const char *situation_write_lines(struct arena *arena, const char *code,
                                  const struct situation_flow *flow);

/* Where the member of a key with such a value stands behind a byte of the text; SIZE_MAX
 * when nowhere.  And the place of a byte. */
size_t situation_find_member(const char *text, size_t from, const char *key,
                             const char *value);
struct situation_place situation_place_of(const char *text, size_t at);

#endif
