-- Several offices at once (联办): which ones an item asks, and what they say of a filing.

CREATE TABLE item_office (
    town       BIGINT  NOT NULL,
    version_id BIGINT  NOT NULL,
    ordinal    INTEGER NOT NULL,
    stage      INTEGER NOT NULL,        -- from 1; those of one work side by side
    department TEXT    NOT NULL,        -- code in the town, or name
    days       INTEGER NOT NULL,        -- working days for its opinion; 0 the item's
    examines   TEXT    NOT NULL,
    CONSTRAINT item_office_key PRIMARY KEY (town, version_id, ordinal)
);

CREATE TABLE joint_office (
    town          BIGINT  NOT NULL,
    matter_id     BIGINT  NOT NULL,
    ordinal       INTEGER NOT NULL,     -- as the item lists them, from 1
    stage         INTEGER NOT NULL,
    department_id BIGINT  NOT NULL,     -- 0: outside the town, it answers on paper
    department    TEXT    NOT NULL,     -- its name as of then
    examines      TEXT    NOT NULL,
    days          INTEGER NOT NULL,     -- working days for its opinion
    state         INTEGER NOT NULL,     -- 1 waiting 2 asked 3 agreed 4 opposed 5 closed
    asked_ms      BIGINT  NOT NULL,     -- 0: not yet
    due_ms        BIGINT  NOT NULL,     -- 0: not asked yet
    stopped_ms    BIGINT  NOT NULL,     -- 0: its clock does not stand still
    answered_ms   BIGINT  NOT NULL,     -- 0: not yet
    account_id    BIGINT  NOT NULL,     -- who answered for it; 0 nobody
    answered_by   TEXT    NOT NULL,     -- his name as of then
    opinion       TEXT    NOT NULL,
    CONSTRAINT joint_office_key PRIMARY KEY (town, matter_id, ordinal),
    CONSTRAINT joint_office_matter FOREIGN KEY (town, matter_id)
        REFERENCES matter (town, id)
);

CREATE INDEX joint_office_asked
    ON joint_office (town, department_id, due_ms, matter_id, ordinal) WHERE state = 2;
