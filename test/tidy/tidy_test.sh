#!/bin/sh
# tidy_test.sh TIDY -- runs the checker over small trees and compares what it finds.
#
# A NAME.case file holds a tree and its findings, in the checker's order:
#
#     == src/base/a.c        begins a file
#     @70 text               is that many lines of text
#     == findings            begins the lines that tidy must print; none: it is clean
#
# Prints the differences, if there are any.  Run from the root of the repository.
set -eu

tidy=$(realpath "$1")
cases=$(realpath "$(dirname "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

unpack() {
    awk -v root="$2" '
        /^== / {
            path = root "/" $2
            folder = path
            sub(/\/[^\/]*$/, "", folder)
            system("mkdir -p " folder)
            printf "" > path
            next
        }
        /^@[0-9]+ / {
            count = substr($1, 2) + 0
            sub(/^@[0-9]+ /, "")
            for (i = 0; i < count; i++) print > path
            next
        }
        { print > path }
    ' "$1"
}

for file in "$cases"/*.case; do
    name=$(basename "$file" .case)
    tree=$work/$name
    status=0
    mkdir -p "$tree"
    unpack "$file" "$tree"
    mv "$tree/findings" "$work/wanted"
    "$tidy" "$tree" >"$work/all" || status=$?
    sed '$d' "$work/all" >"$work/found"
    expected=$([ -s "$work/wanted" ] && echo 1 || echo 0)
    if ! diff -u "$work/wanted" "$work/found" || [ "$status" -ne "$expected" ]; then
        echo "tidy_test: $name is not found as it should be (exit status $status)"
        failed=1
    fi
done

[ "$failed" -ne 0 ] || echo "tidy: ok"
exit "$failed"
