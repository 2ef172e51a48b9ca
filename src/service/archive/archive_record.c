#include "archive_record.h"

#include <assert.h>
#include <string.h>

#include "civil.h"
#include "filing_act.h"
#include "filing_desk.h"
#include "item.h"
#include "item_words.h"
#include "joint.h"
#include "json.h"
#include "letter_slot.h"
#include "mandate_use.h"
#include "mandate_words.h"
#include "matter_agent.h"
#include "matter_clock.h"
#include "matter_correct.h"
#include "matter_hand.h"
#include "matter_track.h"
#include "message.h"
#include "place.h"
#include "rating.h"

/* ---- tables ---- */

/* Begins a table with room for rows; columns end with a NULL key. */
static struct archive_table *begin(struct work *work, struct archive_record *record,
                                   const struct archive_table *head, size_t rows) {
    struct archive_table *table = &record->table[record->table_count++];

    assert(record->table_count <= ARCHIVE_TABLES_MAX);
    *table = *head;
    while (table->column_count < ARCHIVE_COLUMNS_MAX &&
           table->column[table->column_count].key)
        table->column_count++;
    table->cell =
        arena_alloc(work->arena, rows * table->column_count * sizeof *table->cell + 1);
    return table;
}

static void add_row(struct archive_table *table, const char *const *cells) {
    const char **row = table->cell + table->row_count++ * table->column_count;

    for (size_t i = 0; i < table->column_count; i++)
        row[i] = cells[i] ? cells[i] : "";
}

#define ROW(...) ((const char *const[ARCHIVE_COLUMNS_MAX]){ __VA_ARGS__ })

static const char *say_number(struct work *work, int64_t number) {
    return text_of_int(work->arena, number);
}

/* "" for a moment that did not come. */
static const char *say_moment(struct work *work, int64_t at_ms) {
    char *out = arena_alloc(work->arena, 17);

    if (at_ms)
        civil_write_moment(out, at_ms);
    return out;
}

static const char *say_day(struct work *work, int day) {
    char *out = arena_alloc(work->arena, 11);

    if (day)
        civil_write_day(out, day);
    return out;
}

/* ---- the matter ---- */

static const char *department_of(struct work *work, int64_t department_id) {
    const struct place_book *book = place_book(work);
    const struct place_department *department =
        book ? place_department(book, department_id) : NULL;

    return department ? department->name : "";
}

static const char *outlet_of(struct work *work, int64_t outlet_id) {
    const struct place_book *book = place_book(work);
    const struct place_outlet *outlet = book ? place_outlet(book, outlet_id) : NULL;

    return outlet ? outlet->name : "";
}

static const char *name_of(struct work *work, int64_t account_id) {
    const struct deputy_book *book = deputy_book(work);
    const struct deputy_colleague *colleague =
        book ? deputy_find(book, account_id) : NULL;

    return colleague ? colleague->name : "";
}

static void read_matter(struct work *work, const struct matter *matter,
                        const struct item_version *version,
                        struct archive_record *record) {
    struct archive_table *table =
        begin(work, record,
              &(struct archive_table){ .key = "matter",
                                       .heading = TEXT("办件"),
                                       .column = { { "state", TEXT("状态") },
                                                   { "item", TEXT("事项编码") },
                                                   { "version", TEXT("事项版本") },
                                                   { "department", TEXT("承办科室") },
                                                   { "outlet", TEXT("收件网点") },
                                                   { "owner", TEXT("承办人") },
                                                   { "answer", TEXT("答复") } },
                                       .is_one = true },
              1);

    add_row(table, ROW(flow_state(matter->flow, matter->state)->label, version->code,
                       say_number(work, version->version),
                       department_of(work, matter->department_id),
                       outlet_of(work, matter->outlet_id),
                       name_of(work, matter->owner_id), matter->answer));
}

