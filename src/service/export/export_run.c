#include "export.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "executor.h"
#include "export_inside.h"
#include "house.h"
#include "log.h"
#include "push.h"
#include "sheet_stream.h"

static const int64_t minute_ms = 60 * 1000;

/* ---- a batch ---- */

struct export_batch {
    struct export export; /* as it was */
    int file;             /* locked */
    struct sealed_file_end end;
    struct listing_batch rows;
    const char *mark;
    bool ended, cut;
};

static struct sheet_stream *open_stream(struct work *work, const struct export *export) {
    const struct sheet_table table = { export->list->title, export->list->column,
                                       export->list->column_count };
    struct sheet_table *kept = arena_alloc(work->arena, sizeof *kept);

    *kept = table;
    return export->mark[0]
               ? sheet_stream_resume(work->arena, export->format, kept, export->mark)
               : sheet_stream_begin(work->arena, export->format, kept);
}

/* As many of the rows as may be in the file. */
static size_t put_rows(struct export_batch *batch, struct sheet_stream *stream) {
    const struct export *export = &batch->export;
    size_t count = 0;

    for (; count < batch->rows.count; count++) {
        batch->cut = !sheet_stream_room(stream) ||
                     (export->whole && export->rows + (int64_t)count >= EXPORT_WHOLE_MAX);
        if (batch->cut)
            break;
        sheet_stream_put(stream, batch->rows.row[count]);
    }
    return count;
}

static void append(struct work *work, struct export_batch *batch,
                   const struct text *bytes) {
    const struct db_bytes plain = { bytes->bytes, bytes->length };

    batch->end = batch->export.end;
    if (plain.size > 0 &&
        !sealed_file_append(work, batch->file, export_what(work, batch->export.id),
                            &batch->end, plain))
        work_fault(work, "export %lld: %s", (long long)batch->export.id, strerror(errno));
}

static void write_batch(struct work *work, struct export_batch *batch) {
    const struct export *export = &batch->export;
    struct sheet_stream *stream = open_stream(work, export);
    const struct text *bytes;

    if (!stream) {
        work_fault(work, "export %lld: its mark is none", (long long)export->id);
        return;
    }
    export->list->read(work, export->query, export->after, export->whole, &batch->rows);
    if (work->fault)
        return;
    batch->rows.count = put_rows(batch, stream);
    batch->ended = batch->rows.ended || batch->cut;
    batch->mark = "";
    bytes = batch->ended ? sheet_stream_end(stream)
                         : sheet_stream_pause(stream, &batch->mark);
    append(work, batch, bytes);
}

/* Held until the batch is acknowledged: of two processes one writes a file. */
static bool lock_file(struct work *work, struct export_batch *batch) {
    batch->file = export_open_file(work, batch->export.id);
    if (batch->file < 0) {
        work_fault(work, "export %lld: %s", (long long)batch->export.id, strerror(errno));
        return false;
    }
    if (flock(batch->file, LOCK_EX | LOCK_NB) == 0)
        return true;
    close(batch->file);
    return false;
}

struct export_batch *export_prepare(struct work *work) {
    struct export_batch *batch = arena_alloc(work->arena, sizeof *batch);
    struct sql_export_row_row row;

    if (!sql_export_next(work, &row))
        return NULL;
    batch->export = export_of_row(work, &row);
    if (!batch->export.list) {
        work_fault(work, "export %lld: no list %s", (long long)row.id, row.list);
        batch->file = -1;
        return batch;
    }
    if (!lock_file(work, batch))
        return work->fault ? batch : NULL;
    write_batch(work, batch);
    return batch;
}

/* The ledger names who asked, and not the program that wrote for him. */
static void reveal_rows(struct work *work, const struct export_batch *batch) {
    const struct export *export = &batch->export;
    const struct actor program = work->actor;

    work->actor = (struct actor){ .id = export->account_id,
                                  .rights = RIGHT_MANAGE,
                                  .name = export->actor_name };
    for (size_t i = 0; i < batch->rows.count && !work->fault; i++) {
        struct arena *outer = work_stretch_begin(work);
        const struct refusal *refusal =
            export->list->reveal(work, batch->rows.key[i], export->reason);

        if (refusal)
            work_fault(work, "export %lld: %s", (long long)export->id, refusal->name);
        work_stretch_end(work, outer);
    }
    work->actor = program;
}

