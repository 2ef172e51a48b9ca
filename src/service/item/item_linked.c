#include "item_linked.h"

#include <string.h>

#include "arena.h"
#include "item_words.h"
#include "json.h"
#include "text.h"

static void open_thing(struct text *out, const char *key, const char *type) {
    json_open(out, key, '{');
    json_put_string(out, "@type", type);
}

static void put_said(struct text *out, const char *key, const char *value) {
    if (*value)
        json_put_string(out, key, value);
}

/* A thing of which nothing but its name is known. */
static void put_named(struct text *out, const char *key, const char *type,
                      const char *name) {
    if (!*name)
        return;
    open_thing(out, key, type);
    json_put_string(out, "name", name);
    json_close(out, '}');
}

static void put_words(struct text *out, const char *key, struct item_list list) {
    if (list.count == 0)
        return;
    json_open(out, key, '[');
    for (size_t i = 0; i < list.count; i++)
        json_put_string(out, NULL, list.word[i]);
    json_close(out, ']');
}

/* "P5D"; "" for working days, which are no duration. */
static const char *duration_of(struct arena *arena, struct item_limit limit) {
    static const struct {
        int64_t unit; /* of item_units */
        const char *format;
    } formats[] = {
        { 2, "P%lldD" },
        { 3, "PT%lldH" },
        { 4, "P%lldM" },
        { 5, "P%lldY" },
    };

    for (size_t i = 0; limit.count > 0 && i < sizeof formats / sizeof *formats; i++)
        if (formats[i].unit == limit.unit)
            return arena_format(arena, formats[i].format, (long long)limit.count);
    return "";
}

/* ---- the service ---- */

static void put_operator(struct text *out, const struct item_version *version,
                         const struct place_town *town) {
    open_thing(out, "serviceOperator", "GovernmentOrganization");
    json_put_string(out, "name",
                    *version->department ? version->department : town->hall_name);
    put_said(out, "telephone", *version->phone ? version->phone : town->phone);
    json_close(out, '}');
}

static void put_audience(struct text *out, struct item_list targets) {
    if (targets.count == 0)
        return;
    json_open(out, "audience", '[');
    for (size_t i = 0; i < targets.count; i++) {
        const bool is_person = strcmp(targets.word[i], "person") == 0;

        open_thing(out, NULL, is_person ? "PeopleAudience" : "BusinessAudience");
        json_put_string(out, "audienceType", word_reads(&item_targets, targets.word[i]));
        json_close(out, '}');
    }
    json_close(out, ']');
}

/* Where people go: at the window with its place, online with its address. */
static void put_channel(struct text *out, const struct item_version *version,
                        const struct place_town *town, const char *way,
                        const char *address) {
    const bool is_online = strcmp(way, "online") == 0 || strcmp(way, "mobile") == 0;

    open_thing(out, NULL, "ServiceChannel");
    json_put_string(out, "name", word_reads(&item_ways, way));
    put_said(out, "processingTime", duration_of(out->arena, version->promised));
    if (is_online) {
        json_put_string(out, "serviceUrl", address);
    } else {
        open_thing(out, "serviceLocation", "GovernmentOffice");
        json_put_string(out, "name", town->hall_name);
        put_said(out, "address", version->place);
        put_said(out, "description", *version->hours ? version->hours : town->hours);
        put_said(out, "telephone", *version->phone ? version->phone : town->phone);
        json_close(out, '}');
    }
    json_close(out, '}');
}

static void put_channels(struct text *out, const struct item_version *version,
                         const struct place_town *town, const char *address) {
    if (version->ways.count == 0)
        return;
    json_open(out, "availableChannel", '[');
    for (size_t i = 0; i < version->ways.count; i++)
        put_channel(out, version, town, version->ways.word[i], address);
    json_close(out, ']');
}

static void put_offer(struct text *out, const struct item_version *version) {
    if (version->fee_charged != 0)
        return;
    open_thing(out, "offers", "Offer");
    json_put_string(out, "price", "0");
    json_put_string(out, "priceCurrency", "CNY");
    json_close(out, '}');
}

static void put_service(struct text *out, const struct item_version *version,
                        const struct place_town *town, const char *address) {
    const bool is_permit = strcmp(version->result_kind, "certificate") == 0;

    open_thing(out, NULL, "GovernmentService");
    json_put_string(out, "@id", address);
    json_put_string(out, "url", address);
    json_put_string(out, "identifier", version->code);
    json_put_string(out, "name", version->name);
    put_words(out, "alternateName", version->daily_terms);
    put_said(out, "serviceType", version->type_name);
    put_words(out, "category", version->subjects);
    put_said(out, "description", version->conditions);
    put_operator(out, version, town);
    put_named(out, "areaServed", "AdministrativeArea",
              *version->area ? version->area : town->name);
    put_audience(out, version->targets);
    put_channels(out, version, town, address);
    put_named(out, "serviceOutput", is_permit ? "Permit" : "CreativeWork",
              version->result_name);
    put_offer(out, version);
    json_close(out, '}');
}

/* ---- how to, and questions ---- */

static void put_supplies(struct text *out, const struct item_version *version) {
    if (version->paper_count == 0)
        return;
    json_open(out, "supply", '[');
    for (size_t i = 0; i < version->paper_count; i++)
        put_named(out, NULL, "HowToSupply", version->papers[i].name);
    json_close(out, ']');
}

static void put_steps(struct text *out, struct item_lines steps) {
    json_open(out, "step", '[');
    for (size_t i = 0; i < steps.count; i++) {
        const struct item_line *const step = &steps.line[i];
        const char *const what = *step->note ? step->note : step->title;

        open_thing(out, NULL, "HowToStep");
        json_put_integer(out, "position", (int64_t)i + 1);
        json_put_string(out, "name", step->title);
        json_put_string(out, "text",
                        *step->detail
                            ? arena_format(out->arena, "%s：%s", step->detail, what)
                            : what);
        json_close(out, '}');
    }
    json_close(out, ']');
}

static void put_how_to(struct text *out, const struct item_version *version,
                       const char *address) {
    if (version->steps.count == 0)
        return;
    open_thing(out, NULL, "HowTo");
    json_put_string(out, "@id", address);
    json_put_string(out, "name", version->name);
    put_said(out, "totalTime", duration_of(out->arena, version->promised));
    put_supplies(out, version);
    put_steps(out, version->steps);
    json_close(out, '}');
}

static void put_questions(struct text *out, const struct item_version *version,
                          const char *address) {
    if (version->questions.count == 0)
        return;
    open_thing(out, NULL, "FAQPage");
    json_put_string(out, "@id", address);
    json_open(out, "mainEntity", '[');
    for (size_t i = 0; i < version->questions.count; i++) {
        open_thing(out, NULL, "Question");
        json_put_string(out, "name", version->questions.line[i].title);
        open_thing(out, "acceptedAnswer", "Answer");
        json_put_string(out, "text", version->questions.line[i].detail);
        json_close(out, '}');
        json_close(out, '}');
    }
    json_close(out, ']');
    json_close(out, '}');
}

void item_put_linked(struct html *out, const struct item_version *version,
                     const struct place_town *town) {
    struct text *const text = &out->text;

    json_open(text, NULL, '{');
    json_put_string(text, "@context", "https://schema.org");
    json_open(text, "@graph", '[');
    put_service(text, version, town, route_url(out, "/item/%s", version->code));
    put_how_to(text, version, route_url(out, "/item/%s#steps", version->code));
    put_questions(text, version, route_url(out, "/item/%s#questions", version->code));
    json_close(text, ']');
    json_close(text, '}');
}
