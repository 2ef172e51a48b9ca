#!/bin/sh
# embed_test.sh EMBED -- what tools/embed writes, compiled and read back.
# Run from the root of the repository; CC chooses the compiler.
set -eu

embed=$(realpath "$1")
root=$(pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

fail() {
    echo "embed_test: $1" >&2
    exit 1
}

refuses() {
    expected=$1
    shift
    if "$embed" out.c "$@" 2>message; then
        fail "took $*"
    fi
    grep -q "$expected" message || fail "said '$(cat message)', not '$expected'"
}

compile() {
    ${CC:-cc} -std=c11 -Wall -Wextra -Wpedantic -Werror \
        -iquote "$root/src/base" -iquote "$root/src/engine" -o check \
        "$root/test/embed/embed_check.c" "$root/src/engine/embed.c" out.c
}

mkdir -p web/icons schema demo empty
printf 'body { margin: 0 }\n%.0s' 1 2 3 4 5 6 7 8 >web/haoban.css
printf 'x' >web/icons/queue.svg
printf 'hidden' >web/.hidden
printf 'a note' >web/NOTES.md
printf 'create table "a" (b text); -- 好??=办\\\n' >schema/0001-first.sql
printf 'select 1;\n' >schema/0002-second-noun.sql
printf 'a note' >schema/README.md
# Every byte, before a digit and before itself: escapes must not run into digits.
awk 'BEGIN { for (i = 0; i < 256; i++) printf "%c%c7", i, i }' >demo/bytes.json

"$embed" out.c --web web/ --schema schema --data demo/bytes.json
compile
./check >found
cat >wanted <<'WANTED'
file haoban.css|text/css; charset=utf-8|152|gzip|"ETAG1"|/static/haoban-SHORT1.css
file icons/queue.svg|image/svg+xml|1|plain|"ETAG2"|/static/icons/queue-SHORT2.svg
migration 1|first|create table "a" (b text); -- 好??=办\
migration 2|second-noun|select 1;
WANTED
echo "data demo/bytes.json|$(wc -c <demo/bytes.json)" >>wanted
one=$(sha256sum web/haoban.css | cut -c1-32)
two=$(sha256sum web/icons/queue.svg | cut -c1-32)
sed -i "s/ETAG1/$one/; s/SHORT1/$(echo "$one" | cut -c1-8)/" wanted
sed -i "s/ETAG2/$two/; s/SHORT2/$(echo "$two" | cut -c1-8)/" wanted
diff -u wanted found || fail "the tables differ"
cmp demo/bytes.json data.out || fail "the data differs"

# The same input leaves the file alone; another input does not.
touch -d 2001-01-01 out.c
"$embed" out.c --web web --schema schema --data demo/bytes.json
[ "$(stat -c %Y out.c)" -lt 1000000000 ] || fail "wrote what had not changed"
printf 'y' >>web/icons/queue.svg
"$embed" out.c --web web --schema schema --data demo/bytes.json
[ "$(stat -c %Y out.c)" -gt 1000000000 ] || fail "did not write what had changed"

# Nothing at all is allowed.
"$embed" out.c --web empty
compile
[ -z "$(./check)" ] || fail "found something in nothing"

refuses 'is no option' --wbe web
refuses 'needs a path' --web
refuses 'No such file' --web absent
refuses 'given twice' --data demo --data demo/bytes.json
printf 'x' >schema/0002-other.sql
refuses 'shares its number with schema/0002-other.sql' --schema schema
mv schema/0002-other.sql schema/3-other.sql
refuses 'not named NNNN-noun.sql' --schema schema
mv schema/3-other.sql schema/0000-other.sql
refuses 'begin at 0001' --schema schema
mv schema/0000-other.sql schema/0003-other.sql
printf 'a\0b' >schema/0003-other.sql
refuses 'NUL byte' --schema schema
mv web/haoban.css web/haoban.xyz
refuses 'no type is known' --web web
mv web/haoban.xyz 'web/Hao ban.css'
refuses 'rename it' --web web

echo "embed: ok"