void export_acknowledge(struct work *work, struct export_batch *batch) {
    const struct export *export = &batch->export;
    const int64_t changed = sql_export_advance(
        work, .id = export->id, .was = export->end.pieces,
        .state = batch->ended ? EXPORT_READY : EXPORT_RUNNING,
        .rows = export->rows + (int64_t)batch->rows.count, .pieces = batch->end.pieces,
        .plain_bytes = batch->end.plain_bytes, .file_bytes = batch->end.file_bytes,
        .after = batch->rows.next, .mark = batch->mark, .cut = batch->cut,
        .ended_ms = batch->ended ? work->now_ms : 0);

    if (changed && export->whole)
        reveal_rows(work, batch);
    push_tell(work, PUSH_EXPORT);
}

void export_put_off(struct work *work, const struct export_batch *batch,
                    const char *problem) {
    const int64_t attempts = batch->export.attempts + 1;
    const bool over = attempts >= EXPORT_ATTEMPTS_MAX;

    sql_export_put_off(
        work, .id = batch->export.id, .state = over ? EXPORT_BROKEN : EXPORT_RUNNING,
        .attempts = attempts, .run_ms = work->now_ms + (minute_ms << (attempts - 1)),
        .problem = problem, .ended_ms = over ? work->now_ms : 0);
    push_tell(work, PUSH_EXPORT);
}

void export_let_go(struct export_batch *batch) {
    if (batch && batch->file >= 0)
        close(batch->file);
}

void export_clear_files(struct work *work, const int64_t **ids, size_t *count) {
    struct sql_export_gone_row *rows;
    int64_t *found;

    *count = sql_export_gone(work, &rows);
    found = arena_alloc(work->arena, *count * sizeof *found + 1);
    for (size_t i = 0; i < *count; i++) {
        found[i] = rows[i].id;
        if (unlink(export_path(work, rows[i].id)) != 0 && errno != ENOENT)
            work_fault(work, "export %lld: %s", (long long)rows[i].id, strerror(errno));
    }
    *ids = found;
}

void export_clear_rows(struct work *work, const int64_t *ids, size_t count) {
    for (size_t i = 0; i < count; i++)
        sql_export_forget(work, .id = ids[i]);
}

/* ---- a turn ---- */

/* One turn of a town. */
struct turn {
    struct export_batch *batch;
    const int64_t *gone;
    size_t gone_count;
    char problem[400];
};

static void act_as_program(struct work *work) {
    work->actor = (struct actor){ .rights = RIGHT_SYSTEM, .name = "" };
}

static const struct refusal *prepare(struct work *work, void *context) {
    struct turn *turn = context;

    act_as_program(work);
    export_let_go(turn->batch); /* of a try before this one */
    turn->batch = export_prepare(work);
    return NULL;
}

static const struct refusal *acknowledge(struct work *work, void *context) {
    act_as_program(work);
    export_acknowledge(work, ((struct turn *)context)->batch);
    return NULL;
}

static const struct refusal *put_off(struct work *work, void *context) {
    const struct turn *turn = context;

    act_as_program(work);
    export_put_off(work, turn->batch, turn->problem);
    return NULL;
}

static const struct refusal *clear_files(struct work *work, void *context) {
    struct turn *turn = context;

    export_clear_files(work, &turn->gone, &turn->gone_count);
    return NULL;
}

static const struct refusal *clear_rows(struct work *work, void *context) {
    const struct turn *turn = context;

    export_clear_rows(work, turn->gone, turn->gone_count);
    return NULL;
}

/* Says whether it went well; else the problem is in the turn. */
static bool call(struct house *house, struct arena *arena, int64_t town,
                 struct turn *turn, enum work_kind kind,
                 const struct refusal *(*run)(struct work *, void *)) {
    struct task task = {
        .work = { .arena = arena, .town = town, .kind = kind },
        .lane = kind == WORK_READ ? EXECUTOR_SLOW : EXECUTOR_ORDINARY,
        .run = run,
        .context = turn,
    };

    executor_call(house->executor, &task);
    if (!task.work.fault)
        return true;
    snprintf(turn->problem, sizeof turn->problem, "%s", task.work.fault);
    log_event(LOG_WARN, &(struct log_about){ .work_id = task.work.id }, "export.fault",
              "town=%lld problem=\"%s\"", (long long)town, turn->problem);
    return false;
}

bool export_turn(struct house *house, int64_t town) {
    struct arena *arena = arena_new();
    struct turn turn = { NULL, NULL, 0, "" };
    const bool prepared = call(house, arena, town, &turn, WORK_READ, prepare);
    const bool found = turn.batch != NULL;

    if (found && (!prepared || !call(house, arena, town, &turn, WORK_WRITE, acknowledge)))
        call(house, arena, town, &turn, WORK_WRITE, put_off);
    export_let_go(turn.batch);
    if (!found && call(house, arena, town, &turn, WORK_READ, clear_files) &&
        turn.gone_count > 0)
        call(house, arena, town, &turn, WORK_WRITE, clear_rows);
    arena_free(arena);
    return found;
}