static void read_moments(struct work *work, const struct matter *matter,
                         struct archive_record *record) {
    struct archive_table *table =
        begin(work, record,
              &(struct archive_table){ .key = "moments",
                                       .heading = TEXT("时间"),
                                       .column = { { "submitted", TEXT("提交") },
                                                   { "received", TEXT("收件") },
                                                   { "accepted", TEXT("受理") },
                                                   { "decided", TEXT("决定") },
                                                   { "finished", TEXT("办结") } },
                                       .is_one = true },
              1);

    add_row(table, ROW(say_moment(work, matter->submitted_ms),
                       say_moment(work, matter->received_ms),
                       say_moment(work, matter->accepted_ms),
                       say_moment(work, matter->decided_ms),
                       say_moment(work, matter->finished_ms)));
}

static void read_asker(struct work *work, const struct matter *matter,
                       const struct person *asker, struct archive_record *record) {
    struct archive_table *table =
        begin(work, record,
              &(struct archive_table){ .key = "asker",
                                       .heading = TEXT("申请人"),
                                       .column = { { "name", TEXT("姓名或单位名称") },
                                                   { "id_number", TEXT("证件号码") },
                                                   { "phone", TEXT("手机号") } },
                                       .is_one = true },
              1);

    add_row(table, ROW(asker->name, asker->id_number, matter_phone(work, matter)));
}

static const char *say_outcome(enum filing_outcome outcome) {
    return outcome == FILING_WAS_GRANTED  ? TEXT("批准")
           : outcome == FILING_WAS_DENIED ? TEXT("不予批准")
                                          : "";
}

static void read_filing(struct work *work, const struct matter *matter,
                        struct archive_record *record) {
    struct filing filing;
    struct archive_table *table =
        begin(work, record,
              &(struct archive_table){ .key = "filing",
                                       .heading = TEXT("申请和结果"),
                                       .column = { { "channel", TEXT("收件方式") },
                                                   { "statement", TEXT("申请说明") },
                                                   { "outcome", TEXT("决定") },
                                                   { "result", TEXT("结果") },
                                                   { "delivery", TEXT("送达") },
                                                   { "post_number", TEXT("邮寄单号") },
                                                   { "special", TEXT("特别程序") } },
                                       .is_one = true },
              1);

    filing_read(work, matter, &filing);
    add_row(table,
            ROW(filing.channel == FILING_ONLINE ? TEXT("网上") : TEXT("窗口"),
                filing.statement, say_outcome(filing.outcome), filing.result,
                word_chinese(&item_deliveries, filing.delivery), filing.post_number,
                word_chinese(&filing_specials, filing.special)));
}

/* ---- what happened ---- */

/* The timeline as people read it; ledger.jsonl has all of it. */
static void read_events(struct work *work, const struct matter *matter,
                        struct archive_record *record) {
    const struct filing_moment *moments;
    const size_t count = filing_moments(work, LANGUAGE_CHINESE, matter, &moments);
    struct archive_table *table =
        begin(work, record,
              &(struct archive_table){ .key = "events",
                                       .heading = TEXT("经过"),
                                       .column = { { "ordinal", TEXT("序号") },
                                                   { "at", TEXT("时间") },
                                                   { "what", TEXT("做了什么") },
                                                   { "who", TEXT("谁") },
                                                   { "note", TEXT("理由或说明") },
                                                   { "corrects", TEXT("更正的序号") } } },
              count);

    for (size_t i = 0; i < count; i++)
        add_row(table, ROW(say_number(work, moments[i].ordinal),
                           say_moment(work, moments[i].at_ms), moments[i].what,
                           moments[i].who, moments[i].note,
                           moments[i].corrects_ordinal
                               ? say_number(work, moments[i].corrects_ordinal)
                               : ""));
}

