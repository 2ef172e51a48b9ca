/* Tests of http against a real server on a free port. */
#include "http.h"

#include "http_test.h"

#include <dirent.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <zlib.h>

#include "arena.h"
#include "text.h"

enum { UPLOAD_BYTES_MAX = 1 << 20, IDLE_SECONDS = 3 };

static const char page_etag[] = "\"v1\"";
static const char page_date[] = "Mon, 23 Nov 2026 01:05:00 GMT";

/* The server, and what its handlers saw. */
struct hall {
    struct arena *arena;
    struct http_server *server;
    struct http_blob *blob;
    char page[10 * 1024];
    char folder[64];
    atomic_int served;
    atomic_int refused;
    atomic_int finished;
};

/* ---- the handlers ---- */

static int64_t body_max(void *context, const struct http_request *request) {
    (void)context;
    return strncmp(request->path, "/upload", 7) == 0 ? UPLOAD_BYTES_MAX : -1;
}

static void echo_pairs(struct text *out, const char *kind,
                       const struct http_pairs *pairs) {
    for (size_t i = 0; i < pairs->count; i++)
        text_addf(out, "%s %s=%s\n", kind, pairs->pair[i].name, pairs->pair[i].value);
}

static void echo(struct http_request *request, struct http_answer *answer) {
    struct text out = { .arena = request->arena };
    const char *agent = http_header(request, "user-AGENT");

    text_addf(&out, "path %s\nfrom %s %s\nagent %s\n", request->path, request->address,
              request->secure ? "secure" : "plain", agent ? agent : "none");
    echo_pairs(&out, "query", &request->query);
    echo_pairs(&out, "cookie", &request->cookies);
    echo_pairs(&out, "field", &request->fields);
    for (size_t i = 0; i < request->upload_count; i++) {
        struct stat state = { 0 };

        stat(request->upload[i].spool_path, &state);
        text_addf(&out, "upload %s %s %s %lld %lld %o\n", request->upload[i].field,
                  request->upload[i].file_name, request->upload[i].claimed_type,
                  (long long)request->upload[i].size_bytes, (long long)state.st_size,
                  (unsigned)state.st_mode & 0777U);
    }
    text_addf(&out, "body %zu %s\n", request->body_size, request->body);
    answer->bytes = text_string(&out);
    answer->size = out.length;
}

static enum http_when serve(void *context, struct http_request *request,
                            struct http_answer *answer) {
    struct hall *hall = context;

    atomic_fetch_add(&hall->served, 1);
    answer->status = 200;
    answer->type = "text/plain; charset=utf-8";
    if (strcmp(request->path, "/blob") == 0) {
        answer->blob = http_blob_hold(hall->blob);
    } else if (strcmp(request->path, "/page") == 0) {
        answer->bytes = hall->page;
        answer->size = sizeof hall->page;
        answer->compress = true;
        http_answer_header(answer, "ETag", page_etag);
        http_answer_header(answer, "Last-Modified", page_date);
    } else {
        echo(request, answer);
    }
    return HTTP_NOW;
}

static void refuse(void *context, struct http_request *request, int status,
                   struct http_answer *answer) {
    struct hall *hall = context;

    (void)status;
    atomic_fetch_add(&hall->refused, 1);
    answer->type = "text/plain; charset=utf-8";
    answer->bytes = arena_copy(request->arena, "请求有误");
    answer->size = strlen(answer->bytes);
}

static void finished(void *context, struct http_request *request,
                     const struct http_answer *answer) {
    struct hall *hall = context;

    assert_non_null(request->path);
    assert_true(answer->status >= 200);
    atomic_fetch_add(&hall->finished, 1);
}

/* ---- the hall ---- */

static void open_hall(struct hall *hall, const char *proxy) {
    static const struct http_pair headers[] = { { "ETag", "\"blob\"" } };
    const char *why;

    *hall = (struct hall){ .arena = arena_new() };
    memset(hall->page, 'p', sizeof hall->page);
    memcpy(hall->folder, "/tmp/http_test.XXXXXX", sizeof "/tmp/http_test.XXXXXX");
    assert_non_null(mkdtemp(hall->folder));
    hall->blob =
        http_blob_new(200, "text/html", hall->page, sizeof hall->page, headers, 1);
    hall->server = http_start(
        &(struct http_settings){
            .address = "127.0.0.1",
            .threads = 2,
            .idle_seconds = IDLE_SECONDS,
            .spool_folder = hall->folder,
            .trusted_proxy = proxy,
            .body_max = body_max,
            .serve = serve,
            .refuse = refuse,
            .finished = finished,
            .context = hall,
        },
        hall->arena, &why);
    assert_null(why);
    assert_non_null(hall->server);
}

