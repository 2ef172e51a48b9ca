/*
 * paper_row -- a row of the table paper as a struct paper.
 *
 * Several statements read the same columns, each into a struct of its own that sqlc made;
 * the name is opened with the row's id.  For the .c files of this folder.
 */
#ifndef PAPER_ROW_H
#define PAPER_ROW_H

#include "paper.h"
#include "sealed.h"

#define PAPER_OF_ROW(work, row)                                                          \
    ((struct paper){                                                                     \
        .id = (row).id,                                                                  \
        .draft_id = (row).draft_id,                                                      \
        .matter_id = (row).matter_id,                                                    \
        .name = sealed_read(work, "paper.name", (row).id, (row).name),                   \
        .kind = paper_kind_read((row).kind),                                             \
        .size_bytes = (row).size_bytes,                                                  \
        .digest = (row).digest,                                                          \
        .account_id = (row).account_id,                                                  \
        .created_ms = (row).created_ms,                                                  \
        .wanted = (row).wanted,                                                          \
        .source = (enum paper_source)(row).source,                                       \
        .pages = (row).pages,                                                            \
        .scan = (enum paper_scan)(row).scan,                                             \
        .reused_id = (row).reused_id,                                                    \
        .removed_ms = (row).removed_ms,                                                  \
    })

#endif
