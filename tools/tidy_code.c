#include "tidy.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "arena.h"
#include "text.h"

enum { FUNCTION_LINES_MAX = 60, PARAMETERS_MAX = 32 };

/* Files in which a rule of src does not hold; tests, tools and test/ never count. */
static const char *const may_allocate[] = { "src/base/", "src/engine/",
                                            "src/service/guide/", NULL };
static const char *const may_look_outside[] = { "src/main.c", "src/base/log.c",
                                                "src/engine/", "src/door/cli", NULL };

/* Words that are refused; calls are words before a parenthesis. */
static const struct ban {
    const char *word;
    bool is_call;
    const char *const *except; /* the rule is src's, but not of these; NULL: of all */
    const char *instead;
} bans[] = {
    { "strcpy", true, NULL, "use arena_copy() or memcpy()" },
    { "strcat", true, NULL, "use text_add()" },
    { "sprintf", true, NULL, "use snprintf() or arena_format()" },
    { "vsprintf", true, NULL, "use vsnprintf() or arena_vformat()" },
    { "gets", true, NULL, "use fgets()" },
    { "strtok", true, NULL, "use strcspn() or strsep()" },
    { "strtok_r", true, NULL, "use strcspn() or strsep()" },
    { "atoi", true, NULL, "use text_read_int()" },
    { "atol", true, NULL, "use text_read_int()" },
    { "atof", true, NULL, "use strtod() and check its end" },
    { "gmtime", true, NULL, "use civil.h" },
    { "localtime", true, NULL, "use civil.h" },
    { "alloca", true, NULL, "use arena_alloc()" },
    { "goto", false, NULL, "return from a function" },
    { "typedef", false, NULL, "say struct, enum or union" },
    { "malloc", true, may_allocate, "use arena_alloc()" },
    { "calloc", true, may_allocate, "use arena_alloc()" },
    { "realloc", true, may_allocate, "use text_add() or arena_alloc()" },
    { "free", true, may_allocate, "let the arena free it" },
    { "strdup", true, may_allocate, "use arena_copy()" },
    { "strndup", true, may_allocate, "use arena_copy_bytes()" },
    { "time", true, may_look_outside, "use work->now_ms" },
    { "clock_gettime", true, may_look_outside, "use work->now_ms" },
    { "gettimeofday", true, may_look_outside, "use work->now_ms" },
    { "getenv", true, may_look_outside, "make it a setting (config.h)" },
    { "rand", true, may_look_outside, "use crypt_random()" },
    { "random", true, may_look_outside, "use crypt_random()" },
};

/* ---- words ---- */

static bool ban_holds(const struct ban *ban, const struct source *source) {
    if (!ban->except)
        return true;
    if (!tidy_is_in(source, "src/") || tidy_is_test(source))
        return false;
    for (const char *const *path = ban->except; *path; path++)
        if (tidy_is_in(source, *path))
            return false;
    return true;
}

/* Whether the word is called: "(" behind it, and it is no member of something. */
static bool is_called(const struct source *source, size_t at, size_t length) {
    const char *behind = source->code + at + length;

    behind += strspn(behind, " \t\n");
    if (*behind != '(')
        return false;
    return at == 0 || (source->code[at - 1] != '.' && source->code[at - 1] != '>');
}

static void check_ban(struct tree *tree, const struct source *source,
                      const struct ban *ban) {
    const size_t length = strlen(ban->word);

    for (size_t at = scan_find_word(source, source->code, ban->word, 0);
         at < source->size;
         at = scan_find_word(source, source->code, ban->word, at + length))
        if (!ban->is_call || is_called(source, at, length))
            tidy_find(tree, source, scan_line(source, at), "%s%s is not used here; %s",
                      ban->word, ban->is_call ? "()" : "", ban->instead);
}

/* ---- functions ---- */

/* The name before the first parenthesis of a unit, as a slice of its text. */
static const char *function_name(const struct unit *unit, size_t *length) {
    const char *end = strchr(unit->text, '(');

    assert(end);
    while (end > unit->text && end[-1] == ' ')
        end--;

    const char *begin = end;

    while (begin > unit->text && scan_is_word(begin[-1]))
        begin--;
    *length = (size_t)(end - begin);
    return begin;
}

