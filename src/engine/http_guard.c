#include "http_private.h"

#include <arpa/inet.h>
#include <assert.h>
#include <string.h>
#include <strings.h>

#include "text.h"

/*
 * libmicrohttpd 0.9.75 takes a bare LF for a line's end, cuts a line at a NUL and glues
 * folded lines into the header's *name*.  None of it shows in the values it hands out,
 * but all of it shows in where they lie: it parses in place, so the head is proper if
 * and only if method, target, version, names and values lie one behind the other with
 * exactly the bytes between them that the grammar has.  The guard proves that, and then
 * takes the whole block over with one copy.
 */

enum {
    HOST_BYTES_MAX = 255,
    LENGTH_DIGITS_MAX = 15,
    VERSION_BYTES = 8, /* "HTTP/1.1" */
    LINE_END_BYTES = 2,
};

/* The low bits of a letter of the table below. */
enum { BYTE_TOKEN = 1, BYTE_VALUE = 2, BYTE_HOST = 4, BYTE_TARGET = 8 };

static const char byte_classes[256 + 1] = "@@@@@@@@@B@@@@@@"
                                          "@@@@@@@@@@@@@@@@"
                                          "BKJCKKKKJJKKJOOJ" /*  !"#$%&'()*+,-./ */
                                          "OOOOOOOOOONJJJJJ" /* 0-9 : ; < = > ? */
                                          "JOOOOOOOOOOOOOOO"
                                          "OOOOOOOOOOONJNKO" /* [ \ ] ^ _ */
                                          "KOOOOOOOOOOOOOOO"
                                          "OOOOOOOOOOOJKJK@" /* { | } ~ DEL */
                                          "JJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJ"
                                          "JJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJ"
                                          "JJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJ"
                                          "JJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJ";

struct known_name {
    const char *name;
    size_t size;
    bool is_single; /* a second one is refused */
};

#define NAME(text) text, sizeof text - 1

static const struct known_name known_names[HEADER_KINDS] = {
    [HEADER_OTHER] = { NAME(""), false },
    [HEADER_HOST] = { NAME("Host"), true },
    [HEADER_CONTENT_LENGTH] = { NAME("Content-Length"), true },
    [HEADER_TRANSFER_ENCODING] = { NAME("Transfer-Encoding"), true },
    [HEADER_EXPECT] = { NAME("Expect"), true },
    [HEADER_CONTENT_TYPE] = { NAME("Content-Type"), true },
    [HEADER_ACCEPT_ENCODING] = { NAME("Accept-Encoding"), false },
    [HEADER_IF_NONE_MATCH] = { NAME("If-None-Match"), false },
    [HEADER_IF_MODIFIED_SINCE] = { NAME("If-Modified-Since"), false },
    [HEADER_COOKIE] = { NAME("Cookie"), false },
    [HEADER_FORWARDED_FOR] = { NAME("X-Forwarded-For"), false },
    [HEADER_FORWARDED_PROTO] = { NAME("X-Forwarded-Proto"), false },
};

struct method_row {
    const char *name;
    enum http_method method;
    int status; /* 0: taken */
};

static const struct method_row methods[] = {
    { "GET", HTTP_GET, 0 },
    { "POST", HTTP_POST, 0 },
    { "HEAD", HTTP_GET, 0 },
    { "PUT", HTTP_PUT, 0 },
    { "DELETE", HTTP_DELETE, 0 },
    { "OPTIONS", HTTP_OTHER, MHD_HTTP_METHOD_NOT_ALLOWED },
    { "PATCH", HTTP_OTHER, MHD_HTTP_METHOD_NOT_ALLOWED },
    { "TRACE", HTTP_OTHER, MHD_HTTP_METHOD_NOT_ALLOWED },
    { "CONNECT", HTTP_OTHER, MHD_HTTP_METHOD_NOT_ALLOWED },
};

/* The walk along the headers. */
struct walk {
    struct turn *turn;
    const char *block; /* where the first name must lie */
    const char *next;  /* where the next name must lie */
    unsigned seen;     /* bits of enum known_header */
    int status;
};

static bool all_are(const char *bytes, size_t size, int class) {
    int common = class;

    for (size_t i = 0; i < size; i++)
        common &= byte_classes[(unsigned char)bytes[i]];
    return common == class;
}

static enum known_header kind_of(const char *name, size_t size) {
    for (int kind = HEADER_OTHER + 1; kind < HEADER_KINDS; kind++)
        if (known_names[kind].size == size &&
            strncasecmp(known_names[kind].name, name, size) == 0)
            return (enum known_header)kind;
    return HEADER_OTHER;
}