static int files_in(const char *folder) {
    DIR *entries = opendir(folder);
    int count = 0;

    assert_non_null(entries);
    for (struct dirent *entry = readdir(entries); entry; entry = readdir(entries))
        count += entry->d_name[0] != '.';
    closedir(entries);
    return count;
}

static void close_hall(struct hall *hall) {
    http_stop(hall->server, 2000);
    assert_int_equal(atomic_load(&hall->finished),
                     atomic_load(&hall->served) + atomic_load(&hall->refused));
    assert_int_equal(files_in(hall->folder), 0);
    rmdir(hall->folder);
    http_blob_release(hall->blob);
    arena_free(hall->arena);
}

static int set_up(void **state) {
    static struct hall hall;

    open_hall(&hall, "");
    *state = &hall;
    return 0;
}

static int tear_down(void **state) {
    close_hall(*state);
    return 0;
}

/* ---- helpers of the tests ---- */

static struct reply ask_hall(const struct hall *hall, const char *text) {
    return ask(http_port(hall->server), text);
}

/* What finished() counts is counted after the answer was sent. */
static void wait_for(atomic_int *number, int wanted) {
    for (int i = 0; i < PATIENCE_MS && atomic_load(number) < wanted; i++)
        usleep(1000);
    assert_int_equal(atomic_load(number), wanted);
}

/* An urlencoded POST to /form with this body. */
static struct reply post_form(const struct hall *hall, const char *body) {
    char text[2048];

    snprintf(text, sizeof text, POST("/form") FORM "Content-Length: %zu\r\n" LAST "%s",
             strlen(body), body);
    return ask_hall(hall, text);
}

/* A multipart POST with this body, its size bytes long. */
static struct reply post_parts(const struct hall *hall, const char *path,
                               const char *body, size_t size) {
    char *text = malloc(size + 512);
    const int head = snprintf(text, 512,
                              "POST %s HTTP/1.1\r\nHost: hall.cn\r\n" PARTS
                              "Content-Length: %zu\r\n" LAST,
                              path, size);

    memcpy(text + head, body, size);

    const struct reply reply =
        ask_bytes(http_port(hall->server), text, (size_t)head + size);

    free(text);
    return reply;
}

/* A file part of that many bytes; the caller frees. */
static char *big_upload(size_t size, size_t *whole) {
    static const char head[] = "--qq\r\nContent-Disposition: form-data; name=\"file\"; "
                               "filename=\"big.bin\"\r\n\r\n";
    static const char tail[] = "\r\n--qq--\r\n";
    char *body = malloc(size + sizeof head + sizeof tail);

    memcpy(body, head, sizeof head - 1);
    memset(body + sizeof head - 1, 'x', size);
    memcpy(body + sizeof head - 1 + size, tail, sizeof tail - 1);
    *whole = sizeof head - 1 + size + sizeof tail - 1;
    return body;
}

/* ---- requests ---- */

static void a_request_arrives_decoded_once(void **state) {
    const struct reply reply = ask_hall(
        *state,
        GET("/%E5%8A%9E%2520?a=1%2B1+2&b&c=%E4%BA%8B&a=3") "Cookie: sid=x y; bad\xFF=1; "
                                                           "other=2\r\nCookie: "
                                                           "third=3\r\n"
                                                           "User-Agent: kiosk \t "
                                                           "\r\n" LAST);

    assert_status(&reply, 200);
    assert_says(&reply, "path /办%20\n");
    assert_says(&reply, "from 127.0.0.1 plain\nagent kiosk\n");
    assert_says(&reply, "query a=1+1 2\nquery b=\nquery c=事\nquery a=3\n");
    assert_says(&reply, "cookie sid=x y\ncookie other=2\ncookie third=3\n");
    assert_silent_on(&reply, "bad");
}

static void requests_follow_each_other_on_one_connection(void **state) {
    const int line = call(http_port(((struct hall *)*state)->server));

    say(line, GET("/one") "\r\n" GET("/two") "\r\n" GET("/three") LAST);

    const struct reply reply = hear(line, NULL, PATIENCE_MS);

    assert_says(&reply, "path /one\n");
    assert_says(&reply, "path /two\n");
    assert_says(&reply, "path /three\n");
    assert_true(reply.is_closed);
    close(line);
}

