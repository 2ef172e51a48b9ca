#include "embed.h"
#include "page.h"

/* One sprite holds all icons, so a page asks for them once; see web/icons.svg. */
void page_icon(struct html *out, const char *name) {
    text_add(&out->text, "<svg class=\"icon\" aria-hidden=\"true\"><use href=\"");
    html_text(out, embed_address("icons.svg"));
    text_add(&out->text, "#");
    html_text(out, name);
    text_add(&out->text, "\"/></svg>");
}
