/*
 * sealed -- a text in a sealed column: written and read by its row.
 *
 * The context that crypt.h authenticates is column, town and row, so that a sealed
 * value moved to another column, row or town does not open.
 */
#ifndef SEALED_H
#define SEALED_H

#include <stdint.h>

#include "db.h"
#include "work.h"

/* Seals a text for "table.column" of a row; "" stays empty.  In the work's arena. */
struct db_bytes sealed_write(struct work *work, const char *column, int64_t id,
                             const char *plain);

/*
 * Opens it.  One that was changed or moved, or whose key is missing, is a fault, and
 * reads as "".  What it returns is personal: never log it.
 */
const char *sealed_read(struct work *work, const char *column, int64_t id,
                        struct db_bytes sealed);

#endif
