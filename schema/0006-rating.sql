-- 好差评: one rating for each matter, after it is finished.

CREATE TABLE rating (
    town      BIGINT  NOT NULL,
    matter_id BIGINT  NOT NULL,
    level     INTEGER NOT NULL,         -- 5 very satisfied … 1 very dissatisfied
    tags      TEXT    NOT NULL,         -- words, a blank between
    comment   TEXT    NOT NULL,
    channel   INTEGER NOT NULL,         -- 1 at the window, 2 online
    at_ms     BIGINT  NOT NULL,
    CONSTRAINT rating_key PRIMARY KEY (town, matter_id),
    CONSTRAINT rating_matter FOREIGN KEY (town, matter_id) REFERENCES matter (town, id),
    CONSTRAINT rating_level_known CHECK (level BETWEEN 1 AND 5)
);
