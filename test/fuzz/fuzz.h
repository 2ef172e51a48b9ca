/*
 * fuzz -- what the programs of this folder share.
 *
 * Each NAME_fuzz.c feeds one parser with bytes that nobody would think of; libFuzzer
 * calls LLVMFuzzerTestOneInput() with them.  What the parser promises is asserted.
 * Beginnings to start from are the files of seeds/NAME, where there are any.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <assert.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "utf8.h"

enum { FUZZ_PATH_SIZE = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* The bytes as a string of their own, so that a step beyond its end is seen; free(). */
static inline char *fuzz_string(const uint8_t *bytes, size_t size) {
    char *string = malloc(size + 1);

    assert(string);
    memcpy(string, bytes, size);
    string[size] = '\0';
    return string;
}

/* Writes the bytes to a file that only this program uses, mode 0600. */
static inline void fuzz_file(char path[FUZZ_PATH_SIZE], const uint8_t *bytes,
                             size_t size) {
    snprintf(path, FUZZ_PATH_SIZE, "/dev/shm/haoban-fuzz-%d", (int)getpid());

    const int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    assert(file >= 0);
    assert(write(file, bytes, size) == (ssize_t)size);
    close(file);
}

#endif
