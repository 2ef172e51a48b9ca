-- What the guide saw: which item was opened, and filed, after which question.  No row
-- says who, and no row tells the words of a question before several had asked so.

CREATE TABLE guide_evidence (
    town     BIGINT  NOT NULL,
    question BYTEA   NOT NULL,          -- keyed digest of what the question says
    item_id  BIGINT  NOT NULL,
    words    TEXT    NOT NULL,          -- what it says; '' before enough had asked so
    opened   BIGINT  NOT NULL,          -- visitors of a day who opened the item
    filed    BIGINT  NOT NULL,          -- those of them who filed it
    weight   BIGINT  NOT NULL,          -- thousandths, as it was on last_day
    last_day INTEGER NOT NULL,
    CONSTRAINT guide_evidence_key PRIMARY KEY (town, question, item_id),
    CONSTRAINT guide_evidence_item FOREIGN KEY (town, item_id) REFERENCES item (town, id)
);

CREATE INDEX guide_evidence_weight ON guide_evidence (town, opened, weight);
