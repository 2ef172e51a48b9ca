-- 情形引导: the questions that an item asks before it says which papers a person needs.
-- A flow is never changed: publishing makes the next revision, and an older one stays
-- beside the versions of the item that it was made for.

CREATE TABLE situation (
    town     BIGINT  NOT NULL,
    item_id  BIGINT  NOT NULL,
    flow_id  BIGINT  NOT NULL,          -- the one in use
    revision INTEGER NOT NULL,          -- of the last one; 1, 2 …
    CONSTRAINT situation_key PRIMARY KEY (town, item_id),
    CONSTRAINT situation_item FOREIGN KEY (town, item_id) REFERENCES item (town, id)
);

CREATE TABLE situation_flow (
    town         BIGINT  NOT NULL,
    id           BIGINT  NOT NULL,
    item_id      BIGINT  NOT NULL,
    revision     INTEGER NOT NULL,
    item_version INTEGER NOT NULL,      -- the item's when this was published
    published_ms BIGINT  NOT NULL,
    author       TEXT    NOT NULL,      -- as colleagues know him; '' the program
    note         TEXT    NOT NULL,
    CONSTRAINT situation_flow_key PRIMARY KEY (town, id),
    CONSTRAINT situation_flow_once UNIQUE (town, item_id, revision),
    CONSTRAINT situation_flow_item FOREIGN KEY (town, item_id)
        REFERENCES item (town, id)
);

CREATE TABLE situation_question (
    town    BIGINT  NOT NULL,
    flow_id BIGINT  NOT NULL,
    ordinal INTEGER NOT NULL,           -- 0 is asked first
    name    TEXT    NOT NULL,           -- stands in addresses
    words   TEXT    NOT NULL,
    hint    TEXT    NOT NULL,
    CONSTRAINT situation_question_key PRIMARY KEY (town, flow_id, ordinal),
    CONSTRAINT situation_question_once UNIQUE (town, flow_id, name),
    CONSTRAINT situation_question_flow FOREIGN KEY (town, flow_id)
        REFERENCES situation_flow (town, id)
);

CREATE TABLE situation_answer (
    town     BIGINT  NOT NULL,
    flow_id  BIGINT  NOT NULL,
    question INTEGER NOT NULL,
    ordinal  INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    words    TEXT    NOT NULL,
    hint     TEXT    NOT NULL,
    next     TEXT    NOT NULL,          -- a question's name, or 'result'
    CONSTRAINT situation_answer_key PRIMARY KEY (town, flow_id, question, ordinal),
    CONSTRAINT situation_answer_once UNIQUE (town, flow_id, question, name),
    CONSTRAINT situation_answer_question FOREIGN KEY (town, flow_id, question)
        REFERENCES situation_question (town, flow_id, ordinal)
);

CREATE TABLE situation_paper (
    town    BIGINT  NOT NULL,
    flow_id BIGINT  NOT NULL,
    ordinal INTEGER NOT NULL,
    name    TEXT    NOT NULL,           -- as the item's list has it
    why     TEXT    NOT NULL,
    exempt  INTEGER NOT NULL,           -- 1: under these conditions it need not be brought
    CONSTRAINT situation_paper_key PRIMARY KEY (town, flow_id, ordinal),
    CONSTRAINT situation_paper_flow FOREIGN KEY (town, flow_id)
        REFERENCES situation_flow (town, id)
);

-- When a paper is asked for: any clause of it holds.  A clause holds when each of its
-- questions was answered by one of the answers that it lists.
CREATE TABLE situation_condition (
    town     BIGINT  NOT NULL,
    flow_id  BIGINT  NOT NULL,
    paper    INTEGER NOT NULL,
    ordinal  INTEGER NOT NULL,
    clause   INTEGER NOT NULL,
    question TEXT    NOT NULL,
    answer   TEXT    NOT NULL,
    CONSTRAINT situation_condition_key PRIMARY KEY (town, flow_id, paper, ordinal),
    CONSTRAINT situation_condition_paper FOREIGN KEY (town, flow_id, paper)
        REFERENCES situation_paper (town, flow_id, ordinal)
);