static void read_clocks(struct work *work, const struct matter *matter,
                        struct archive_record *record) {
    const struct matter_clock *clocks;
    const size_t count = matter_clocks(work, matter->id, &clocks);
    struct archive_table *table =
        begin(work, record,
              &(struct archive_table){ .key = "clocks",
                                       .heading = TEXT("时限"),
                                       .column = { { "kind", TEXT("时限") },
                                                   { "begun", TEXT("起算") },
                                                   { "days", TEXT("工作日") },
                                                   { "due", TEXT("到期") },
                                                   { "ended", TEXT("完成") } } },
              count);

    for (size_t i = 0; i < count; i++)
        add_row(table,
                ROW(matter_clock_kinds[clocks[i].kind].label,
                    say_moment(work, clocks[i].begun_ms),
                    say_number(work, clocks[i].days), say_moment(work, clocks[i].due_ms),
                    say_moment(work, clocks[i].ended_ms)));
}

static void read_stops(struct work *work, const struct matter *matter,
                       struct archive_record *record) {
    enum { ROWS_MAX = FLOW_CLOCKS * 64 };
    struct archive_table *table =
        begin(work, record,
              &(struct archive_table){ .key = "stops",
                                       .heading = TEXT("停表"),
                                       .column = { { "kind", TEXT("时限") },
                                                   { "begun", TEXT("停表") },
                                                   { "ended", TEXT("恢复") } } },
              ROWS_MAX);

    for (enum flow_clock kind = 0; kind < FLOW_CLOCKS; kind++) {
        const struct calendar_stop *stops;
        const size_t count = matter_stops(work, matter->id, kind, &stops);

        for (size_t i = 0; i < count && table->row_count < ROWS_MAX; i++)
            add_row(table, ROW(matter_clock_kinds[kind].label,
                               say_moment(work, stops[i].from_ms),
                               say_moment(work, stops[i].to_ms)));
    }
}

static void read_defects(struct work *work, const struct matter *matter,
                         struct archive_record *record) {
    const struct filing_defect *defects;
    const size_t count = filing_defects(work, matter, &defects);
    struct archive_table *table =
        begin(work, record,
              &(struct archive_table){ .key = "defects",
                                       .heading = TEXT("告知补正的内容"),
                                       .column = { { "ordinal", TEXT("序号") },
                                                   { "paper", TEXT("材料") },
                                                   { "told", TEXT("告知的内容") },
                                                   { "cured", TEXT("补正") } } },
              count);

    for (size_t i = 0; i < count; i++)
        add_row(table, ROW(say_number(work, defects[i].ordinal), defects[i].name,
                           defects[i].told, say_moment(work, defects[i].cured_ms)));
}

static void read_offices(struct work *work, const struct matter *matter,
                         struct archive_record *record) {
    const struct joint_office *offices;
    const size_t count = joint_offices(work, matter->id, &offices);
    struct archive_table *table =
        begin(work, record,
              &(struct archive_table){ .key = "offices",
                                       .heading = TEXT("联办科室的意见"),
                                       .column = { { "department", TEXT("科室") },
                                                   { "examines", TEXT("审查内容") },
                                                   { "asked", TEXT("请求") },
                                                   { "due", TEXT("到期") },
                                                   { "answered", TEXT("回复") },
                                                   { "answered_by", TEXT("回复人") },
                                                   { "state", TEXT("状态") },
                                                   { "opinion", TEXT("意见") } } },
              count);

    for (size_t i = 0; i < count; i++)
        add_row(table,
                ROW(offices[i].department, offices[i].examines,
                    say_moment(work, offices[i].asked_ms),
                    say_moment(work, offices[i].due_ms),
                    say_moment(work, offices[i].answered_ms), offices[i].answered_by,
                    word_chinese(&joint_states, offices[i].state), offices[i].opinion));
}

static void read_hands(struct work *work, const struct matter *matter,
                       struct archive_record *record) {
    const struct matter_handed *hands;
    const size_t count = matter_hands(work, matter->id, &hands);
    struct archive_table *table =
        begin(work, record,
              &(struct archive_table){ .key = "hand_overs",
                                       .heading = TEXT("转交"),
                                       .column = { { "at", TEXT("时间") },
                                                   { "from", TEXT("从") },
                                                   { "to", TEXT("转给") },
                                                   { "office", TEXT("部门") },
                                                   { "reason", TEXT("理由") } } },
              count);

    for (size_t i = 0; i < count; i++)
        add_row(table, ROW(say_moment(work, hands[i].at_ms),
                           name_of(work, hands[i].from_id), name_of(work, hands[i].to_id),
                           matter_hand_office(work, &hands[i]), hands[i].reason));
}

