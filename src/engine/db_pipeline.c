#include "db_pipeline.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "db_driver.h"

enum { BINARY = 1, PREPARED_STEP = 64, NAME_SIZE = 16 };

/* ---- parameters ---- */

/* The parameters of one call, as libpq wants them. */
struct arguments {
    int count;
    Oid types[DB_PARAMETERS_MAX];
    const char *values[DB_PARAMETERS_MAX];
    int lengths[DB_PARAMETERS_MAX];
    int formats[DB_PARAMETERS_MAX];
    char numbers[DB_PARAMETERS_MAX][sizeof(int64_t)];
};

static Oid oid_of(enum db_type type) {
    static const Oid oids[] = {
        [DB_INTEGER] = OID_INT8,
        [DB_TEXT] = OID_TEXT,
        [DB_BYTES] = OID_BYTEA,
    };

    return oids[type];
}

/*
 * Types are said and not left to the server, which would take the first use's: in
 * ($1 = 0 OR id = $1) that is int4, too small for an id.
 */
static void put_types(struct arguments *arguments, const struct db_statement *statement) {
    arguments->count = (int)statement->parameter_count;
    for (size_t i = 0; i < statement->parameter_count; i++)
        arguments->types[i] = oid_of(statement->parameters[i].place.type);
}

static void put_number(struct arguments *arguments, size_t index, int64_t value) {
    const uint64_t bits = (uint64_t)value;

    for (size_t i = 0; i < sizeof bits; i++)
        arguments->numbers[index][i] = (char)(unsigned char)(bits >> (56 - 8 * i));
    arguments->values[index] = arguments->numbers[index];
    arguments->lengths[index] = sizeof bits;
    arguments->formats[index] = BINARY;
}

static void put_place(struct arguments *arguments, size_t index,
                      const struct db_place *place, const char *parameters) {
    const void *at = parameters + place->offset;

    switch (place->type) {
    case DB_INTEGER: put_number(arguments, index, *(const int64_t *)at); break;
    case DB_TEXT:
        arguments->values[index] = *(const char *const *)at;
        arguments->formats[index] = 0;
        assert(arguments->values[index]);
        break;
    case DB_BYTES: {
        const struct db_bytes *bytes = at;

        assert(bytes->data || bytes->size == 0);
        arguments->values[index] = bytes->data ? bytes->data : "";
        arguments->lengths[index] = (int)bytes->size;
        arguments->formats[index] = BINARY;
        break;
    }
    }
}

static void put_values(struct arguments *arguments, const struct work *work,
                       const struct db_statement *statement, const void *parameters) {
    for (size_t i = 0; i < statement->parameter_count; i++) {
        const struct db_parameter *parameter = &statement->parameters[i];

        if (parameter->source == DB_FROM_TOWN)
            put_number(arguments, i, work->town);
        else if (parameter->source == DB_FROM_NOW)
            put_number(arguments, i, work->now_ms);
        else
            put_place(arguments, i, &parameter->place, parameters);
    }
}

