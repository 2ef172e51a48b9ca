-- The guide: what it has learnt, what it did not find, what the town says.  No row says
-- who asked.

-- What people said who meant an item.
CREATE TABLE guide_phrase (
    town    BIGINT  NOT NULL,
    item_id BIGINT  NOT NULL,
    phrase  TEXT    NOT NULL,
    source  INTEGER NOT NULL,           -- 1 loaded, 2 bound by the librarian
    day     INTEGER NOT NULL,           -- yyyymmdd, when it was taught
    CONSTRAINT guide_phrase_key PRIMARY KEY (town, item_id, phrase),
    CONSTRAINT guide_phrase_item FOREIGN KEY (town, item_id) REFERENCES item (town, id),
    CONSTRAINT guide_phrase_source_known CHECK (source IN (1, 2))
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
