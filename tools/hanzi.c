/*
 * hanzi -- how Chinese characters sound, and which of them are traditional.
 *
 *     hanzi OUT.c
 *
 * Writes the tables of guide_hanzi.h from the transliterators of ICU, whose data are
 * Unicode's (Unihan, CLDR; Unicode License v3): the usual reading of each character from
 * U+4E00 to U+9FFF without its tone, and the simplified form of each that has one.  The
 * program itself needs no ICU.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum { FIRST = 0x4e00, LAST = 0x9fff, SYLLABLES_MAX = 600, SYLLABLE_BYTES = 8 };

struct tables {
    char syllables[SYLLABLES_MAX][SYLLABLE_BYTES]; /* from 1; 0 is none */
    size_t syllable_count;
    uint16_t sound[LAST - FIRST + 1];
    uint16_t simple[LAST - FIRST + 1];
};

static UTransliterator *open_rules(const UChar *rules) {
    UErrorCode error = U_ZERO_ERROR;
    UTransliterator *made =
        utrans_openU(rules, -1, UTRANS_FORWARD, NULL, 0, NULL, &error);

    if (U_FAILURE(error)) {
        fprintf(stderr, "hanzi: ICU: %s\n", u_errorName(error));
        exit(1);
    }
    return made;
}

/* What the rules make of one character; returns how many units. */
static int32_t transliterate(const UTransliterator *rules, UChar point, UChar out[32]) {
    UErrorCode error = U_ZERO_ERROR;
    int32_t length = 1, limit = 1;

    out[0] = point;
    utrans_transUChars(rules, out, &length, 32, 0, &limit, &error);
    return U_FAILURE(error) ? 0 : length;
}

static uint16_t syllable_number(struct tables *tables, const char *syllable) {
    for (size_t i = 1; i < tables->syllable_count; i++)
        if (strcmp(tables->syllables[i], syllable) == 0)
            return (uint16_t)i;
    if (tables->syllable_count == SYLLABLES_MAX) {
        fputs("hanzi: more syllables than there can be\n", stderr);
        exit(1);
    }
    snprintf(tables->syllables[tables->syllable_count], SYLLABLE_BYTES, "%s", syllable);
    return (uint16_t)tables->syllable_count++;
}

/* The syllable of letters only; 0 for all else. */
static uint16_t read_sound(struct tables *tables, const UChar *out, int32_t length) {
    char syllable[SYLLABLE_BYTES];

    if (length < 1 || length >= SYLLABLE_BYTES)
        return 0;
    for (int32_t i = 0; i < length; i++) {
        if (out[i] < 'a' || out[i] > 'z')
            return 0;
        syllable[i] = (char)out[i];
    }
    syllable[length] = '\0';
    return syllable_number(tables, syllable);
}

static void fill(struct tables *tables) {
    UTransliterator *sounds = open_rules(u"Han-Latin; Latin-ASCII; Lower");
    UTransliterator *simple = open_rules(u"Traditional-Simplified");

    tables->syllable_count = 1;
    for (int point = FIRST; point <= LAST; point++) {
        UChar out[32];
        int32_t length = transliterate(sounds, (UChar)point, out);

        tables->sound[point - FIRST] = read_sound(tables, out, length);
        length = transliterate(simple, (UChar)point, out);
        tables->simple[point - FIRST] = length == 1 ? out[0] : (uint16_t)point;
    }
    utrans_close(sounds);
    utrans_close(simple);
}

static void put_numbers(FILE *out, const char *name, const uint16_t *numbers) {
    fprintf(out, "\nconst uint16_t %s[] = {", name);
    for (int i = 0; i <= LAST - FIRST; i++)
        fprintf(out, "%s%d,", i % 16 ? " " : "\n    ", numbers[i]);
    fputs("\n};\n", out);
}

static bool write_all(const struct tables *tables, const char *path) {
    FILE *out = fopen(path, "w");

    if (!out)
        return false;
    fputs("/* Made by tools/hanzi from the data of Unicode (Unicode License v3). */\n"
          "#include \"guide_hanzi.h\"\n\n"
          "const char guide_syllables[][8] = {\n",
          out);
    for (size_t i = 0; i < tables->syllable_count; i++)
        fprintf(out, "    \"%s\",\n", tables->syllables[i]);
    fprintf(out, "};\n\nconst size_t guide_syllable_count = %zu;\n",
            tables->syllable_count);
    put_numbers(out, "guide_sounds", tables->sound);
    put_numbers(out, "guide_simples", tables->simple);
    return fclose(out) == 0;
}

int main(int argc, char **argv) {
    static struct tables tables;

    if (argc != 2) {
        fputs("write: hanzi OUT.c\n", stderr);
        return 2;
    }
    fill(&tables);
    if (write_all(&tables, argv[1]))
        return 0;
    perror(argv[1]);
    return 1;
}