bool db_pipeline_succeeded(const PGresult *result) {
    const ExecStatusType status = PQresultStatus(result);

    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* ---- sending and settling ---- */

static bool *place_of(struct db_pipeline *pipeline,
                      const struct db_statement *statement) {
    const size_t index = (size_t)statement->index;

    if (index >= pipeline->prepared_count) {
        const size_t count = index + PREPARED_STEP;

        pipeline->prepared = db_enlarge(pipeline->prepared, pipeline->prepared_count,
                                        count, sizeof *pipeline->prepared);
        pipeline->prepared_count = count;
    }
    return &pipeline->prepared[index];
}

static void note_sent(struct db_pipeline *pipeline, struct db_sent sent) {
    assert(pipeline->sent_count < DB_PIPELINE_SENT_MAX);
    pipeline->sent[pipeline->sent_count++] = sent;
}

/* The last answer to one thing that was sent; NULL on a lost connection. */
static PGresult *read_answer(struct db_pipeline *pipeline) {
    PGresult *answer = NULL;
    PGresult *next;

    while ((next = PQgetResult(pipeline->connection))) {
        PQclear(answer);
        answer = next;
        if (PQresultStatus(answer) == PGRES_PIPELINE_SYNC ||
            PQstatus(pipeline->connection) == CONNECTION_BAD)
            break; /* nothing comes behind it */
    }
    return answer;
}

PGresult *db_pipeline_settle(struct db_pipeline *pipeline,
                             const struct db_statement **failed) {
    PGresult *kept = NULL;
    bool well = true;

    *failed = NULL;
    if (pipeline->sent_count == 0)
        return NULL;
    PQpipelineSync(pipeline->connection);
    for (int i = 0; i < pipeline->sent_count; i++) {
        const struct db_sent *sent = &pipeline->sent[i];
        PGresult *answer = read_answer(pipeline);

        if (!db_pipeline_succeeded(answer) && sent->prepares)
            *place_of(pipeline, sent->statement) = false;
        if (!well) {
            PQclear(answer);
            continue;
        }
        PQclear(kept);
        kept = answer;
        well = db_pipeline_succeeded(answer);
        if (!well)
            *failed = sent->statement;
    }
    pipeline->sent_count = 0;
    PQclear(read_answer(pipeline)); /* to the sync itself */
    PQexitPipelineMode(pipeline->connection);
    return kept;
}

void db_pipeline_command(struct db_pipeline *pipeline, const char *text) {
    PQenterPipelineMode(pipeline->connection);
    PQsendQueryParams(pipeline->connection, text, 0, NULL, NULL, NULL, NULL, BINARY);
    note_sent(pipeline, (struct db_sent){ 0 });
}

static void write_name(char name[NAME_SIZE], const struct db_statement *statement) {
    snprintf(name, NAME_SIZE, "s%d", statement->index);
}

/* Prepares the statement on first use. */
static void send_prepare(struct db_pipeline *pipeline,
                         const struct db_statement *statement,
                         const struct arguments *arguments) {
    bool *known = place_of(pipeline, statement);
    char name[NAME_SIZE];

    if (*known)
        return;
    write_name(name, statement);
    PQsendPrepare(pipeline->connection, name, statement->postgres, arguments->count,
                  arguments->types);
    note_sent(pipeline, (struct db_sent){ statement, true });
    *known = true;
}

void db_pipeline_statement(struct db_pipeline *pipeline, const struct work *work,
                           const struct db_statement *statement, const void *parameters) {
    struct arguments filled;
    const struct arguments *arguments = &filled;
    char name[NAME_SIZE];

    put_types(&filled, statement);
    put_values(&filled, work, statement, parameters);
    PQenterPipelineMode(pipeline->connection);
    if (statement->index < 0) {
        PQsendQueryParams(pipeline->connection, statement->postgres, arguments->count,
                          arguments->types, arguments->values, arguments->lengths,
                          arguments->formats, BINARY);
    } else {
        send_prepare(pipeline, statement, arguments);
        write_name(name, statement);
        PQsendQueryPrepared(pipeline->connection, name, arguments->count,
                            arguments->values, arguments->lengths, arguments->formats,
                            BINARY);
    }
    note_sent(pipeline, (struct db_sent){ statement, false });
}

void db_pipeline_describe(struct db_pipeline *pipeline,
                          const struct db_statement *statement) {
    struct arguments arguments;
    char name[NAME_SIZE];

    put_types(&arguments, statement);
    write_name(name, statement);
    PQenterPipelineMode(pipeline->connection);
    send_prepare(pipeline, statement, &arguments);
    PQsendDescribePrepared(pipeline->connection, name);
    note_sent(pipeline, (struct db_sent){ statement, false });
}

bool db_pipeline_has_room(const struct db_pipeline *pipeline) {
    return pipeline->sent_count + 4 <= DB_PIPELINE_SENT_MAX; /* one may be prepared */
}

void db_pipeline_forget(struct db_pipeline *pipeline) {
    if (pipeline->prepared)
        memset(pipeline->prepared, 0,
               pipeline->prepared_count * sizeof *pipeline->prepared);
}
