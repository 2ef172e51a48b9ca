/*
 * form_tidy -- what an input method, a paste or a reader of cards left, made plain.
 *
 * Each takes a valid string and returns one in the arena.  Blanks are ASCII ones, the
 * no-break blank, the ideographic one and the invisible ones of zero width.
 */
#ifndef FORM_TIDY_H
#define FORM_TIDY_H

struct arena;

/* Without blanks around it. */
const char *form_tidy_trimmed(struct arena *arena, const char *text);

/* Likewise; CRLF and CR become LF. */
const char *form_tidy_lines(struct arena *arena, const char *text);

/* A number or code: narrow, upper case, no blanks and no hyphens anywhere. */
const char *form_tidy_code(struct arena *arena, const char *text);

/* A code without +86 or 86 before eleven digits. */
const char *form_tidy_phone(struct arena *arena, const char *text);

/*
 * A name: narrow letters, · for every dot of that height; no blanks beside Chinese
 * characters, one blank elsewhere.
 */
const char *form_tidy_name(struct arena *arena, const char *text);

/* An integer: narrow, no blanks; a leading + is dropped. */
const char *form_tidy_integer(struct arena *arena, const char *text);

/* YYYY-MM-DD from 2026-11-3, 2026/11/3, 2026年11月3日 or 20261103; else only trimmed. */
const char *form_tidy_day(struct arena *arena, const char *text);

#endif
