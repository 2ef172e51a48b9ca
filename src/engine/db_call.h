/*
 * db_call -- what the headers that sqlc writes have in common.
 *
 * A call names its arguments: sql_ticket_take(work, &row, .line_id = 1, .priority = 0).
 * They initialise the statement's parameter struct.  DB_EACH_ONCE counts them, and the
 * compiler refuses the same name twice, so none can be forgotten; DB_BY_NAME makes gcc
 * refuse arguments without a name.
 */
#ifndef DB_CALL_H
#define DB_CALL_H

#include "db.h"

#if defined __GNUC__ && !defined __clang__
#define DB_BY_NAME __attribute__((designated_init))
#else
#define DB_BY_NAME
#endif

/* The number of arguments, 1 to DB_PARAMETERS_MAX. */
#define DB_COUNT(...)                                                                    \
    DB_COUNT_PICK(__VA_ARGS__, 80, 79, 78, 77, 76, 75, 74, 73, 72, 71, 70, 69, 68, 67,   \
                  66, 65, 64, 63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50,    \
                  49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36, 35, 34, 33,    \
                  32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16,    \
                  15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define DB_COUNT_PICK(                                                                   \
    a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18,     \
    a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32, a33, a34, a35, \
    a36, a37, a38, a39, a40, a41, a42, a43, a44, a45, a46, a47, a48, a49, a50, a51, a52, \
    a53, a54, a55, a56, a57, a58, a59, a60, a61, a62, a63, a64, a65, a66, a67, a68, a69, \
    a70, a71, a72, a73, a74, a75, a76, a77, a78, a79, a80, count, ...)                   \
    count

/*
 * Stops the compiler with the text unless there are so many arguments.  The most is
 * more than the least where bytes may be written { data, size }: a comma of their own.
 */
#define DB_EACH_ONCE(least, most, text, ...)                                             \
    ((void)sizeof(struct {                                                               \
        _Static_assert(                                                                  \
            DB_COUNT(__VA_ARGS__) >= (least) && DB_COUNT(__VA_ARGS__) <= (most), text);  \
        char none;                                                                       \
    }))

#endif