static enum MHD_Result stop_walk(struct walk *walk, int status) {
    walk->status = status;
    return MHD_NO;
}

static enum MHD_Result walk_header(void *context, enum MHD_ValueKind place,
                                   const char *name, size_t name_size, const char *value,
                                   size_t value_size) {
    struct walk *walk = context;
    struct turn *turn = walk->turn;

    (void)place;
    if (turn->head_line_count == HTTP_HEADERS_IN_MAX ||
        value + value_size - walk->block > HTTP_HEADER_BYTES_MAX)
        return stop_walk(walk, MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE);
    if (name != walk->next || value < name + name_size + 1 || name_size == 0 ||
        !all_are(name, name_size, BYTE_TOKEN) || !all_are(value, value_size, BYTE_VALUE))
        return stop_walk(walk, MHD_HTTP_BAD_REQUEST);

    const enum known_header kind = kind_of(name, name_size);

    if (known_names[kind].is_single && (walk->seen & 1U << kind))
        return stop_walk(walk, MHD_HTTP_BAD_REQUEST);
    walk->seen |= 1U << kind;
    turn->head_line[turn->head_line_count++] = (struct head_line){
        .name = (uint16_t)(name - walk->block),
        .value = (uint16_t)(value - walk->block),
        .value_end = (uint16_t)(value + value_size - walk->block),
        .kind = (uint16_t)kind,
    };
    walk->next = value + value_size + LINE_END_BYTES;
    return MHD_YES;
}

/*
 * Copies the block, and trims the blanks behind values, which libmicrohttpd keeps.  It
 * does not see "chunked " as chunked, so there they must stay and be refused.
 */
static void take_block(struct turn *turn, const struct walk *walk) {
    char *head = arena_copy_bytes(turn->request.arena, walk->block,
                                  (size_t)(walk->next - walk->block));

    turn->head = head;
    for (size_t i = 0; i < turn->head_line_count; i++) {
        const struct head_line *line = &turn->head_line[i];
        char *end = head + line->value_end;

        while (line->kind != HEADER_TRANSFER_ENCODING && end > head + line->value &&
               (end[-1] == ' ' || end[-1] == '\t'))
            *--end = '\0';
        /* The proxy's is the last one; of all others the first counts. */
        if (!turn->known[line->kind] || line->kind == HEADER_FORWARDED_FOR ||
            line->kind == HEADER_FORWARDED_PROTO)
            turn->known[line->kind] = head + line->value;
    }
}

static int read_head(struct turn *turn, const char *method, const char *version) {
    const char *const target = turn->target_seen;
    struct walk walk = {
        .turn = turn,
        .block = version + VERSION_BYTES + LINE_END_BYTES,
        .next = version + VERSION_BYTES + LINE_END_BYTES,
    };
    const union MHD_ConnectionInfo *size = MHD_get_connection_info(
        turn->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);

    if (target != method + strlen(method) + 1 ||
        version != target + turn->target_size + 1)
        return MHD_HTTP_BAD_REQUEST;
    MHD_get_connection_values_n(turn->connection, MHD_HEADER_KIND, walk_header, &walk);
    if (walk.status)
        return walk.status;
    if (!size || walk.next + LINE_END_BYTES != method + size->header_size)
        return MHD_HTTP_BAD_REQUEST;
    take_block(turn, &walk);
    return 0;
}

static int read_method(struct turn *turn, const char *method) {
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (strcmp(method, methods[i].name) == 0) {
            turn->request.method = methods[i].method;
            return methods[i].status;
        }
    turn->request.method = HTTP_OTHER;
    return all_are(method, strlen(method), BYTE_TOKEN) ? MHD_HTTP_NOT_IMPLEMENTED
                                                       : MHD_HTTP_BAD_REQUEST;
}

static int read_target(struct turn *turn) {
    struct http_request *request = &turn->request;
    char *question = strchr(turn->target, '?');

    if (*turn->target != '/' || !all_are(turn->target, turn->target_size, BYTE_TARGET))
        return MHD_HTTP_BAD_REQUEST;
    if (question) {
        const size_t size = strlen(question + 1);

        *question = '\0';
        if (size > HTTP_QUERY_BYTES_MAX)
            return MHD_HTTP_URI_TOO_LONG;
        if (!http_text_is_valid(question + 1, size))
            return MHD_HTTP_BAD_REQUEST;
        request->query_string = question + 1;
    }

    const int status = http_path_decode(turn->target);

    if (status)
        return status;
    request->path = turn->target;
    if (!*request->query_string)
        return 0;
    return http_pairs_decode(&request->query,
                             arena_copy(request->arena, request->query_string),
                             strlen(request->query_string));
}