/* ---- who acts for the asker ---- */

static const char *agent_of(struct work *work, const struct mandate *mandate) {
    return mandate->outlet_id ? outlet_of(work, mandate->outlet_id) : mandate->agent.name;
}

static void read_agents(struct work *work, const struct matter *matter,
                        struct archive_record *record) {
    const struct matter_agent *agents;
    const size_t count = matter_agents(work, matter->id, &agents);
    struct archive_table *table =
        begin(work, record,
              &(struct archive_table){ .key = "mandates",
                                       .heading = TEXT("代理和授权"),
                                       .column = { { "agent", TEXT("代理人") },
                                                   { "id_number", TEXT("证件号码") },
                                                   { "basis", TEXT("代理方式") },
                                                   { "relation", TEXT("关系") },
                                                   { "from", TEXT("从") },
                                                   { "until", TEXT("到") },
                                                   { "consent", TEXT("本人怎么同意的") },
                                                   { "letter", TEXT("委托书") },
                                                   { "state", TEXT("状态") } } },
              count);

    for (size_t i = 0; i < count; i++) {
        struct mandate mandate;

        if (mandate_look_up(work, agents[i].mandate_id, &mandate))
            add_row(table,
                    ROW(agent_of(work, &mandate), mandate.agent.id_number,
                        word_chinese(&mandate_bases, mandate.basis), mandate.relation,
                        say_day(work, mandate.from_day), say_day(work, mandate.end_day),
                        word_chinese(&mandate_consents, mandate.consent), mandate.letter,
                        word_chinese(&mandate_states, mandate.state)));
    }
}

/* ---- papers, letters, messages, rating ---- */

const char *archive_paper_name(struct arena *arena, const struct paper *paper,
                               size_t place) {
    return paper->removed_ms ? ""
                             : arena_format(arena, "papers/%02zu.%s", place + 1,
                                            paper_kind_word(paper->kind));
}

const char *archive_letter_name(struct arena *arena, size_t place) {
    return arena_format(arena, "letters/%02zu.pdf", place + 1);
}

static void read_papers(struct work *work, const struct matter *matter,
                        struct archive_record *record) {
    const struct paper *papers;
    const size_t count = paper_of_matter(work, matter->id, &papers);
    struct archive_table *table =
        begin(work, record,
              &(struct archive_table){ .key = "papers",
                                       .heading = TEXT("材料"),
                                       .column = { { "file", TEXT("文件") },
                                                   { "name", TEXT("交来时的名称") },
                                                   { "wanted", TEXT("对应的材料") },
                                                   { "source", TEXT("来源") },
                                                   { "size", TEXT("字节") },
                                                   { "at", TEXT("交来") },
                                                   { "removed", TEXT("内容删除") } } },
              count);

    for (size_t i = 0; i < count; i++)
        add_row(table,
                ROW(archive_paper_name(work->arena, &papers[i], i), papers[i].name,
                    papers[i].wanted, word_chinese(&paper_sources, papers[i].source),
                    say_number(work, papers[i].size_bytes),
                    say_moment(work, papers[i].created_ms),
                    say_moment(work, papers[i].removed_ms)));
}

