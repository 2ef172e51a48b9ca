/*
 * matter_line -- a row of a list for staff, as the database gives it.
 *
 * All lists for staff begin with one text of SQL, the fragment "line" of matter.sql, so
 * they have one type of rows, and this makes of it what pages show.  Only for the files
 * of matter.
 */
#ifndef MATTER_LINE_H
#define MATTER_LINE_H

#include "matter.sql.h"
#include "matter_list.h"

/* The line, its asker's name masked; in the work's arena. */
struct matter_line matter_line_of(struct work *work,
                                  const struct sql_matter_line_row *row);

#endif
