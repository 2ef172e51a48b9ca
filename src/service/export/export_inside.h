/*
 * export_inside -- what the files of export share.
 */
#ifndef EXPORT_INSIDE_H
#define EXPORT_INSIDE_H

#include "export.h"
#include "export.sql.h"

/* A row as others see it; its list is NULL when this program has none of that name. */
struct export export_of_row(struct work *work, const struct sql_export_row_row *row);

/* Where its file is, and what the pieces say that they are of. */
const char *export_path(struct work *work, int64_t id);
const char *export_what(struct work *work, int64_t id);

/* Opens the file for writing, made with its folders when missing; -1 and errno. */
int export_open_file(struct work *work, int64_t id);

#endif