static void read_letters(struct work *work, const struct matter *matter,
                         struct archive_record *record) {
    const struct letter *letters;
    const size_t count = letters_of(work, matter, &letters);
    struct archive_table *table =
        begin(work, record,
              &(struct archive_table){ .key = "letters",
                                       .heading = TEXT("文书"),
                                       .column = { { "file", TEXT("文件") },
                                                   { "title", TEXT("名称") },
                                                   { "number", TEXT("文号") },
                                                   { "issued", TEXT("出具") },
                                                   { "issued_by", TEXT("出具人") },
                                                   { "digest", TEXT("核验码") },
                                                   { "valid", TEXT("效力") } } },
              count);

    for (size_t i = 0; i < count; i++)
        add_row(table, ROW(archive_letter_name(work->arena, i), letters[i].kind->title,
                           letters[i].number, say_moment(work, letters[i].issued_ms),
                           name_of(work, letters[i].account_id),
                           letter_say_digest(work->arena, &letters[i]),
                           letters[i].ended_by ? TEXT("已失效") : TEXT("有效")));
}

static void read_messages(struct work *work, const struct matter *matter,
                          struct archive_record *record) {
    const struct message *messages;
    const size_t count = message_of_matter(work, matter, &messages);
    struct archive_table *table =
        begin(work, record,
              &(struct archive_table){ .key = "messages",
                                       .heading = TEXT("告诉申请人的"),
                                       .column = { { "at", TEXT("时间") },
                                                   { "event", TEXT("事由") },
                                                   { "text", TEXT("内容") },
                                                   { "read", TEXT("读过") } } },
              count);

    for (size_t i = 0; i < count; i++)
        add_row(table,
                ROW(say_moment(work, messages[i].made_ms), messages[i].event->label,
                    messages[i].text, say_moment(work, messages[i].read_ms)));
}

static void read_rating(struct work *work, const struct matter *matter,
                        struct archive_record *record) {
    struct rating rating;
    struct archive_table *table =
        begin(work, record,
              &(struct archive_table){ .key = "rating",
                                       .heading = TEXT("评价"),
                                       .column = { { "level", TEXT("评价") },
                                                   { "tags", TEXT("标签") },
                                                   { "comment", TEXT("留言") } } },
              1);

    if (rating_find(work, matter->id, &rating))
        add_row(table, ROW(rating_levels[rating.level], rating.tags, rating.comment));
}

/* ---- the record ---- */

const struct refusal *archive_read(struct work *work, const struct matter *matter,
                                   struct archive_record *record) {
    struct item_version version;
    struct person asker;
    const struct refusal *refusal = person_open(work, matter->person_id, &asker);

    *record = (struct archive_record){
        .number = matter->number,
        .spoken = matter_say_number(work->arena, matter->number),
        .title = matter->title,
        .made = say_moment(work, work->now_ms),
    };
    if (!refusal)
        refusal = item_read_version(work, matter->version_id, &version);
    if (refusal)
        return refusal;
    read_matter(work, matter, &version, record);
    read_moments(work, matter, record);
    read_asker(work, matter, &asker, record);
    read_filing(work, matter, record);
    read_agents(work, matter, record);
    read_events(work, matter, record);
    read_clocks(work, matter, record);
    read_stops(work, matter, record);
    read_defects(work, matter, record);
    read_offices(work, matter, record);
    read_hands(work, matter, record);
    read_papers(work, matter, record);
    read_letters(work, matter, record);
    read_messages(work, matter, record);
    read_rating(work, matter, record);
    return NULL;
}

static void put_row(struct text *out, const struct archive_table *table, size_t row) {
    json_open(out, NULL, '{');
    for (size_t i = 0; i < table->column_count; i++)
        json_put_string(out, table->column[i].key,
                        table->cell[row * table->column_count + i]);
    json_close(out, '}');
}

void archive_put_record(struct text *out, const struct archive_record *record) {
    json_open(out, NULL, '{');
    json_put_string(out, "number", record->number);
    json_put_string(out, "title", record->title);
    json_put_string(out, "made", record->made);
    for (size_t i = 0; i < record->table_count; i++) {
        const struct archive_table *table = &record->table[i];

        json_open(out, table->key, '[');
        for (size_t row = 0; row < table->row_count; row++)
            put_row(out, table, row);
        json_close(out, ']');
    }
    json_close(out, '}');
    text_add_byte(out, '\n');
}