static void head_gives_the_length_and_no_body(void **state) {
    const struct reply reply =
        ask_hall(*state, "HEAD /page HTTP/1.1\r\nHost: hall.cn\r\n" LAST);

    assert_status(&reply, 200);
    assert_says(&reply, "Content-Length: 10240\r\n");
    assert_string_equal(body_of(&reply), "");
}

static void a_form_arrives_as_fields(void **state) {
    const struct reply reply = post_form(*state, "name=%E5%BC%A0+%26&empty=&x=%2B");

    assert_status(&reply, 200);
    assert_says(&reply, "field name=张 &\nfield empty=\nfield x=+\nbody 0 \n");
}

static void a_form_in_chunks_arrives_whole_and_ends_the_connection(void **state) {
    const struct reply reply =
        ask_hall(*state, POST("/form") FORM
                 "Transfer-Encoding: chunked\r\n\r\n"
                 "3\r\na=1\r\n4;x=y\r\n&b=2\r\n0\r\n\r\n" GET("/smuggled") "\r\n");

    assert_status(&reply, 200);
    assert_says(&reply, "field a=1\nfield b=2\n");
    assert_says(&reply, "Connection: close");
    assert_silent_on(&reply, "smuggled");
}

static void a_body_of_another_kind_arrives_as_it_is(void **state) {
    const struct reply reply =
        ask_hall(*state, POST("/api") "Content-Type: application/json\r\n"
                                      "Expect: 100-continue\r\nContent-Length: 7\r\n" LAST
                                      "{\"a\":1}");

    assert_says(&reply, "100 Continue");
    assert_says(&reply, "body 7 {\"a\":1}\n");
}

static void a_form_that_is_no_text_is_refused(void **state) {
    static const char *const bodies[] = { "a=%FF", "a=%00", "a=%C0%AF", "a=%",
                                          "a=%4",  "a=%zz", "%80=1",    "a=%ED%A0%80" };

    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        const struct reply reply = post_form(*state, bodies[i]);

        assert_status(&reply, 400);
        assert_says(&reply, "请求有误");
    }
}

static void too_many_fields_are_refused(void **state) {
    char body[65 * 4 + 1] = "";
    struct reply reply;

    for (int i = 0; i < 64; i++)
        strncat(body, "a=1&", 5);
    reply = post_form(*state, body);
    assert_status(&reply, 200);
    strncat(body, "a=1&", 5);
    reply = post_form(*state, body);
    assert_status(&reply, 400);
}

static void forwarded_headers_count_only_from_the_proxy(void **state) {
    static const char request[] = GET("/") "X-Forwarded-For: 1.1.1.1, 2.2.2.2\r\n"
                                           "X-Forwarded-Proto: https\r\n" LAST;
    struct reply reply = ask_hall(*state, request);
    struct hall behind;

    assert_says(&reply, "from 127.0.0.1 plain\n");
    open_hall(&behind, "127.0.0.1");
    reply = ask_hall(&behind, request);
    assert_says(&reply, "from 2.2.2.2 secure\n");
    reply = ask_hall(&behind, GET("/") "X-Forwarded-For: 1.1.1.1, nonsense\r\n" LAST);
    assert_says(&reply, "from 127.0.0.1 plain\n");
    close_hall(&behind);
}

/* ---- uploads ---- */

static void uploads_are_spooled_and_removed(void **state) {
    static const char body[] =
        "--qq\r\nContent-Disposition: form-data; "
        "name=\"note\"\r\n\r\n你好\r\n--x\r\n--qq\r\n"
        "Content-Disposition: form-data; name=\"file\"; "
        "filename=\"C:\\dir\\照片%22.png\"\r\nContent-Type: "
        "image/png\r\n\r\n\r\n\r\n--q\r\n"
        "--qq\r\nContent-Disposition: form-data; name=\"none\"; filename=\"\"\r\n"
        "Content-Type: application/octet-stream\r\n\r\n\r\n--qq--\r\n";
    struct hall *hall = *state;
    const struct reply reply = post_parts(hall, "/upload", body, sizeof body - 1);

    assert_status(&reply, 200);
    assert_says(&reply, "field note=你好\r\n--x\n");
    assert_says(&reply, "upload file 照片\".png image/png 7 7 600\nbody 0 \n");
    wait_for(&hall->finished, atomic_load(&hall->served) + atomic_load(&hall->refused));
    assert_int_equal(files_in(hall->folder), 0);
}

