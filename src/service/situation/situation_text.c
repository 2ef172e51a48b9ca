#include "situation_text.h"

#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "json.h"
#include "page.h"
#include "text.h"
#include "utf8.h"

/* ---- places ---- */

/* Behind blanks. */
static size_t skip_blanks(const char *text, size_t at) {
    return at + strspn(text + at, " \t\r\n");
}

/* Whether a string with this value, written without escapes, begins at a byte. */
static bool is_string_at(const char *text, size_t at, const char *value) {
    const size_t size = strlen(value);

    return text[at] == '"' && strncmp(text + at + 1, value, size) == 0 &&
           text[at + 1 + size] == '"';
}

size_t situation_find_member(const char *text, size_t from, const char *key,
                             const char *value) {
    for (const char *at = text + from; (at = strchr(at, '"')); at++) {
        const size_t here = (size_t)(at - text);

        if (!is_string_at(text, here, key))
            continue;

        size_t next = skip_blanks(text, here + strlen(key) + 2);
        if (text[next] != ':')
            continue;
        next = skip_blanks(text, next + 1);
        if (!value || is_string_at(text, next, value))
            return here;
    }
    return SIZE_MAX;
}

struct situation_place situation_place_of(const char *text, size_t at) {
    struct situation_place place = { 1, 1 };

    if (at == SIZE_MAX)
        return (struct situation_place){ 0, 0 };
    for (size_t i = 0; i < at && text[i]; i++) {
        if (text[i] == '\n')
            place = (struct situation_place){ place.line + 1, 1 };
        else
            place.column += ((unsigned char)text[i] & 0xC0) != 0x80;
    }
    return place;
}

/* ---- reading ---- */

struct reader {
    struct arena *arena;
    const char *text;
    const struct situation_listener *listener;
    bool spoiled;
    size_t at; /* where the part that is being read stands */
};

__attribute__((format(printf, 2, 3))) static void reject(struct reader *reader,
                                                         const char *format, ...) {
    va_list args;

    reader->spoiled = true;
    va_start(args, format);
    if (reader->listener && reader->listener->hear)
        reader->listener->hear(reader->listener->context,
                               situation_place_of(reader->text, reader->at),
                               arena_vformat(reader->arena, format, args));
    va_end(args);
}

/* What is looked for from now on stands behind this; it stays where it was otherwise. */
static void go_to(struct reader *reader, const char *key, const char *value) {
    const size_t found = situation_find_member(reader->text, reader->at, key, value);

    if (found != SIZE_MAX)
        reader->at = found;
}

/* A text of at most max characters, "" when it is absent. */
static const char *take_text(struct reader *reader, const struct json *object,
                             const char *key, size_t max) {
    const struct json *const member = json_get(object, key);
    const char *const said = json_string(member);

    if (member->kind == JSON_NULL)
        return "";
    if (member->kind != JSON_STRING)
        reject(reader, "字段 %s 应当是文字", key);
    else if (!utf8_valid_text(said, strlen(said)))
        reject(reader, "字段 %s 含有控制字符，请删掉", key);
    else if (utf8_count(said) > max)
        reject(reader, "字段 %s 太长，最多 %zu 个字", key, max);
    return arena_copy(reader->arena, said);
}

static const char *need_text(struct reader *reader, const struct json *object,
                             const char *key, size_t max) {
    const char *const said = take_text(reader, object, key, max);

    if (!*said)
        reject(reader, "缺少字段 %s，或者它是空的", key);
    return said;
}

