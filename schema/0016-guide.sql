-- The guide: what it has learnt, what it did not find, what the town says.  No row says
-- who asked.

-- What people said who meant an item.
CREATE TABLE guide_phrase (
    town    BIGINT  NOT NULL,
    item_id BIGINT  NOT NULL,
    phrase  TEXT    NOT NULL,
    source  INTEGER NOT NULL,           -- 1 loaded, 2 bound by the librarian, 3 from use
    visits  BIGINT  NOT NULL,           -- from use: thousandths of a visitor, on the day
    day     INTEGER NOT NULL,           -- yyyymmdd; visits halve as time goes by
    CONSTRAINT guide_phrase_key PRIMARY KEY (town, item_id, phrase),
    CONSTRAINT guide_phrase_item FOREIGN KEY (town, item_id) REFERENCES item (town, id),
    CONSTRAINT guide_phrase_source_known CHECK (source IN (1, 2, 3))
);

-- Who opened what after which question is counted once a day: the digest is keyed with
-- the day's salt, which is thrown away with the day.
CREATE TABLE guide_visit (
    town   BIGINT  NOT NULL,
    day    INTEGER NOT NULL,
    digest TEXT    NOT NULL,
    CONSTRAINT guide_visit_key PRIMARY KEY (town, day, digest)
);

CREATE TABLE guide_salt (
    town BIGINT  NOT NULL,
    day  INTEGER NOT NULL,
    salt TEXT    NOT NULL,
    CONSTRAINT guide_salt_key PRIMARY KEY (town, day)
);

-- A question that found nothing good.
CREATE TABLE guide_question (
    town     BIGINT  NOT NULL,
    question TEXT    NOT NULL,
    state    INTEGER NOT NULL,          -- 1 open, 2 bound to an item, 3 set aside
    times    BIGINT  NOT NULL,
    last_day INTEGER NOT NULL,
    CONSTRAINT guide_question_key PRIMARY KEY (town, question),
    CONSTRAINT guide_question_state_known CHECK (state IN (1, 2, 3))
);

CREATE INDEX guide_question_open ON guide_question (town, state, times, question);

-- Words that this town says, beside those that the program knows.
CREATE TABLE guide_synonym (
    town       BIGINT NOT NULL,
    said       TEXT   NOT NULL,
    means      TEXT   NOT NULL,
    changed_ms BIGINT NOT NULL,
    CONSTRAINT guide_synonym_key PRIMARY KEY (town, said, means)
);
