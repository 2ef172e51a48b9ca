#include "embed.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Both tables hold rows that begin with their name. */
static int compare_name(const void *name, const void *row) {
    return strcmp(name, *(const char *const *)row);
}

const struct embedded_file *embed_find(const char *name) {
    assert(name);
    return bsearch(name, embedded_files, embedded_file_count, sizeof *embedded_files,
                   compare_name);
}

/* A few dozen rows: cheaper to walk than a second table would be to keep. */
const struct embedded_file *embed_find_address(const char *address) {
    assert(address);
    for (size_t i = 0; i < embedded_file_count; i++)
        if (strcmp(embedded_files[i].address, address) == 0)
            return &embedded_files[i];
    return NULL;
}

const char *embed_address(const char *name) {
    const struct embedded_file *file = embed_find(name);

    assert(file);
    return file->address;
}

const struct embedded_data *embed_find_data(const char *name) {
    assert(name);
    return bsearch(name, embedded_data_files, embedded_data_count,
                   sizeof *embedded_data_files, compare_name);
}