static void malformed_parts_are_refused(void **state) {
    static const char *const bodies[] = {
        "--qq\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nopen",
        "--qq\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--qq",
        "--qq\r\nContent-Disposition: form-data\r\n\r\nx\r\n--qq--\r\n",
        "--qq\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--qq--\r\n",
        "--qq\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--qq--\r\n",
        "--qq\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\nx\r\n--qq--\r\n",
        "--qq\nContent-Disposition: form-data; name=\"a\"\n\nx\n--qq--\n",
        "--qq\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xFF\r\n--qq--\r\n",
        "--qq\r\nContent-Disposition: form-data; name=\"\xFF\"\r\n\r\nx\r\n--qq--\r\n",
        ("--qq\r\nContent-Disposition: form-data; name=\"a\"\r\n"
         "Content-Transfer-Encoding: base64\r\n\r\nx\r\n--qq--\r\n"),
        "--qqq\r\n\r\n",
    };

    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        const struct reply reply =
            post_parts(*state, "/upload", bodies[i], strlen(bodies[i]));

        assert_status(&reply, 400);
    }
}

static void an_upload_above_the_limit_is_read_out_refused_and_removed(void **state) {
    struct hall *hall = *state;
    size_t whole;
    char *body = big_upload(UPLOAD_BYTES_MAX * 3, &whole);
    const struct reply reply = post_parts(hall, "/upload", body, whole);

    assert_status(&reply, 413);
    assert_says(&reply, "请求有误");
    assert_int_equal(files_in(hall->folder), 0);
    free(body);
}

static void an_upload_in_chunks_above_the_limit_leaves_nothing(void **state) {
    struct hall *hall = *state;
    const int line = call(http_port(hall->server));
    size_t whole;
    char *body = big_upload(UPLOAD_BYTES_MAX + 1000, &whole);
    char size[32];

    snprintf(size, sizeof size, "%zx\r\n", whole);
    say(line, POST("/upload") PARTS "Transfer-Encoding: chunked\r\n\r\n");
    say(line, size);
    say_bytes(line, body, whole);
    say(line, "\r\n0\r\n\r\n");

    const struct reply reply = hear(line, NULL, PATIENCE_MS);

    assert_status(&reply, 413);
    assert_int_equal(files_in(hall->folder), 0);
    close(line);
    free(body);
}

static void a_very_long_upload_in_chunks_is_told_why(void **state) {
    enum { CHUNK = 1 << 20, CHUNKS = 300 };
    struct hall *hall = *state;
    const int line = call(http_port(hall->server));
    char *chunk = calloc(1, CHUNK);

    say(line, POST("/upload") PARTS
        "Transfer-Encoding: chunked\r\n\r\n"
        "43\r\n--qq\r\n"
        "Content-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n\r\n");
    for (int i = 0; i < CHUNKS; i++) {
        say(line, "100000\r\n");
        say_bytes(line, chunk, CHUNK);
        say(line, "\r\n");
    }
    say(line, "0\r\n\r\n");

    const struct reply reply = hear(line, NULL, PATIENCE_MS);

    assert_status(&reply, 413);
    assert_says(&reply, "请求有误");
    assert_int_equal(files_in(hall->folder), 0);
    close(line);
    free(chunk);
}

static void where_no_uploads_are_taken_a_file_is_refused(void **state) {
    size_t whole;
    char *body = big_upload(10, &whole);
    const struct reply reply = post_parts(*state, "/form", body, whole);

    assert_status(&reply, 415);
    free(body);
}

static void an_upload_broken_off_leaves_nothing(void **state) {
    struct hall *hall = *state;
    const int line = call(http_port(hall->server));
    size_t whole;
    char *body = big_upload(100000, &whole);

    say(line, POST("/upload") PARTS "Content-Length: 200000\r\n\r\n");
    say_bytes(line, body, whole / 2);
    for (int i = 0; i < PATIENCE_MS && files_in(hall->folder) == 0; i++)
        usleep(1000);
    assert_int_equal(files_in(hall->folder), 1);
    close(line);
    for (int i = 0; i < PATIENCE_MS && files_in(hall->folder) > 0; i++)
        usleep(1000);
    assert_int_equal(files_in(hall->folder), 0);
    free(body);
}

static void a_full_disk_is_507(void **state) {
    struct hall *hall = *state;
    const struct rlimit none = { 64 * 1024, RLIM_INFINITY };
    struct rlimit before;
    size_t whole;
    char *body = big_upload(500000, &whole);

    /* A file that may not grow fails as one on a full disk does. */
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    setrlimit(RLIMIT_FSIZE, &none);

    const struct reply reply = post_parts(hall, "/upload", body, whole);

    setrlimit(RLIMIT_FSIZE, &before);
    assert_status(&reply, 507);
    assert_int_equal(files_in(hall->folder), 0);
    free(body);
}

