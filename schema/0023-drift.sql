-- 与省目录比对: lists to compare with, runs, what differs, and what was decided on it.

CREATE TABLE drift_source (
    town       BIGINT NOT NULL,
    id         BIGINT NOT NULL,
    name       TEXT   NOT NULL,         -- 省事项库 …
    columns    TEXT   NOT NULL,         -- of its sheets: element=column, one a line
    changed_ms BIGINT NOT NULL,
    CONSTRAINT drift_source_key PRIMARY KEY (town, id),
    CONSTRAINT drift_source_name_once UNIQUE (town, name)
);

CREATE TABLE drift_run (
    town       BIGINT NOT NULL,
    id         BIGINT NOT NULL,
    source_id  BIGINT NOT NULL,
    at_ms      BIGINT NOT NULL,
    actor_name TEXT   NOT NULL,         -- '' the program
    file_name  TEXT   NOT NULL,
    row_count  BIGINT NOT NULL,         -- good rows of the list
    rejected   BIGINT NOT NULL,
    by_code    BIGINT NOT NULL,         -- pairs
    by_name    BIGINT NOT NULL,
    ambiguous  BIGINT NOT NULL,         -- items of ours
    only_here  BIGINT NOT NULL,
    only_there BIGINT NOT NULL,
    differing  BIGINT NOT NULL,         -- fields
    fresh      BIGINT NOT NULL,         -- open since this run
    settled    BIGINT NOT NULL,         -- gone since the run before
    compared   TEXT   NOT NULL,         -- paths of the elements, one a line
    CONSTRAINT drift_run_key PRIMARY KEY (town, id),
    CONSTRAINT drift_run_source FOREIGN KEY (town, source_id)
        REFERENCES drift_source (town, id)
);

-- The list's own row of an item that differs, as a row of a file of items.
CREATE TABLE drift_row (
    town      BIGINT NOT NULL,
    source_id BIGINT NOT NULL,
    code      TEXT   NOT NULL,          -- of our item; of theirs when only there
    run_id    BIGINT NOT NULL,
    said      TEXT   NOT NULL,
    CONSTRAINT drift_row_key PRIMARY KEY (town, source_id, code),
    CONSTRAINT drift_row_source FOREIGN KEY (town, source_id)
        REFERENCES drift_source (town, id)
);

CREATE TABLE drift_difference (
    town         BIGINT  NOT NULL,
    id           BIGINT  NOT NULL,
    source_id    BIGINT  NOT NULL,
    kind         INTEGER NOT NULL,      -- 1 differs 2 only here 3 only there 4 ambiguous
    code         TEXT    NOT NULL,      -- of our item; of theirs when only there
    element      TEXT    NOT NULL,      -- path; the word of the kind when of the whole
    name         TEXT    NOT NULL,      -- of the item
    department   TEXT    NOT NULL,
    unified      INTEGER NOT NULL,      -- the 八统一 fields that it belongs to, or-ed
    ours         TEXT    NOT NULL,      -- as people read them
    theirs       TEXT    NOT NULL,
    mark         TEXT    NOT NULL,      -- digest of both as they are compared
    state        INTEGER NOT NULL,      -- 1 open 2 explained 3 accepted 4 settled
    reason       TEXT    NOT NULL,      -- of the last explanation
    decided_by   TEXT    NOT NULL,
    decided_ms   BIGINT  NOT NULL,
    fresh_run_id BIGINT  NOT NULL,      -- that opened it last
    last_run_id  BIGINT  NOT NULL,      -- that saw it last
    CONSTRAINT drift_difference_key PRIMARY KEY (town, id),
    CONSTRAINT drift_difference_once UNIQUE (town, source_id, code, element),
    CONSTRAINT drift_difference_source FOREIGN KEY (town, source_id)
        REFERENCES drift_source (town, id),
    CONSTRAINT drift_difference_state_known CHECK (state IN (1, 2, 3, 4))
);

CREATE INDEX drift_difference_state_index
    ON drift_difference (town, source_id, state, code, element);
