#!/bin/bash
# sqlc_test.sh SQLC -- what tools/sqlc takes, what it refuses, and what it writes.
# Run from the root of the repository; CC chooses the compiler.
#
# hall/ is a schema and good.sql its statements.  In bad/ each statement stands under the
# lines "-- expect: …" that sqlc must print of it, and it may print nothing else.
set -euo pipefail

sqlc=$(realpath "$1")
root=$(pwd)
here=test/sqlc
hall=($here/hall/*.sql)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

fail() {
    echo "sqlc_test: $1" >&2
    failed=1
}

# ---- what it refuses ----

# expected FILE: "AFTER<tab>LAST<tab>text", the lines between which it must be said.
expected() {
    awk 'function out(last) {
             for (i = 1; i <= count; i++) print after + 0 "\t" last "\t" text[i]
             count = 0; after = last
         }
         sub(/^-- expect: /, "") { text[++count] = $0; next }
         /;$|^$/ { out(NR) }
         END { out(NR + 1) }' "$1"
}

# refuses FILE ARGUMENT…: compares what sqlc says of the file with what it should.
refuses() {
    local file=$1 after last text count

    shift
    if "$sqlc" "$@" 2>"$work/said"; then fail "$file: was taken"; fi
    expected "$file" >"$work/wanted"
    while IFS=$'\t' read -r after last text; do
        count=$(awk -F: -v file="$file" -v after="$after" -v last="$last" \
            -v text="$text" '$1 == file && $2 + 0 > after + 0 && $2 + 0 <= last + 0 &&
                index($0, text) { n++ } END { print n + 0 }' "$work/said")
        [ "$count" = 1 ] || fail "$file:$last: said $count times: $text"
    done <"$work/wanted"
    [ "$(wc -l <"$work/said")" = "$(wc -l <"$work/wanted")" ] || {
        cat "$work/said" >&2
        fail "$file: $(wc -l <"$work/said") messages instead of $(wc -l <"$work/wanted")"
    }
}

refuses $here/bad/bad.sql --schema "${hall[@]}" -- $here/bad/bad.sql
refuses $here/bad/0003-bad.sql --schema "${hall[@]}" $here/bad/0003-bad.sql
refuses $here/bad/4-short.sql --schema "${hall[@]}" $here/bad/4-short.sql
cp $here/hall/0002-mark.sql "$work/0002-again.sql"
sed -i 's/mark/again/' "$work/0002-again.sql"
if "$sqlc" --schema "${hall[@]}" "$work/0002-again.sql" 2>"$work/said"; then
    fail "took two files of one number"
fi
grep -q 'number 0002 is taken' "$work/said" || fail "did not see the number twice"

# ---- what it writes ----

mkdir "$work/gen"
"$sqlc" --schema "${hall[@]}" --out "$work/gen" $here/good.sql || fail "good.sql: refused"

compiles() {
    printf '#include "good.sql.h"\nvoid use(struct work *work);\n' >"$work/use.c"
    printf 'void use(struct work *work) {\n%s\n}\n' "$1" >>"$work/use.c"
    ${CC:-cc} -std=c11 -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Werror -Wshadow \
        -Wconversion -Wstrict-prototypes -Wmissing-prototypes -fsyntax-only \
        -iquote "$root/src/base" -iquote "$root/src/engine" -iquote "$work/gen" \
        "$work/use.c" "$work/gen/statements.c" 2>"$work/errors"
}

good='struct sql_good_find_row row;
struct sql_good_waiting_row *rows;
struct db_bytes digest = { "x", 1 };
size_t count = sql_good_waiting(work, &rows, .limit = 10);
for (size_t i = 0; i < count; i++)
    if (sql_good_find(work, &row, .id = rows[i].id) && *row.state && rows[i].line)
        sql_good_clear(work, .before_ms = row.digest.size > 1 ? 1 : 2);
sql_good_take(work, .id = 1, .line_id = 2, .number = 3, .digest = digest);
sql_good_take(work, .id = 1, .line_id = 2, .number = 3, .digest = { "x", 1 });
struct sql_good_kinds_row *kinds;
sql_good_kinds(work, &kinds);
struct sql_good_line_row *lines;
sql_good_of_line(work, &lines, .line_id = 1, .limit = 2);
sql_good_of_state(work, &lines, .state = "called");'
compiles "$good" || { cat "$work/errors" >&2; fail "a right call does not compile"; }

wrong() {
    compiles "$1" && fail "compiles: $1"
    grep -q "$2" "$work/errors" || { cat "$work/errors" >&2; fail "$1: not '$2'"; }
}

wrong 'sql_good_take(work, .id = 1, .line_id = 2);' 'takes id, line_id, number'
wrong 'sql_good_clear(work, .after_ms = 1);' 'after_ms'
wrong 'sql_good_clear(work, .before_ms = "1");' 'pointer'
wrong 'sql_good_clear(work, .before_ms = 1, .before_ms = 2);' 'takes before_ms'
wrong 'sql_good_copy(work, .name = 7);' 'pointer'
wrong 'struct sql_good_kinds_row row; sql_good_find(work, &row, .id = 1);' 'incompatible'

# Both texts, each with its own marks; the town comes from the work.
grep -qF 'WHERE t.town = $1 AND t.id = $2' "$work/gen/statements.c" || fail "no postgres"
grep -qF 'WHERE t.town = ?1 AND t.id = ?2' "$work/gen/statements.c" || fail "no sqlite"
grep -qF 'AND t.line_id = $2' "$work/gen/statements.c" || fail "no fragment in front"
[ "$(grep -c 'struct sql_good_line_row {' "$work/gen/good.sql.h")" = 1 ] \
    || fail "the rows of a fragment have several types"
[ "$(grep -c 'SKIP LOCKED' "$work/gen/statements.c")" = 1 ] || fail "SKIP LOCKED"
grep -qF 'DB_FROM_NOW' "$work/gen/statements.c" || fail "no moment"

# What adds one row and no more says so, and nothing else does.
adding=$(awk '/\.name = "/ { split($0, part, "\""); name = part[2] }
              /\.adds_one = true/ { print name }' "$work/gen/statements.c")
[ "$adding" = good.add_line ] || fail "adds one row: $adding"

# The same input leaves the files alone, and a wrong one too.
touch -d 2001-01-01 "$work"/gen/*
"$sqlc" --schema "${hall[@]}" --out "$work/gen" $here/good.sql
"$sqlc" --schema "${hall[@]}" --out "$work/gen" $here/bad/bad.sql 2>"$work/said" || true
[ -z "$(find "$work/gen" -type f -newermt 2002-01-01)" ] || fail "wrote without a change"
sed 's/LIMIT 100/LIMIT 200/' $here/good.sql >"$work/good.sql"
"$sqlc" --schema "${hall[@]}" --out "$work/gen" "$work/good.sql"
[ -n "$(find "$work/gen/statements.c" -newermt 2002-01-01)" ] || fail "did not write"

# Two modules of one name cannot have one header.
"$sqlc" --schema "${hall[@]}" -- $here/good.sql "$work/good.sql" 2>"$work/said" \
    && fail "took two modules of one name"
grep -q 'rename one of them' "$work/said" || fail "did not see the name twice"

[ "$failed" = 0 ] && echo "sqlc: ok"
exit "$failed"