/* ---- answers ---- */

static void pages_and_blobs_are_packed_for_those_who_can_unpack(void **state) {
    static const char *const requests[] = {
        GET("/page") "Accept-Encoding: deflate, gzip;q=0.5\r\n" LAST,
        GET("/blob") "Accept-Encoding: br, gzip\r\n" LAST,
        GET("/blob") "Accept-Encoding: *\r\n" LAST,
    };

    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        const struct reply reply = ask_hall(*state, requests[i]);
        unsigned char out[20000];
        const char *body = body_of(&reply);
        z_stream stream = { .next_in = (Bytef *)(uintptr_t)body,
                            .avail_in = (uInt)(reply.bytes + reply.size - body),
                            .next_out = out,
                            .avail_out = sizeof out };

        assert_status(&reply, 200);
        assert_says(&reply, "Content-Encoding: gzip\r\n");
        assert_says(&reply, "Vary: Accept-Encoding\r\n");
        assert_int_equal(inflateInit2(&stream, 31), Z_OK);
        assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
        assert_int_equal(stream.total_out, 10240);
        inflateEnd(&stream);
    }
}

static void others_get_them_plain_and_told_apart(void **state) {
    static const char *const requests[] = {
        GET("/page") LAST,
        GET("/blob") "Accept-Encoding: gzip;q=0, br\r\n" LAST,
        GET("/page") "Accept-Encoding: xgzip\r\n" LAST,
    };

    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        const struct reply reply = ask_hall(*state, requests[i]);

        assert_says(&reply, "Content-Length: 10240\r\n");
        assert_says(&reply, "Vary: Accept-Encoding\r\n");
        assert_silent_on(&reply, "Content-Encoding");
    }
}

static void what_the_client_has_is_not_sent_again(void **state) {
    static const char *const same[] = {
        GET("/page") "If-None-Match: \"v0\" , W/\"v1\"\r\n" LAST,
        GET("/page") "If-None-Match: *\r\n" LAST,
        GET("/blob") "If-None-Match: \"blob\"\r\nAccept-Encoding: gzip\r\n" LAST,
        GET("/page") "If-Modified-Since: Mon, 23 Nov 2026 01:05:00 GMT\r\n" LAST,
    };
    static const char *const other[] = {
        GET("/page") "If-None-Match: \"v10\", \"v\r\n" LAST,
        GET("/page") "If-Modified-Since: Mon, 23 Nov 2026 01:04:59 GMT\r\n" LAST,
        GET("/page") "If-None-Match: \"v0\"\r\n"
                     "If-Modified-Since: Mon, 23 Nov 2026 01:05:00 GMT\r\n" LAST,
    };
    struct reply reply;

    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        reply = ask_hall(*state, same[i]);
        assert_status(&reply, 304);
        assert_says(&reply, "ETag: \"");
        assert_string_equal(body_of(&reply), "");
    }
    for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
        reply = ask_hall(*state, other[i]);
        assert_status(&reply, 200);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_arrives_decoded_once),
        cmocka_unit_test(requests_follow_each_other_on_one_connection),
        cmocka_unit_test(head_gives_the_length_and_no_body),
        cmocka_unit_test(a_form_arrives_as_fields),
        cmocka_unit_test(a_form_in_chunks_arrives_whole_and_ends_the_connection),
        cmocka_unit_test(a_body_of_another_kind_arrives_as_it_is),
        cmocka_unit_test(a_form_that_is_no_text_is_refused),
        cmocka_unit_test(too_many_fields_are_refused),
        cmocka_unit_test(forwarded_headers_count_only_from_the_proxy),
        cmocka_unit_test(uploads_are_spooled_and_removed),
        cmocka_unit_test(malformed_parts_are_refused),
        cmocka_unit_test(an_upload_above_the_limit_is_read_out_refused_and_removed),
        cmocka_unit_test(an_upload_in_chunks_above_the_limit_leaves_nothing),
        cmocka_unit_test(a_very_long_upload_in_chunks_is_told_why),
        cmocka_unit_test(where_no_uploads_are_taken_a_file_is_refused),
        cmocka_unit_test(a_very_long_upload_in_chunks_is_told_why),
        cmocka_unit_test(an_upload_broken_off_leaves_nothing),
        cmocka_unit_test(a_full_disk_is_507),
        cmocka_unit_test(pages_and_blobs_are_packed_for_those_who_can_unpack),
        cmocka_unit_test(others_get_them_plain_and_told_apart),
        cmocka_unit_test(what_the_client_has_is_not_sent_again),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