static void check_function(struct tree *tree, const struct source *source,
                           const struct unit *unit) {
    const size_t first = scan_line(source, unit->begin);
    const size_t lines = scan_line(source, unit->end) - first + 1;
    size_t length;
    const char *name = function_name(unit, &length);

    if (lines > FUNCTION_LINES_MAX)
        tidy_find(tree, source, first, "%.*s() has %zu lines, more than %d; split it",
                  (int)length, name, lines, FUNCTION_LINES_MAX);
    for (size_t line = first; line < first + lines; line++) {
        const char *text = source->code + source->line_begin[line - 1];

        text += strspn(text, " \t");
        if (*text == '#' && strncmp(text + 1 + strspn(text + 1, " "), "if", 2) == 0)
            tidy_find(tree, source, line,
                      "#if inside %.*s(); choose between two functions outside",
                      (int)length, name);
    }
}

static void count_function(struct tree *tree, const struct source *source,
                           const struct unit *unit) {
    tree->functions++;
    for (size_t at = scan_find_word(source, source->code, "assert", unit->begin);
         at < unit->end; at = scan_find_word(source, source->code, "assert", at + 1))
        tree->asserts++;
}

/* A test that its table does not list would never run. */
static void check_test(struct tree *tree, const struct source *source,
                       const struct unit *unit) {
    if (!text_begins(unit->text, "static void ") || !strstr(unit->text, "(void **"))
        return;

    size_t length;
    const char *begin = function_name(unit, &length);
    const char *name = arena_copy_bytes(tree->arena, begin, length);

    if (scan_find_word(source, source->body, name, unit->end) == source->size)
        tidy_find(tree, source, scan_line(source, unit->begin),
                  "no table lists %s(), so it never runs; list it or delete it", name);
}

/* ---- prototypes ---- */

/* The last word of a parameter, arrays and attributes cut off. */
static const char *last_word(const char *begin, const char *end, size_t *length) {
    const char *bracket = memchr(begin, '[', (size_t)(end - begin));

    if (bracket)
        end = bracket;
    while (end > begin && isspace((unsigned char)end[-1]))
        end--;

    const char *word = end;

    while (word > begin && scan_is_word(word[-1]))
        word--;
    *length = (size_t)(end - word);
    return word;
}

static bool is_one_of(const char *word, size_t length, const char *const *list) {
    for (; *list; list++)
        if (strlen(*list) == length && strncmp(word, *list, length) == 0)
            return true;
    return false;
}

/* Whether a parameter's last word is a name and not the end of its type. */
static bool is_named(const char *begin, const char *end) {
    static const char *const types[] = { "char",     "int",    "long",  "short",
                                         "unsigned", "signed", "float", "double",
                                         "bool",     "const",  "void",  NULL };
    static const char *const tags[] = { "struct", "enum", "union", NULL };
    size_t length, before_length;
    const char *word = last_word(begin, end, &length);

    if (length == 0 || is_one_of(word, length, types))
        return false;

    const char *before = last_word(begin, word, &before_length);

    return word > begin && !is_one_of(before, before_length, tags);
}

static void check_parameter(struct tree *tree, const struct source *source,
                            const struct unit *unit, const char *begin, const char *end) {
    static const char *const nameless[] = { "", "void", "...", NULL };
    const size_t line = scan_line(source, unit->begin);

    while (begin < end && *begin == ' ')
        begin++;

    const int length = (int)(end - begin);

    if (is_one_of(begin, (size_t)length, nameless) || memchr(begin, '(', (size_t)length))
        return;
    if (!is_named(begin, end))
        tidy_find(tree, source, line, "the parameter \"%.*s\" has no name; give it one",
                  length, begin);
    else if (tidy_ends_with(source, ".h") && text_begins(begin, "bool ") &&
             !memchr(begin, '*', (size_t)length))
        tidy_find(tree, source, line,
                  "the parameter \"%.*s\" says nothing where it is called; use an enum "
                  "or two functions",
                  length, begin);
}

