/*
 * arena -- memory that is freed all at once.
 *
 * Allocation never fails: what a request may use is bounded where it enters
 * the program, so running out is a bug and stops the process.
 */
#ifndef ARENA_H
#define ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena *arena_new(void);

/* Frees every allocation, and the arena. */
void arena_free(struct arena *arena);

/* Frees every allocation but keeps the first block, so the next use costs nothing. */
void arena_reset(struct arena *arena);

/*
 * Returns size zeroed bytes, aligned for any type; never NULL, and for size 0 an
 * address of no bytes.  Under the address sanitizer a step beyond them is reported.
 */
void *arena_alloc(struct arena *arena, size_t size);

/* The same, but the bytes hold anything: for who writes all that he reads. */
void *arena_room(struct arena *arena, size_t size);

/* Returns the bytes with a terminator behind them.  NULL bytes need size 0. */
char *arena_copy_bytes(struct arena *arena, const void *bytes, size_t size);

/* Returns the string with its terminator. */
char *arena_copy(struct arena *arena, const char *text);

/* Returns what printf would have written, with a terminator. */
char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

char *arena_vformat(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

/* Bytes asked for since the arena was new or reset. */
size_t arena_used(const struct arena *arena);

#endif
