/* Prints what embedded.c holds, for embed_test.sh to compare. */
#include <stdio.h>
#include <string.h>

#include "embed.h"
#include "migrate.h"

int main(void) {
    for (size_t i = 0; i < embedded_file_count; i++) {
        const struct embedded_file *file = &embedded_files[i];

        printf("file %s|%s|%zu|%s|%s|%s\n", file->name, file->type, file->size,
               file->gzip ? "gzip" : "plain", file->etag, file->address);
    }
    for (size_t i = 0; i < migration_count; i++)
        printf("migration %d|%s|%s", migrations[i].number, migrations[i].name,
               migrations[i].script);
    for (size_t i = 0; i < embedded_data_count; i++) {
        const struct embedded_data *data = &embedded_data_files[i];
        FILE *out = fopen("data.out", "wb");

        printf("data %s|%zu\n", data->name, data->size);
        if (!out || fwrite(data->bytes, 1, data->size, out) != data->size ||
            fclose(out) != 0)
            return 1;
    }
    return 0;
}
