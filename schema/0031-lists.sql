-- Lists of all cases, newest first: each has an index in whose order it is read, so that
-- a page costs the same however many cases there are.  The id rises with the moment in
-- which a case was handed in.

CREATE INDEX matter_of_state ON matter (town, state, id);
CREATE INDEX matter_of_office ON matter (town, department_id, id);
CREATE INDEX matter_of_office_state ON matter (town, department_id, state, id);
CREATE INDEX matter_of_item ON matter (town, item_id, id);
CREATE INDEX matter_of_outlet ON matter (town, outlet_id, id);
CREATE INDEX matter_answered_for ON matter (town, owner_id, id);

-- Residents are many more than staff: a person_id of 0 is a colleague.
CREATE INDEX account_staff ON account (town, login) WHERE person_id = 0;

-- A filter that somebody saved: what stands in the address of its list.
CREATE TABLE matter_filter (
    town       BIGINT NOT NULL,
    id         BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    name       TEXT   NOT NULL,
    query      TEXT   NOT NULL,         -- digests and codes; no name, number or phone
    changed_ms BIGINT NOT NULL,
    CONSTRAINT matter_filter_key PRIMARY KEY (town, id),
    CONSTRAINT matter_filter_name_once UNIQUE (town, account_id, name)
);

-- Questions of a day that is long ago are forgotten at night.
CREATE INDEX guide_question_day ON guide_question (town, last_day);

-- Items that fail alike, by code: where few fail, lists go from one to the next.
DROP INDEX quality_item_failed_index;
CREATE INDEX quality_item_group ON quality_item (town, department, failed, code);

-- A list that is written to a file, piece by piece, and fetched later.
CREATE TABLE export (
    town        BIGINT  NOT NULL,
    id          BIGINT  NOT NULL,
    account_id  BIGINT  NOT NULL,       -- who asked for it, and alone may fetch it
    actor_name  TEXT    NOT NULL,       -- as of then
    list        TEXT    NOT NULL,       -- which list: cases, …
    query       TEXT    NOT NULL,       -- what of it, within what he may see
    format      INTEGER NOT NULL,       -- enum sheet_format
    whole       INTEGER NOT NULL,       -- 1: personal data is not masked
    reason      TEXT    NOT NULL,       -- why it is not
    state       INTEGER NOT NULL,       -- 1 being written, 2 ready, 3 broken off, 4 stopped, 5 gone
    rows        BIGINT  NOT NULL,
    pieces      BIGINT  NOT NULL,       -- of the file, and how far it has come
    plain_bytes BIGINT  NOT NULL,
    file_bytes  BIGINT  NOT NULL,
    after       TEXT    NOT NULL,       -- the place in the list where it goes on
    mark        TEXT    NOT NULL,       -- of the format, see sheet_stream.h
    attempts    INTEGER NOT NULL,       -- in vain, one behind the other
    run_ms      BIGINT  NOT NULL,       -- not before
    cut         INTEGER NOT NULL,       -- 1: the list went on, but no more may be in a file
    problem     TEXT    NOT NULL,       -- for the operator
    begun_ms    BIGINT  NOT NULL,
    changed_ms  BIGINT  NOT NULL,
    ended_ms    BIGINT  NOT NULL,       -- 0: not yet
    CONSTRAINT export_key PRIMARY KEY (town, id)
);

CREATE INDEX export_of_account ON export (town, account_id, id);
CREATE INDEX export_to_run ON export (town, state, run_ms, id);
CREATE INDEX export_ended ON export (town, ended_ms);
