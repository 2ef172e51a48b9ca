-- The record of a matter: what was put right in it, and the archives that were made of it.

-- A correction (更正) stands beside the event that it corrects; neither changes any more.
CREATE TABLE correction (
    town      BIGINT  NOT NULL,
    matter_id BIGINT  NOT NULL,
    ordinal   INTEGER NOT NULL,         -- of the event that corrects
    corrects  INTEGER NOT NULL,         -- of the event that is corrected
    was       TEXT    NOT NULL,         -- what was wrong in it
    becomes   TEXT    NOT NULL,         -- what is right
    reason    TEXT    NOT NULL,
    CONSTRAINT correction_key PRIMARY KEY (town, matter_id, ordinal),
    CONSTRAINT correction_matter FOREIGN KEY (town, matter_id)
        REFERENCES matter (town, id)
);

-- A whole file of the matter that left the house as one ZIP (归档).
CREATE TABLE archive (
    town       BIGINT  NOT NULL,
    matter_id  BIGINT  NOT NULL,
    ordinal    INTEGER NOT NULL,        -- of its event
    account_id BIGINT  NOT NULL,        -- who made it; 0 the operator
    at_ms      BIGINT  NOT NULL,
    files      INTEGER NOT NULL,        -- that are covered by the digest
    size_bytes BIGINT  NOT NULL,        -- of those
    digest     BYTEA   NOT NULL,        -- SM3 of their list
    CONSTRAINT archive_key PRIMARY KEY (town, matter_id, ordinal),
    CONSTRAINT archive_matter FOREIGN KEY (town, matter_id) REFERENCES matter (town, id)
);

CREATE INDEX archive_at ON archive (town, at_ms, matter_id, ordinal);

-- When the first archive of it was made; 0: none.
ALTER TABLE matter ADD COLUMN archived_ms BIGINT NOT NULL DEFAULT 0;

-- What is over and waits for its archive, longest over first.
CREATE INDEX matter_to_archive ON matter (town, finished_ms, id)
    WHERE finished_ms > 0 AND archived_ms = 0;
