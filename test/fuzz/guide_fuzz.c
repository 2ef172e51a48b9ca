/* What people ask: at most so many hits, each of its own, the best first. */
#include "fuzz.h"

#include "guide_index.h"

static const struct guide_document documents[] = {
    { 1, "11330109000000019G5332000001000", "老年优待证办理", "老年证\n敬老卡",
      "身份证\n照片", 9, "" },
    { 2, "11330109000000019G5332000002000", "最低生活保障对象认定", "低保", "户口簿", 8,
      "" },
    { 3, "11330109000000019G5332000003000", "生育登记", "准生证", "结婚证", 0, "" },
    { 4, "CC-0123456789abcdef01234567", "𠮷野家食品经营许可 (Ⅱ)", "", "", 0, "" },
    { 5, "", "a", "", "", 0, "" },
};
static const struct guide_synonym synonyms[] = { { "低保", "最低生活保障" },
                                                 { "娃", "生育" } };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    /* shared: built once, for building takes longer than all searching */
    static struct guide_index *index;
    struct guide_hit hits[GUIDE_HITS_MAX];
    char *query = fuzz_string(bytes, size);
    const size_t limit = size > 0 ? 1 + bytes[0] % GUIDE_HITS_MAX : 1;

    if (!index)
        index = guide_index_build(documents, sizeof documents / sizeof *documents,
                                  synonyms, sizeof synonyms / sizeof *synonyms);
    if (utf8_valid(query, strlen(query))) {
        const size_t count = guide_index_search(index, query, hits, limit);

        assert(count <= limit);
        for (size_t i = 0; i < count; i++) {
            assert(hits[i].score >= 1 && hits[i].score <= GUIDE_SCORE_EXACT);
            assert(i == 0 || hits[i].score <= hits[i - 1].score);
            for (size_t other = 0; other < i; other++)
                assert(hits[other].id != hits[i].id);
        }
    }
    free(query);
    return 0;
}
