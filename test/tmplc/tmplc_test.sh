#!/bin/sh
# tmplc_test.sh TMPLC -- what the page compiler writes, and what it refuses.
# Run from the root of the repository; CC chooses the compiler.
set -eu

tmplc=$(realpath "$1")
root=$(pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir out
: >empty.txt

fail() {
    echo "tmplc_test: $1" >&2
    exit 1
}

# accepts: the page on standard input, inside a function, compiles without a word.
accepts() {
    { echo '% void page(struct html *out, int n) {'; cat; echo '% }'; } >page.html
    "$tmplc" --out out --catalogue empty.txt page.html 2>message ||
        fail "refused a good page: $(cat message)"
    [ ! -s message ] || fail "said: $(cat message)"
}

# refuses LINE WORDS: the page on standard input, whose first line is line 2.
refuses() {
    { echo '% void page(struct html *out, int n) {'; cat; echo '% }'; } >page.html
    if "$tmplc" --out out --catalogue empty.txt page.html 2>message; then
        fail "took: $(cat page.html)"
    fi
    grep -q "^page.html:$1: .*$2" message ||
        fail "said '$(cat message)', not '$1: $2', of: $(cat page.html)"
}

# ---- a page of everything ----

cp "$root/test/tmplc/sample.html" .
cat >terms.c <<'PAGE'
/* TEXT("not this") */
static const char *const words[] = {
    TEXT("甲\n\"乙\"" /* and */ "\\"), TEXT("PDF"), "TEXT("
};
PAGE
cat >en.txt <<'PAGE'
# a comment
zh: 请在 {0} 日内补交， {1} 会等您：{2}
en: {1} waits for you: {2}, within {0} days

zh: 提交
en: Send & <go>

zh: 样张
en:
PAGE
"$tmplc" --out out --catalogue en.txt --texts-from terms.c sample.html
for compiler in "${CC:-cc}" clang; do
    command -v "$compiler" >/dev/null || continue
    "$compiler" -std=c11 -D_GNU_SOURCE -O2 -Wall -Wextra -Wpedantic -Werror -Wshadow \
        -Wconversion -Wwrite-strings -Wstrict-prototypes -Wmissing-prototypes \
        -iquote "$root/src/base" -iquote "$root/src/engine" -o check \
        "$root/test/tmplc/tmplc_check.c" "$root/src/engine/page.c" out/*.c \
        "$root/src/base/arena.c" "$root/src/base/text.c" "$root/src/base/utf8.c"
    ./check >printed
    diff "$root/test/tmplc/sample.txt" printed >&2 || fail "prints something else"
done

# Errors of the C compiler point into the page, at the right line.
sed 's/{{ i }}/{{ j }}/' sample.html >broken.html
"$tmplc" --out out --catalogue empty.txt broken.html
if "${CC:-cc}" -std=c11 -iquote "$root/src/base" -iquote "$root/src/engine" \
    -c -o /dev/null out/broken.html.c 2>message; then
    fail "compiled an unknown name"
fi
line=$(grep -n '{{ j }}' broken.html | cut -d: -f1)
grep -q "^broken.html:$line:" message || fail "points at $(head -1 message)"
rm out/broken.html.c

# Nothing is written anew that did not change.
"$tmplc" --out out --catalogue en.txt --texts-from terms.c sample.html
touch -d '2020-01-01' out/*
"$tmplc" --out out --catalogue en.txt --texts-from terms.c sample.html
[ -z "$(find out -type f -newermt 2021-01-01)" ] || fail "writes what did not change"

# What lacks English is printed so that it can be filled in.
"$tmplc" --out out --catalogue en.txt --missing --texts-from terms.c sample.html >missing
grep -q '^zh: 甲\\n"乙"\\\\$' missing || fail "escapes not: $(cat missing)"
grep -q '^zh: 样张$' missing || fail "does not miss 样张"
grep -q '^zh: 提交$' missing && fail "misses 提交"
"$tmplc" --out out --catalogue missing --texts-from terms.c sample.html ||
    fail "cannot read back what it misses"

# ---- the catalogue ----

catalogue() {
    cat >bad.txt
    if "$tmplc" --out out --catalogue bad.txt --texts-from terms.c sample.html \
        2>message; then
        fail "took the catalogue $(cat bad.txt)"
    fi
    grep -q "^bad.txt:$1: .*$2" message || fail "said '$(cat message)', not '$1: $2'"
}

printf 'zh: 提交\nen: Send {0}\n' | catalogue 2 'not the same set'
printf 'zh: 提交\nzh: 样张\n' | catalogue 2 'come in pairs'
printf 'en: Send\n' | catalogue 1 'come in pairs'
printf 'zh: 提交\n' | catalogue 1 'lacks its'
printf 'zh: 提交\nen: Send\n\nzh: 提交\nen: Go\n' | catalogue 5 'twice'
printf 'zh: 提交 Send\nno\n' | catalogue 2 'a line is'
printf 'zh: \377\n' | catalogue 1 'not UTF-8'
printf 'zh: 从前的话\nen: Old\n' >old.txt
"$tmplc" --out out --catalogue old.txt --texts-from terms.c sample.html 2>message
grep -q '^old.txt:2: warning: .*从前的话' message || fail "no warning: $(cat message)"

# ---- what may stand ----

accepts <<'PAGE'
%     if (n) {
<p id="a">x</p>
%     } else {
<p id="a">y</p>
%     }
PAGE
accepts <<'PAGE'
%     if (n) {
<p>
%     }
x
%     if (n) {
</p>
%     }
PAGE
accepts <<'PAGE'
%     if (n) {
<p>x</p></div>
%         return;
%     }
<div><br><img src="/a.png" alt=""><input name="b"></div>
PAGE
accepts <<'PAGE'
<p>{{ n < 3 ? "<&}}" : "b" }}</p>
<a href="{{ embed_address("a.svg") }}#b">a</a>
PAGE

# ---- what is refused ----

refuses 2 'double quotes' <<'PAGE'
<p class=a>x</p>
PAGE
refuses 2 'double quotes' <<'PAGE'
<p class='a'>x</p>
PAGE
refuses 2 'not closed on its line' <<'PAGE'
<p title="a
b">x</p>
PAGE
refuses 2 'no body' <<'PAGE'
<script src="/a.js">let a = "{{ n }}";</script>
PAGE
refuses 2 'without a body' <<'PAGE'
<script>let a;</script>
PAGE
refuses 2 '<style> is refused' <<'PAGE'
<style>p { color: red }</style>
PAGE
refuses 2 'no tag name' <<'PAGE'
<{{ n }}>x</p>
PAGE
refuses 2 'no {{ }} in names' <<'PAGE'
<p{{ n }}>x</p>
PAGE
refuses 2 'makes no names' <<'PAGE'
<p {{ n }}="a">x</p>
PAGE
refuses 3 '{{ }} in a comment' <<'PAGE'
<p>x</p>
<!-- {{ n }} -->
PAGE
refuses 2 'runs code' <<'PAGE'
<p onClick="go()">x</p>
PAGE
refuses 2 'style= is refused' <<'PAGE'
<p style="color: red">x</p>
PAGE
refuses 2 'runs code' <<'PAGE'
<a href="javascript:go()">x</a>
PAGE
refuses 2 'alone' <<'PAGE'
<a href="/x/{{ n }}">x</a>
PAGE
refuses 2 'alone' <<'PAGE'
<a href="{{ n }}">x</a>
PAGE
refuses 2 'alone' <<'PAGE'
<a href="{{ route_url(out, "/x") }}{{ n }}">x</a>
PAGE
refuses 3 'alone' <<'PAGE'
<form method="post">
<button formaction="{{ n }}">x</button></form>
PAGE
refuses 2 'needs alt' <<'PAGE'
<img src="/a.png">
PAGE
refuses 2 'in lower case' <<'PAGE'
<form method="POST"></form>
PAGE
refuses 2 'without {{ }}' <<'PAGE'
<form method="{{ n ? "get" : "post" }}"></form>
PAGE
refuses 2 'formmethod= is refused' <<'PAGE'
<button formmethod="post">x</button>
PAGE
refuses 3 '<p> of line 2 is still open' <<'PAGE'
<div><p>x
</div>
PAGE
refuses 2 '<div> is never closed' <<'PAGE'
<div>
PAGE
refuses 2 'closes nothing' <<'PAGE'
</div>
PAGE
refuses 4 'the loop of line 2 ends' <<'PAGE'
%     for (int i = 0; i < n; i++) {
<p>x
%     }
PAGE
refuses 2 'no later branches close' <<'PAGE'
%     if (n) {
<p>x
%     }
PAGE
refuses 7 'mirror' <<'PAGE'
%     if (n) {
<a>
%     } else {
<b>
%     }
%     if (n) {
</b>
%     } else {
</a>
%     }
PAGE
refuses 2 'has no content' <<'PAGE'
<br></br>
PAGE
refuses 2 'does not close in HTML' <<'PAGE'
<div/>
PAGE
refuses 2 'ends the <p>' <<'PAGE'
<p><ul></ul></p>
PAGE
refuses 3 'stands at line 2 already' <<'PAGE'
<p id="a">x</p>
<p id="a">y</p>
PAGE
refuses 3 'in a loop' <<'PAGE'
%     for (int i = 0; i < n; i++) {
<p id="a">x</p>
%     }
PAGE
refuses 2 'stands twice' <<'PAGE'
<p class="a" class="b">x</p>
PAGE
refuses 2 'write &amp;' <<'PAGE'
<p>a & b</p>
PAGE
refuses 2 'write &amp;' <<'PAGE'
<a href="/x?a=1&b=2">x</a>
PAGE
refuses 2 'write &lt;' <<'PAGE'
<p>a < b</p>
PAGE
refuses 2 '<table> without' <<'PAGE'
<table><tr><td>x</td></tr></table>
PAGE
refuses 2 'needs scope' <<'PAGE'
<table><tr><th>x</th></tr></table>
PAGE
refuses 2 'which no person reads' <<'PAGE'
<p class="红">x</p>
PAGE
refuses 2 '&eacute; in a text' <<'PAGE'
<p>好 &eacute;</p>
PAGE
refuses 2 '{ in a Chinese text' <<'PAGE'
<p>好 {0}</p>
PAGE
refuses 2 '{{ without }}' <<'PAGE'
<p>{{ n</p>
PAGE
refuses 2 'is empty' <<'PAGE'
<p>{{ }}</p>
PAGE
refuses 3 'unfinished % line' <<'PAGE'
%     if (n)
<p>x</p>
PAGE
refuses 2 'TEXT() takes string literals' <<'PAGE'
<p>{{ TEXT(n) }}</p>
PAGE
printf '<p>x</p>\n' >outside.html
if "$tmplc" --out out --catalogue empty.txt outside.html 2>message; then
    fail "took HTML outside of a function"
fi
grep -q '^outside.html:1: HTML outside' message || fail "said: $(cat message)"
mkdir again
cp sample.html again
if "$tmplc" --out out --catalogue empty.txt sample.html again/sample.html 2>message; then
    fail "took two pages of one name"
fi

# ---- nothing that is no page hurts ----

# The sample cut short anywhere is refused or compiled, but never crashes.
size=$(wc -c <sample.html)
at=1
while [ "$at" -lt "$size" ]; do
    head -c "$at" sample.html >cut.html
    "$tmplc" --out out --catalogue empty.txt cut.html >message 2>&1 || [ $? = 1 ] ||
        fail "crashes on the first $at bytes: $(cat message)"
    ! grep -q 'Sanitizer\|runtime error' message ||
        fail "errs on the first $at bytes: $(cat message)"
    at=$((at + 23))
done
