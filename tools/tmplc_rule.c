#include "tmplc_page.h"

#include <string.h>

#include "arena.h"

/* Words are lists in one string, each between blanks. */
static bool in_list(const char *list, const char *word) {
    const size_t size = strlen(word);

    for (const char *at = list; size && (at = strstr(at, word)) != NULL; at++)
        if ((at == list || at[-1] == ' ') && (at[size] == ' ' || at[size] == '\0'))
            return true;
    return false;
}

bool tag_is_void(const char *name) {
    return in_list("area base br col embed hr img input link meta source track wbr",
                   name);
}

/* White space beside these is not seen. */
bool tag_is_block(const char *name) {
    return in_list(
        "html head body title meta link script base noscript template "
        "div p ul ol li dl dt dd section article aside header footer nav main "
        "h1 h2 h3 h4 h5 h6 form fieldset legend table caption colgroup col "
        "thead tbody tfoot tr th td option optgroup datalist hr br pre address "
        "blockquote details summary figure figcaption search g path rect "
        "circle line polyline polygon ellipse defs",
        name);
}

/* These end an open <p> without saying so. */
static bool ends_paragraph(const char *name) {
    return in_list("address article aside blockquote details div dl fieldset figcaption "
                   "figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre "
                   "search section table ul",
                   name);
}

const struct attribute *tag_attribute(const struct tag *tag, const char *name) {
    for (size_t i = 0; i < tag->count; i++)
        if (tag->attribute[i].name && strcmp(tag->attribute[i].name, name) == 0)
            return &tag->attribute[i];
    return NULL;
}

static bool has_value(const struct attribute *attribute, const char *value) {
    return attribute && attribute->value && strcmp(attribute->value, value) == 0;
}

/* Whether the Chinese in it is for people, and not a code, a name or an address. */
bool attribute_is_said(const struct tag *tag, const struct attribute *attribute) {
    if (strcmp(attribute->name, "value") == 0) {
        const struct attribute *const type = tag_attribute(tag, "type");

        return strcmp(tag->name, "input") == 0 &&
               (has_value(type, "submit") || has_value(type, "button") ||
                has_value(type, "reset"));
    }
    return in_list("title alt aria-label aria-description aria-roledescription "
                   "aria-valuetext placeholder content label summary abbr",
                   attribute->name) ||
           text_begins(attribute->name, "data-");
}

static bool is_address(const char *name) {
    return in_list("href src action formaction poster srcset ping cite data background "
                   "manifest longdesc xlink:href usemap data-suggest data-stream",
                   name);
}

/* The functions whose result is an address of this site and nothing else. */
static bool makes_address(const char *expression) {
    return text_begins(expression, "route_url(") ||
           text_begins(expression, "embed_address(") ||
           text_begins(expression, "exchange_back(") ||
           text_begins(expression, "page_above(");
}

static void check_address(struct run *run, const char *path,
                          const struct attribute *attribute) {
    const char *const value = attribute->value ? attribute->value : "";
    const char *const braces = strstr(value, "{{");

    if (!braces) {
        if (strncmp(value, "javascript:", 11) == 0 || strncmp(value, "data:", 5) == 0)
            complain(run, path, attribute->line, "%s=\"%.11s…\" runs code; write a link",
                     attribute->name, value);
        return;
    }

    const char *const end = strstr(value, "}}");
    if (braces != value || !end || (end[2] != '\0' && end[2] != '#') ||
        strstr(end, "{{") || !makes_address(value + 2 + strspn(value + 2, " ")))
        complain(run, path, attribute->line,
                 "%s=\"%s\": write %s=\"{{ route_url(out, \"/…/%%s\", …) }}\", alone",
                 attribute->name, value, attribute->name);
}

static void check_attribute(struct run *run, const char *path, const struct tag *tag,
                            const struct attribute *attribute) {
    const char *const name = attribute->name;
    const int line = attribute->line;

    if (text_begins(name, "on") || text_begins(name, "hx-on"))
        complain(run, path, line, "%s= runs code; write data-… and let a script find it",
                 name);
    else if (in_list("style srcdoc formmethod", name))
        complain(run, path, line, "%s= is refused; %s", name,
                 strcmp(name, "style") == 0 ? "write a class= and its rule in web/*.css"
                                            : "write a <form> of its own");
    else if (is_address(name))
        check_address(run, path, attribute);
    else if (attribute->value && has_chinese(attribute->value) &&
             !attribute_is_said(tag, attribute) && strcmp(name, "value") != 0)
        complain(run, path, line, "Chinese in %s=, which no person reads; write ASCII",
                 name);
    for (const struct attribute *other = tag->attribute; other < attribute; other++)
        if (!tag->has_code && other->name && strcmp(other->name, name) == 0)
            complain(run, path, line, "%s= stands twice in this tag", name);
}

static void check_form(struct run *run, const char *path, const struct tag *tag) {
    const struct attribute *const method = tag_attribute(tag, "method");

    if (method && !has_value(method, "post") && !has_value(method, "get"))
        complain(run, path, method->line,
                 "write method=\"post\" or method=\"get\", in lower case, without {{ }}");
}

void tag_check(struct run *run, const char *path, const struct tag *tag) {
    for (size_t i = 0; i < tag->count; i++)
        if (tag->attribute[i].name)
            check_attribute(run, path, tag, &tag->attribute[i]);

    if (strcmp(tag->name, "style") == 0)
        complain(run, path, tag->line, "<style> is refused; write into web/*.css");
    if (strcmp(tag->name, "script") == 0 && !tag_attribute(tag, "src"))
        complain(run, path, tag->line,
                 "write <script src=\"…\"></script>, without a body");
    if (strcmp(tag->name, "img") == 0 && !tag_attribute(tag, "alt"))
        complain(run, path, tag->line,
                 "<img> needs alt=\"…\" (alt=\"\" when it only adorns)");
    if (strcmp(tag->name, "th") == 0 && !tag_attribute(tag, "scope"))
        complain(run, path, tag->line, "<th> needs scope=\"col\" or scope=\"row\"");
    if (strcmp(tag->name, "form") == 0)
        check_form(run, path, tag);
}

void tag_check_place(struct nest *nest, const struct tag *tag) {
    if (nest->lost)
        return;
    if (ends_paragraph(tag->name) && nest_inside(nest, "p"))
        complain(nest->run, nest->path, tag->line,
                 "<%s> inside <p> ends the <p>; write </p> before it", tag->name);
    if (strcmp(tag->name, "form") == 0 && nest_inside(nest, "form"))
        complain(nest->run, nest->path, tag->line, "<form> inside <form>");
    if (tag->closed && !tag_is_void(tag->name) && !nest_inside(nest, "svg"))
        complain(nest->run, nest->path, tag->line,
                 "<%s/> does not close in HTML; write <%s></%s>", tag->name, tag->name,
                 tag->name);
}