static int read_cookies(struct turn *turn) {
    int status = 0;

    if (!turn->known[HEADER_COOKIE])
        return 0;
    for (size_t i = 0; i < turn->head_line_count && status == 0; i++) {
        const struct head_line *line = &turn->head_line[i];

        if (line->kind == HEADER_COOKIE)
            status = http_cookies_decode(
                &turn->request.cookies,
                arena_copy(turn->request.arena, turn->head + line->value));
    }
    return status;
}

/* How the body is framed: one way only, and the same for every reader. */
static int read_framing(struct turn *turn, bool is_one_and_one) {
    const char *length = turn->known[HEADER_CONTENT_LENGTH];
    const char *coding = turn->known[HEADER_TRANSFER_ENCODING];
    const char *expect = turn->known[HEADER_EXPECT];

    if (coding && (length || !is_one_and_one))
        return MHD_HTTP_BAD_REQUEST;
    if (coding && strcasecmp(coding, "chunked") != 0)
        return MHD_HTTP_NOT_IMPLEMENTED;
    if (length && (!*length || strlen(length) > LENGTH_DIGITS_MAX ||
                   strspn(length, "0123456789") != strlen(length)))
        return strspn(length, "0123456789") > LENGTH_DIGITS_MAX
                   ? MHD_HTTP_CONTENT_TOO_LARGE
                   : MHD_HTTP_BAD_REQUEST;
    if (expect && strcasecmp(expect, "100-continue") != 0)
        return MHD_HTTP_EXPECTATION_FAILED;
    turn->body.expects_continue = expect != NULL;
    if (length)
        text_read_int(length, &turn->body.declared);
    if (coding)
        turn->body.declared = -1;
    /* Chunks may be written in more ways than libmicrohttpd tells apart, so that
       nothing that comes behind them is believed. */
    turn->must_close = coding != NULL;
    if (turn->request.method == HTTP_GET && turn->body.declared != 0)
        return MHD_HTTP_BAD_REQUEST;
    return 0;
}

/* The last element of X-Forwarded-For, when it is an address. */
static const char *forwarded_address(const char *list, struct arena *arena) {
    const char *comma = strrchr(list, ',');
    const char *last = comma ? comma + 1 + strspn(comma + 1, " \t") : list;
    struct in6_addr address;

    if (inet_pton(AF_INET, last, &address) != 1 &&
        inet_pton(AF_INET6, last, &address) != 1)
        return NULL;
    return arena_copy(arena, last);
}

static void read_proxy(struct turn *turn) {
    const char *list = turn->known[HEADER_FORWARDED_FOR];
    const char *scheme = turn->known[HEADER_FORWARDED_PROTO];

    if (!turn->peer->is_trusted)
        return;

    const char *address = list ? forwarded_address(list, turn->request.arena) : NULL;

    if (address)
        turn->request.address = address;
    turn->request.secure = scheme && strcasecmp(scheme, "https") == 0;
}

int http_guard(struct turn *turn, const char *method, const char *version) {
    const bool is_one_and_one = strcmp(version, "HTTP/1.1") == 0;
    int status = read_method(turn, method);
    const int head_status = read_head(turn, method, version);

    if (head_status)
        return head_status;

    const char *host = turn->known[HEADER_HOST];
    const char *coding = turn->known[HEADER_ACCEPT_ENCODING];
    const char *type = turn->known[HEADER_CONTENT_TYPE];

    if (!host || !*host || strlen(host) > HOST_BYTES_MAX ||
        !all_are(host, strlen(host), BYTE_HOST))
        return MHD_HTTP_BAD_REQUEST;
    turn->request.content_type = type ? type : "";
    turn->request.accepts_gzip = coding && http_list_accepts_gzip(coding);
    read_proxy(turn);
    if (!is_one_and_one && strcmp(version, "HTTP/1.0") != 0)
        return MHD_HTTP_HTTP_VERSION_NOT_SUPPORTED;
    if (!status)
        status = read_framing(turn, is_one_and_one);
    if (!status)
        status = read_target(turn);
    if (!status)
        status = read_cookies(turn);
    return status;
}

const char *http_header(const struct http_request *request, const char *name) {
    const struct turn *turn = (const struct turn *)request;

    for (size_t i = 0; i < turn->head_line_count; i++)
        if (strcasecmp(turn->head + turn->head_line[i].name, name) == 0)
            return turn->head + turn->head_line[i].value;
    return NULL;
}
