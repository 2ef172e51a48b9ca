#include "guide_hanzi.h"

#include <assert.h>
#include <string.h>

enum { LETTERS_MAX = 7 };

static const struct {
    uint32_t point;
    const char *syllable;
} others[] = {
    { 0x957f, "chang" }, { 0x91cd, "chong" }, { 0x884c, "hang" }, { 0x8fd8, "huan" },
    { 0x8c03, "tiao" },  { 0x53c2, "shen" },  { 0x8f66, "ju" },   { 0x4f20, "zhuan" },
    { 0x4f1a, "kuai" },  { 0x7ed9, "ji" },    { 0x6821, "jiao" }, { 0x964d, "xiang" },
    { 0x7387, "lu" },    { 0x4e50, "yue" },   { 0x5b98, "guan" }, { 0x89d2, "jue" },
    { 0x5dee, "cha" },   { 0x8457, "zhuo" },  { 0x67e5, "cha" },  { 0x5355, "shan" },
    { 0x7701, "xing" },  { 0x66f4, "geng" },  { 0x5e94, "ying" }, { 0x53d1, "fa" },
};

static uint16_t number_of(const char *syllable, size_t length) {
    for (size_t i = 1; i < guide_syllable_count; i++)
        if (strncmp(guide_syllables[i], syllable, length) == 0 &&
            guide_syllables[i][length] == '\0')
            return (uint16_t)i;
    return 0;
}

static bool is_known(uint32_t point) {
    return point >= GUIDE_HANZI_FIRST && point <= GUIDE_HANZI_LAST;
}

uint32_t guide_hanzi_simple(uint32_t point) {
    return is_known(point) ? guide_simples[point - GUIDE_HANZI_FIRST] : point;
}

uint16_t guide_hanzi_sound(uint32_t point) {
    return is_known(point) ? guide_sounds[point - GUIDE_HANZI_FIRST] : 0;
}

uint16_t guide_hanzi_other_sound(uint32_t point) {
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i].point == point)
            return number_of(others[i].syllable, strlen(others[i].syllable));
    return 0;
}

uint16_t guide_hanzi_syllable(const uint32_t *letters, size_t length) {
    char syllable[LETTERS_MAX + 1];

    if (length < 1 || length > LETTERS_MAX)
        return 0;
    for (size_t i = 0; i < length; i++)
        syllable[i] = letters[i] == 'v' ? 'u' : (char)letters[i];
    return number_of(syllable, length);
}

static bool is_letter(uint32_t point) {
    return point >= 'a' && point <= 'z';
}

size_t guide_hanzi_run(const uint32_t *points, const bool *parted, size_t length,
                       size_t at) {
    const size_t begin = at;

    while (at < length && at - begin < GUIDE_SPELLING_MAX && is_letter(points[at]) &&
           (at == begin || !parted[at]))
        at++;
    return at;
}

/*
 * Where a spelling may go on behind a character, each place a bit: behind each beginning
 * of its syllable, from the places where it may begin.
 */
static uint64_t behind(uint64_t places, const uint32_t *letters, size_t count,
                       uint16_t sound) {
    const char *syllable = guide_syllables[sound];
    uint64_t reached = 0;

    for (size_t at = 0; at < count; at++) {
        if (!(places >> at & 1))
            continue;
        for (size_t i = 0; syllable[i] && at + i < count; i++) {
            const uint32_t letter = letters[at + i] == 'v' ? 'u' : letters[at + i];

            if (letter != (uint32_t)syllable[i])
                break;
            reached |= 1ull << (at + i + 1);
        }
    }
    return reached;
}

size_t guide_hanzi_spells(const uint32_t *letters, size_t letter_count,
                          const uint32_t *points, size_t point_count) {
    uint64_t places = 1;

    assert(letter_count <= GUIDE_SPELLING_MAX);
    for (size_t i = 0; i < point_count && places; i++) {
        const uint16_t sound = guide_hanzi_sound(points[i]);
        const uint16_t other = guide_hanzi_other_sound(points[i]);
        uint64_t reached = sound ? behind(places, letters, letter_count, sound) : 0;

        if (other)
            reached |= behind(places, letters, letter_count, other);
        places = reached;
        if (places >> letter_count & 1)
            return i + 1;
    }
    return 0;
}
