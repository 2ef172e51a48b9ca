#include "arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_IS_WATCHED 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define ARENA_IS_WATCHED 1
#endif

#ifdef ARENA_IS_WATCHED
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(bytes, size) ((void)(bytes), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(bytes, size) ((void)(bytes), (void)(size))
#endif

enum {
    UNIT = alignof(max_align_t),
    BLOCK_SIZE = 16 * 1024,
    /* A larger allocation that does not fit gets a block of its own. */
    SHARED_SIZE_MAX = BLOCK_SIZE / 4,
    FORMAT_GUESS_BYTES = 256,
#ifdef ARENA_IS_WATCHED
    FENCE_SIZE = UNIT, /* poisoned bytes between two allocations */
#else
    FENCE_SIZE = 0,
#endif
};

struct block {
    struct block *next;
    size_t size;
    size_t used;
    alignas(max_align_t) unsigned char bytes[];
};

struct arena {
    struct block *current; /* the list; large blocks hang behind the one of their time */
    struct block *first;   /* the first ordinary block, kept by arena_reset() */
    size_t used;
};

static void *must(void *memory) {
    if (!memory) {
        fputs("out of memory\n", stderr);
        abort();
    }
    return memory;
}

static struct block *block_new(size_t size) {
    assert(size <= SIZE_MAX - sizeof(struct block));

    struct block *block = must(malloc(sizeof(struct block) + size));

    block->next = NULL;
    block->size = size;
    block->used = 0;
    ASAN_POISON_MEMORY_REGION(block->bytes, size);
    return block;
}

static void free_blocks_before(struct block *block, const struct block *end) {
    while (block != end) {
        struct block *next = block->next;

        ASAN_UNPOISON_MEMORY_REGION(block->bytes, block->size);
        free(block);
        block = next;
    }
}

struct arena *arena_new(void) {
    struct arena *arena = must(calloc(1, sizeof(struct arena)));

    arena->first = block_new(BLOCK_SIZE);
    arena->current = arena->first;
    return arena;
}

void arena_free(struct arena *arena) {
    free_blocks_before(arena->current, NULL);
    free(arena);
}

void arena_reset(struct arena *arena) {
    struct block *first = arena->first;

    /* A large block may hang behind the first, so cut the list on both sides of it. */
    free_blocks_before(arena->current, first);
    free_blocks_before(first->next, NULL);
    first->next = NULL;

    ASAN_POISON_MEMORY_REGION(first->bytes, first->used);
    first->used = 0;
    arena->current = first;
    arena->used = 0;
}

/* The rare way: the current block has no room for size, a multiple of UNIT. */
static struct block *block_with_room(struct arena *arena, size_t size) {
    struct block *current = arena->current;

    if (size > SHARED_SIZE_MAX) {
        struct block *large = block_new(size);

        large->next = current->next;
        current->next = large;
        return large;
    }

    struct block *fresh = block_new(BLOCK_SIZE);

    fresh->next = current;
    arena->current = fresh;
    return fresh;
}

void *arena_room(struct arena *arena, size_t size) {
    assert(size <= SIZE_MAX / 2);

    const size_t taken = (size + UNIT - 1) / UNIT * UNIT + FENCE_SIZE;
    struct block *block = arena->current;

    if (block->size - block->used < taken)
        block = block_with_room(arena, taken);

    void *memory = block->bytes + block->used;

    block->used += taken;
    arena->used += size;
    ASAN_UNPOISON_MEMORY_REGION(memory, size);
    return memory;
}

void *arena_alloc(struct arena *arena, size_t size) {
    return memset(arena_room(arena, size), 0, size);
}

char *arena_copy_bytes(struct arena *arena, const void *bytes, size_t size) {
    assert(bytes || size == 0);
    assert(size < SIZE_MAX);

    char *copy = arena_room(arena, size + 1);

    if (size > 0)
        memcpy(copy, bytes, size);
    copy[size] = '\0';
    return copy;
}

char *arena_copy(struct arena *arena, const char *text) {
    return arena_copy_bytes(arena, text, strlen(text));
}

char *arena_vformat(struct arena *arena, const char *format, va_list args) {
    char guess[FORMAT_GUESS_BYTES];
    va_list again;

    va_copy(again, args);
    const int length = vsnprintf(guess, sizeof guess, format, again);
    va_end(again);
    assert(length >= 0);
    if ((size_t)length < sizeof guess)
        return arena_copy_bytes(arena, guess, (size_t)length);

    char *text = arena_room(arena, (size_t)length + 1);

    vsnprintf(text, (size_t)length + 1, format, args);
    return text;
}

char *arena_format(struct arena *arena, const char *format, ...) {
    va_list args;

    va_start(args, format);
    char *text = arena_vformat(arena, format, args);
    va_end(args);
    return text;
}

size_t arena_used(const struct arena *arena) {
    return arena->used;
}
