-- Papers: which required paper a file answers to, how far it is trusted, how it stands.

-- The name of the required paper as the item gives it; '' answers to none of them.
ALTER TABLE paper ADD COLUMN wanted TEXT NOT NULL DEFAULT '';
ALTER TABLE paper ADD COLUMN source INTEGER NOT NULL DEFAULT 4;    -- paper_sources
ALTER TABLE paper ADD COLUMN pages INTEGER NOT NULL DEFAULT 0;     -- 0: not counted
ALTER TABLE paper ADD COLUMN scan INTEGER NOT NULL DEFAULT 0;      -- 1 clean 2 waits 3 infected
ALTER TABLE paper ADD COLUMN reused_id BIGINT NOT NULL DEFAULT 0;  -- the paper that it was before
ALTER TABLE paper ADD COLUMN removed_ms BIGINT NOT NULL DEFAULT 0; -- when its content was removed

CREATE INDEX paper_that_waits ON paper (town, id) WHERE scan = 2;
CREATE INDEX paper_that_is_kept ON paper (town, matter_id, id)
    WHERE removed_ms = 0 AND matter_id > 0;

-- What staff found of a required paper of a matter.
CREATE TABLE paper_mark (
    town       BIGINT  NOT NULL,
    matter_id  BIGINT  NOT NULL,
    wanted     TEXT    NOT NULL,        -- as in paper
    state      INTEGER NOT NULL,        -- 1 good, 2 faulty
    source     INTEGER NOT NULL,        -- paper_sources, of what was seen
    reason     TEXT    NOT NULL,        -- what is wrong with it, for the asker
    account_id BIGINT  NOT NULL,
    at_ms      BIGINT  NOT NULL,
    CONSTRAINT paper_mark_key PRIMARY KEY (town, matter_id, wanted),
    CONSTRAINT paper_mark_state_known CHECK (state IN (1, 2))
);

-- A file that comes in pieces; these lie sealed in the files folder.
CREATE TABLE paper_upload (
    town       BIGINT  NOT NULL,
    id         BIGINT  NOT NULL,
    account_id BIGINT  NOT NULL,        -- who sends it
    draft_id   BIGINT  NOT NULL,        -- of either, as in paper
    matter_id  BIGINT  NOT NULL,
    wanted     TEXT    NOT NULL,
    source     INTEGER NOT NULL,
    name       BYTEA   NOT NULL,        -- of the file, sealed
    type       TEXT    NOT NULL,        -- as claimed
    size_bytes BIGINT  NOT NULL,
    digest     BYTEA   NOT NULL,        -- keyed, as in paper, of what is to come
    pieces     INTEGER NOT NULL,        -- that are there
    changed_ms BIGINT  NOT NULL,
    CONSTRAINT paper_upload_key PRIMARY KEY (town, id)
);

CREATE INDEX paper_upload_of_account ON paper_upload (town, account_id, id);
CREATE INDEX paper_upload_left ON paper_upload (town, changed_ms, id);

-- Who opened which paper lately: its pages are given to nobody else.
CREATE TABLE paper_reading (
    town       BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    paper_id   BIGINT NOT NULL,
    at_ms      BIGINT NOT NULL,         -- of the event in the ledger
    CONSTRAINT paper_reading_key PRIMARY KEY (town, account_id, paper_id)
);

CREATE INDEX paper_reading_old ON paper_reading (town, at_ms);

-- How many days after a case is over the contents of its papers are kept.
ALTER TABLE item_version ADD COLUMN paper_days INTEGER NOT NULL DEFAULT 0;
