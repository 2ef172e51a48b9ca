/* What the compiled page of tmplc_test.sh prints. */
#include <stdio.h>

#include "arena.h"
#include "page.h"

void frame_begin(struct html *out, const char *title);
void frame_end(struct html *out);
void sample_page(struct html *out, const char *name, int n, bool link);

static void print(struct arena *arena, enum language language, bool link) {
    const struct page_view view = { .language = language, .form_token = "t<" };
    struct html out = { .text = { .arena = arena }, .view = &view };

    sample_page(&out, "<\"&>", 2, link);
    fwrite(out.text.bytes, 1, out.text.length, stdout);
    putchar('\n');
}

int main(void) {
    struct arena *const arena = arena_new();

    print(arena, LANGUAGE_CHINESE, true);
    print(arena, LANGUAGE_ENGLISH, false);
    arena_free(arena);
    return 0;
}