/* Walks the first parenthesis of a prototype, parameter by parameter. */
static void check_prototype(struct tree *tree, const struct source *source,
                            const struct unit *unit) {
    const char *begin = strchr(unit->text, '(') + 1;
    int depth = 1;

    for (const char *at = begin; *at && depth > 0; at++) {
        depth += (*at == '(') - (*at == ')');
        if (depth == 0 || (depth == 1 && *at == ',')) {
            check_parameter(tree, source, unit, begin, at);
            begin = at + 1;
        }
    }
}

/* ---- variables ---- */

/* Whether the object itself is const: behind its last star, or anywhere without one. */
static bool is_const(const char *text, size_t length) {
    const char *star = memrchr(text, '*', length);
    const char *from = star ? star : text;
    const size_t left = length - (size_t)(from - text);
    const char *found = memmem(from, left, "const", strlen("const"));

    return found && !scan_is_word(found[strlen("const")]);
}

/* Whether a declaration makes an object, and no type, prototype or promise of one. */
static bool is_variable(const char *text, size_t length) {
    static const char *const others[] = { "extern ", "typedef ", "_Static_assert", NULL };
    static const char *const tags[] = { "struct ", "enum ", "union ", NULL };

    for (const char *const *other = others; *other; other++)
        if (text_begins(text, *other))
            return false;
    for (const char *const *tag = tags; *tag; tag++)
        if (text_begins(text, *tag)) {
            const char *behind = text + strlen(*tag);

            while (scan_is_word(*behind))
                behind++;
            behind += strspn(behind, " ");
            return *behind != ';' && *behind != '\0';
        }
    return length > 0;
}

/* Whether one of the lines from the one above the unit to its last says "shared:". */
static bool says_shared(const struct source *source, const struct unit *unit) {
    const size_t first = scan_line(source, unit->begin);
    const size_t last = scan_line(source, unit->end);
    const size_t begin = source->line_begin[first >= 2 ? first - 2 : 0];
    const size_t size = source->line_begin[last] - begin;

    return memmem(source->prose + begin, size, "shared: ", strlen("shared: ")) != NULL;
}

static void check_variable(struct tree *tree, const struct source *source,
                           const struct unit *unit) {
    const size_t length = strcspn(unit->text, "=;");

    if (is_variable(unit->text, length) && !is_const(unit->text, length) &&
        !says_shared(source, unit))
        tidy_find(tree, source, scan_line(source, unit->begin),
                  "a variable that the whole process shares; pass it, make it const, or "
                  "say why in /* shared: ... */");
}

/* Tells a prototype from a variable; both end in a semicolon. */
static bool is_prototype(const struct unit *unit) {
    const char *open = strchr(unit->text, '(');
    const char *equals = strchr(unit->text, '=');

    return open && (!equals || open < equals) && open[1] != '*' &&
           !text_begins(unit->text, "_Static_assert");
}

static void check_unit(struct tree *tree, const struct source *source,
                       const struct unit *unit) {
    const bool is_counted = tidy_is_in(source, "src/") && !tidy_is_test(source);

    if (unit->is_function) {
        check_function(tree, source, unit);
        if (is_counted)
            count_function(tree, source, unit);
        if (tidy_is_test(source))
            check_test(tree, source, unit);
    } else if (is_prototype(unit)) {
        check_prototype(tree, source, unit);
    } else if (tidy_ends_with(source, ".c") && !tidy_is_test(source) &&
               !tidy_is_in(source, "test/")) {
        check_variable(tree, source, unit);
    }
}

void check_code(struct tree *tree, const struct source *source) {
    for (size_t i = 0; i < sizeof bans / sizeof *bans; i++)
        if (ban_holds(&bans[i], source))
            check_ban(tree, source, &bans[i]);
    for (size_t i = 0; i < source->unit_count; i++)
        check_unit(tree, source, &source->unit[i]);
}