/* An id stands in addresses, so it holds nothing that would be encoded there. */
static const char *take_id(struct reader *reader, const struct json *object) {
    const char *const id = need_text(reader, object, "id", SITUATION_ID_MAX);

    if (*id && id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_")])
        reject(reader, "编号 %s 只能用小写字母、数字和下划线", id);
    else if (strcmp(id, "result") == 0)
        reject(reader, "编号 result 留给结果用，请换一个");
    return id;
}

/* The members of an array of objects; what is absent has none. */
static size_t take_count(struct reader *reader, const struct json *object,
                         const char *key, size_t max) {
    const struct json *const list = json_get(object, key);

    if (list->kind == JSON_NULL)
        return 0;
    if (list->kind != JSON_ARRAY) {
        reject(reader, "字段 %s 应当是一个列表 […]", key);
        return 0;
    }
    if (list->count > max) {
        reject(reader, "字段 %s 最多 %zu 项", key, max);
        return 0;
    }
    for (size_t i = 0; i < list->count; i++)
        if (list->member[i].kind != JSON_OBJECT) {
            reject(reader, "字段 %s 的每一项应当是一个对象 {…}", key);
            return 0;
        }
    return list->count;
}

static void take_answers(struct reader *reader, const struct json *from,
                         struct situation_question *question) {
    const size_t count = take_count(reader, from, "answers", SITUATION_ANSWERS_MAX);
    struct situation_answer *const answers =
        arena_alloc(reader->arena, count * sizeof *answers);

    for (size_t i = 0; i < count; i++) {
        const struct json *const one = &json_get(from, "answers")->member[i];

        go_to(reader, "id", json_string(json_get(one, "id")));
        answers[i] = (struct situation_answer){
            .id = take_id(reader, one),
            .words = need_text(reader, one, "text", SITUATION_WORDS_MAX),
            .hint = take_text(reader, one, "hint", SITUATION_HINT_MAX),
            .next_id = take_text(reader, one, "next", SITUATION_ID_MAX),
        };
        question->answers = answers;
        if (situation_find_answer(question, answers[i].id) >= 0)
            reject(reader, "问题 %s 有两个答案的编号都是 %s", question->id,
                   answers[i].id);
        question->answer_count = i + 1;
    }
}

static void take_questions(struct reader *reader, const struct json *object,
                           struct situation_flow *flow) {
    const size_t count = take_count(reader, object, "questions", SITUATION_QUESTIONS_MAX);
    struct situation_question *const questions =
        arena_alloc(reader->arena, count * sizeof *questions);

    flow->questions = questions;
    for (size_t i = 0; i < count; i++) {
        const struct json *const one = &json_get(object, "questions")->member[i];

        go_to(reader, "id", json_string(json_get(one, "id")));
        questions[i] = (struct situation_question){
            .id = take_id(reader, one),
            .words = need_text(reader, one, "text", SITUATION_WORDS_MAX),
            .hint = take_text(reader, one, "hint", SITUATION_HINT_MAX),
        };
        if (situation_find_question(flow, questions[i].id) >= 0)
            reject(reader, "有两个问题的编号都是 %s", questions[i].id);
        take_answers(reader, one, &questions[i]);
        flow->question_count = i + 1;
    }
}

/* One answer's id, or a list of them. */
static void take_term(struct reader *reader, const struct json *from,
                      struct situation_term *term) {
    const struct json *const list = from->kind == JSON_ARRAY ? from->member : from;
    const size_t count = from->kind == JSON_ARRAY ? from->count : 1;
    const char **const ids = arena_alloc(reader->arena, count * sizeof *ids);

    *term = (struct situation_term){ .question_id = arena_copy(reader->arena, from->key),
                                     .answer_ids = ids };
    if (count == 0 || count > SITUATION_ANSWERS_MAX) {
        reject(reader, "条件 %s 要写 1 到 %d 个答案的编号", from->key,
               SITUATION_ANSWERS_MAX);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (list[i].kind != JSON_STRING)
            reject(reader, "条件 %s 应当是答案的编号", from->key);
        else
            ids[term->count++] = arena_copy(reader->arena, list[i].string);
    }
}

static void take_clauses(struct reader *reader, const struct json *from,
                         struct situation_paper *paper) {
    const size_t count = take_count(reader, from, "when", SITUATION_CLAUSES_MAX);
    struct situation_clause *const clauses =
        arena_alloc(reader->arena, count * sizeof *clauses);

    for (size_t i = 0; i < count; i++) {
        const struct json *const one = &json_get(from, "when")->member[i];
        struct situation_term *const terms =
            arena_alloc(reader->arena, one->count * sizeof *terms);

        if (one->count == 0 || one->count > SITUATION_QUESTIONS_MAX)
            reject(reader, "材料 %s 的条件 {} 里要写问题和答案", paper->name);
        for (size_t j = 0; j < one->count && j < SITUATION_QUESTIONS_MAX; j++)
            take_term(reader, &one->member[j], &terms[j]);
        clauses[i] = (struct situation_clause){ terms, one->count };
    }
    if (json_get(from, "when")->kind == JSON_ARRAY && count == 0 && !reader->spoiled)
        reject(reader, "材料 %s 的 when 是空的；人人都要就不写 when", paper->name);
    paper->clauses = clauses;
    paper->clause_count = count;
}

static int64_t take_exempt(struct reader *reader, const struct json *from) {
    const struct json *const member = json_get(from, "exempt");

    if (member->kind != JSON_NULL && member->kind != JSON_TRUE &&
        member->kind != JSON_FALSE)
        reject(reader, "字段 exempt（免提交）应当是 true 或 false");
    return member->kind == JSON_TRUE;
}

static void take_papers(struct reader *reader, const struct json *object,
                        struct situation_flow *flow) {
    const size_t count = take_count(reader, object, "papers", SITUATION_PAPERS_MAX);
    struct situation_paper *const papers =
        arena_alloc(reader->arena, count * sizeof *papers);

    for (size_t i = 0; i < count; i++) {
        const struct json *const one = &json_get(object, "papers")->member[i];

        go_to(reader, "name", json_string(json_get(one, "name")));
        papers[i] = (struct situation_paper){
            .name = need_text(reader, one, "name", SITUATION_NAME_MAX),
            .why = take_text(reader, one, "why", SITUATION_HINT_MAX),
            .exempt = take_exempt(reader, one),
        };
        take_clauses(reader, one, &papers[i]);
    }
    flow->papers = papers;
    flow->paper_count = count;
}

bool situation_read_json(struct arena *arena, const struct json *object, const char *text,
                         const struct situation_listener *listener,
                         struct situation_flow *flow) {
    struct reader reader = { .arena = arena, .text = text, .listener = listener };

    *flow = (struct situation_flow){ .author = "", .note = "" };
    flow->note = take_text(&reader, object, "note", SITUATION_HINT_MAX);
    take_questions(&reader, object, flow);
    take_papers(&reader, object, flow);
    if (!reader.spoiled && flow->question_count > 0 && flow->paper_count == 0)
        reject(&reader, "有问题却没有材料（字段 papers）");
    if (!reader.spoiled)
        situation_resolve(flow);
    return !reader.spoiled;
}

bool situation_read_text(struct arena *arena, const char *text,
                         const struct situation_listener *listener,
                         struct situation_flow *flow, const char **code) {
    struct reader reader = { .arena = arena, .text = text, .listener = listener };
    struct json_error error;
    const struct json *const object = json_read(arena, text, strlen(text), &error);

    *code = "";
    if (!object) {
        if (listener->hear)
            listener->hear(listener->context,
                           (struct situation_place){ error.line, error.column },
                           arena_format(arena, "不是完整的 JSON：%s", error.text));
        return false;
    }
    if (object->kind != JSON_OBJECT) {
        reject(&reader, "应当是一个 JSON 对象 {…}");
        return false;
    }
    *code = take_text(&reader, object, "code", ITEM_CODE_MAX);
    return situation_read_json(arena, object, text, listener, flow) && !reader.spoiled;
}

/* ---- writing ---- */

static void put_said(struct text *out, const char *key, const char *value) {
    if (*value)
        json_put_string(out, key, value);
}

static void put_question(struct text *out, const struct situation_question *question) {
    json_open(out, NULL, '{');
    json_put_string(out, "id", question->id);
    json_put_string(out, "text", question->words);
    put_said(out, "hint", question->hint);
    json_open(out, "answers", '[');
    for (size_t i = 0; i < question->answer_count; i++) {
        const struct situation_answer *const answer = &question->answers[i];

        json_open(out, NULL, '{');
        json_put_string(out, "id", answer->id);
        json_put_string(out, "text", answer->words);
        put_said(out, "hint", answer->hint);
        put_said(out, "next", answer->next_id);
        json_close(out, '}');
    }
    json_close(out, ']');
    json_close(out, '}');
}

static void put_term(struct text *out, const struct situation_term *term) {
    if (term->count == 1) {
        json_put_string(out, term->question_id, term->answer_ids[0]);
        return;
    }
    json_open(out, term->question_id, '[');
    for (size_t i = 0; i < term->count; i++)
        json_put_string(out, NULL, term->answer_ids[i]);
    json_close(out, ']');
}

static void put_paper(struct text *out, const struct situation_paper *paper) {
    json_open(out, NULL, '{');
    json_put_string(out, "name", paper->name);
    put_said(out, "why", paper->why);
    if (paper->exempt)
        json_put_bool(out, "exempt", 1);
    if (paper->clause_count > 0) {
        json_open(out, "when", '[');
        for (size_t i = 0; i < paper->clause_count; i++) {
            json_open(out, NULL, '{');
            for (size_t j = 0; j < paper->clauses[i].count; j++)
                put_term(out, &paper->clauses[i].terms[j]);
            json_close(out, '}');
        }
        json_close(out, ']');
    }
    json_close(out, '}');
}

void situation_write(struct text *out, const char *code,
                     const struct situation_flow *flow) {
    json_open(out, NULL, '{');
    json_put_string(out, "code", code);
    put_said(out, "note", flow->note);
    json_open(out, "questions", '[');
    for (size_t i = 0; i < flow->question_count; i++)
        put_question(out, &flow->questions[i]);
    json_close(out, ']');
    json_open(out, "papers", '[');
    for (size_t i = 0; i < flow->paper_count; i++)
        put_paper(out, &flow->papers[i]);
    json_close(out, ']');
    json_close(out, '}');
}

/* ---- for people ---- */

enum { BROKEN_DEPTH = 4 }; /* lists of answers and clauses, and what holds them */

/* Whether what opens and closes at a depth has its members on lines of their own: the
 * whole, and each list; not a question, an answer, a paper or a condition. */
static bool is_broken(char bracket, int depth) {
    return depth == 1 || (depth <= BROKEN_DEPTH && (bracket == '[' || bracket == ']'));
}

static void break_line(struct text *out, int level) {
    text_add_byte(out, '\n');
    for (int i = 0; i < level; i++)
        text_add(out, "  ");
}

/* Where a string ends that begins at a byte: behind its closing quote. */
static size_t end_of_string(const char *json, size_t at) {
    for (at++; json[at] && json[at] != '"'; at++)
        if (json[at] == '\\' && json[at + 1])
            at++;
    return json[at] ? at + 1 : at;
}

const char *situation_write_lines(struct arena *arena, const char *code,
                                  const struct situation_flow *flow) {
    struct text line = { .arena = arena }, out = { .arena = arena };
    char open[BROKEN_DEPTH + 4] = ""; /* the brackets around, by depth */
    int depth = 0, level = 0;         /* level: of those that are broken */

    situation_write(&line, code, flow);

    const char *const json = text_string(&line);
    for (size_t at = 0; json[at];) {
        const char byte = json[at];
        const size_t end = byte == '"' ? end_of_string(json, at) : at + 1;

        if (byte == '{' || byte == '[') {
            open[++depth] = byte;
            level += is_broken(byte, depth);
        } else if ((byte == '}' || byte == ']') && is_broken(byte, depth--)) {
            break_line(&out, --level);
        }
        text_add_bytes(&out, json + at, end - at);
        if (byte == ':')
            text_add_byte(&out, ' ');
        if (((byte == '{' || byte == '[') || byte == ',') &&
            is_broken(open[depth], depth))
            break_line(&out, level);
        else if (byte == ',')
            text_add_byte(&out, ' ');
        at = end;
    }
    return text_string(&out);
}
