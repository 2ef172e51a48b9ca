-- People who ask, what they ask for, and the record of what happened.

-- Name, ID number, phone and address are sealed (crypt.h); digests are keyed.
CREATE TABLE person (
    town         BIGINT  NOT NULL,
    id           BIGINT  NOT NULL,
    kind         INTEGER NOT NULL,      -- 1 natural person, 2 firm
    name         BYTEA   NOT NULL,
    id_number    BYTEA   NOT NULL,      -- ID number or credit code
    phone        BYTEA   NOT NULL,
    id_digest    BYTEA   NOT NULL,
    phone_digest BYTEA   NOT NULL,
    created_ms   BIGINT  NOT NULL,
    changed_ms   BIGINT  NOT NULL,
    CONSTRAINT person_key PRIMARY KEY (town, id),
    CONSTRAINT person_id_number_once UNIQUE (town, id_digest)
);

CREATE INDEX person_phone ON person (town, phone_digest, id);

CREATE TABLE matter (
    town          BIGINT  NOT NULL,
    id            BIGINT  NOT NULL,
    number        TEXT    NOT NULL,     -- what people see, with a check digit
    kind          TEXT    NOT NULL,     -- filing, …
    state         INTEGER NOT NULL,     -- of the kind's flow
    title         TEXT    NOT NULL,
    person_id     BIGINT  NOT NULL,
    phone         BYTEA   NOT NULL,     -- to call about it, sealed
    item_id       BIGINT  NOT NULL,     -- 0: not about an item
    version_id    BIGINT  NOT NULL,
    department_id BIGINT  NOT NULL,     -- who decides
    outlet_id     BIGINT  NOT NULL,     -- where it was taken in; 0 online
    desk          INTEGER NOT NULL,     -- who acts next: 0 nobody 1 intake 2 review
    owner_id      BIGINT  NOT NULL,     -- the first staff member asked (首问负责)
    submitted_ms  BIGINT  NOT NULL,
    received_ms   BIGINT  NOT NULL,
    accepted_ms   BIGINT  NOT NULL,
    decided_ms    BIGINT  NOT NULL,
    finished_ms   BIGINT  NOT NULL,
    due_ms        BIGINT  NOT NULL,     -- of the clock that runs; 0 none
    clock_days    INTEGER NOT NULL,     -- its length, for the light
    answer        TEXT    NOT NULL,     -- what the asker is told
    rated         INTEGER NOT NULL,     -- 0, or the level
    head_ordinal  INTEGER NOT NULL,     -- of the ledger
    head_digest   BYTEA   NOT NULL,
    changed_ms    BIGINT  NOT NULL,
    CONSTRAINT matter_key PRIMARY KEY (town, id),
    CONSTRAINT matter_number_once UNIQUE (town, number),
    CONSTRAINT matter_person FOREIGN KEY (town, person_id) REFERENCES person (town, id)
);

CREATE INDEX matter_of_person ON matter (town, person_id, id);
CREATE INDEX matter_at_desk ON matter (town, desk, due_ms, id) WHERE desk <> 0;
CREATE INDEX matter_of_department ON matter (town, desk, department_id, due_ms, id)
    WHERE desk <> 0;

CREATE TABLE filing (
    town      BIGINT  NOT NULL,
    matter_id BIGINT  NOT NULL,
    channel   INTEGER NOT NULL,         -- 1 window, 2 online
    statement BYTEA   NOT NULL,         -- what the applicant wrote, sealed
    outcome   INTEGER NOT NULL,         -- 0 none yet, 1 granted, 2 denied
    result    TEXT    NOT NULL,         -- name and number of what is handed out
    CONSTRAINT filing_key PRIMARY KEY (town, matter_id),
    CONSTRAINT filing_matter FOREIGN KEY (town, matter_id) REFERENCES matter (town, id)
);

-- An application that is not handed in yet.
CREATE TABLE draft (
    town       BIGINT NOT NULL,
    id         BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    item_id    BIGINT NOT NULL,
    answers    BYTEA  NOT NULL,         -- JSON of the form, sealed
    changed_ms BIGINT NOT NULL,
    CONSTRAINT draft_key PRIMARY KEY (town, id)
);

CREATE INDEX draft_of_account ON draft (town, account_id, id);

-- Each kind of time that the law names; several of a matter, one row a run.
CREATE TABLE clock (
    town       BIGINT  NOT NULL,
    matter_id  BIGINT  NOT NULL,
    ordinal    INTEGER NOT NULL,
    kind       TEXT    NOT NULL,        -- tell, decide, …
    days       INTEGER NOT NULL,        -- working days
    begun_ms   BIGINT  NOT NULL,
    due_ms     BIGINT  NOT NULL,
    ended_ms   BIGINT  NOT NULL,        -- 0: it runs
    CONSTRAINT clock_key PRIMARY KEY (town, matter_id, ordinal),
    CONSTRAINT clock_matter FOREIGN KEY (town, matter_id) REFERENCES matter (town, id)
);

-- The ledger: what happened to a matter, each event holding the digest of the one before.
CREATE TABLE event (
    town       BIGINT  NOT NULL,
    matter_id  BIGINT  NOT NULL,
    ordinal    INTEGER NOT NULL,        -- 1, 2 …
    verb       TEXT    NOT NULL,
    from_state INTEGER NOT NULL,
    to_state   INTEGER NOT NULL,
    actor_id   BIGINT  NOT NULL,        -- account; 0 the public or the program
    actor_name TEXT    NOT NULL,        -- of staff, as of then; '' otherwise
    note       TEXT    NOT NULL,
    at_ms      BIGINT  NOT NULL,
    before     BYTEA   NOT NULL,        -- digest of the event before; of the first, zeroes
    digest     BYTEA   NOT NULL,        -- SM3 over all of the above
    CONSTRAINT event_key PRIMARY KEY (town, matter_id, ordinal)
);

CREATE INDEX event_at ON event (town, at_ms, matter_id, ordinal);

-- The heads of a day, sealed together and chained day by day.
CREATE TABLE seal (
    town     BIGINT  NOT NULL,
    day      INTEGER NOT NULL,
    events   BIGINT  NOT NULL,          -- how many of that day
    before   BYTEA   NOT NULL,          -- digest of the seal before
    digest   BYTEA   NOT NULL,
    made_ms  BIGINT  NOT NULL,
    CONSTRAINT seal_key PRIMARY KEY (town, day)
);
