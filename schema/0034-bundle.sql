-- One thing at once (一件事): what a life event brings, in one application.

-- The bundle that a case belongs to; 0 none.
ALTER TABLE matter ADD COLUMN parent_id BIGINT NOT NULL DEFAULT 0;

CREATE INDEX matter_of_parent ON matter (town, parent_id, id) WHERE parent_id > 0;

CREATE TABLE bundle (
    town       BIGINT NOT NULL,
    id         BIGINT NOT NULL,
    code       TEXT   NOT NULL,
    version_id BIGINT NOT NULL,         -- what it says now
    changed_ms BIGINT NOT NULL,
    CONSTRAINT bundle_key PRIMARY KEY (town, id),
    CONSTRAINT bundle_code_once UNIQUE (town, code)
);

CREATE TABLE bundle_version (
    town         BIGINT  NOT NULL,
    id           BIGINT  NOT NULL,
    bundle_id    BIGINT  NOT NULL,
    version      INTEGER NOT NULL,
    published_ms BIGINT  NOT NULL,
    name         TEXT    NOT NULL,
    event        TEXT    NOT NULL,      -- code of item_life_events
    body         TEXT    NOT NULL,      -- the row of its file: see bundle_body.h
    CONSTRAINT bundle_version_key PRIMARY KEY (town, id),
    CONSTRAINT bundle_version_once UNIQUE (town, bundle_id, version)
);

-- The papers of a bundle, those of its items, each once: as item_paper has them.
CREATE TABLE paper_shared (
    town        BIGINT  NOT NULL,
    version_id  BIGINT  NOT NULL,       -- of the bundle
    ordinal     INTEGER NOT NULL,
    name        TEXT    NOT NULL,
    kind        INTEGER NOT NULL,
    form        INTEGER NOT NULL,
    source      INTEGER NOT NULL,
    source_note TEXT    NOT NULL,
    copies      INTEGER NOT NULL,
    size        TEXT    NOT NULL,
    necessity   INTEGER NOT NULL,
    follow_days INTEGER NOT NULL,
    acceptance  INTEGER NOT NULL,
    standard    TEXT    NOT NULL,
    note        TEXT    NOT NULL,
    blank_form  TEXT    NOT NULL,
    sample      TEXT    NOT NULL,
    exempt      INTEGER NOT NULL,
    CONSTRAINT paper_shared_key PRIMARY KEY (town, version_id, ordinal)
);

-- One paper under several names: what the bundle calls it, and what an item does.
CREATE TABLE paper_alias (
    town       BIGINT NOT NULL,
    version_id BIGINT NOT NULL,         -- of the bundle
    alias      TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    CONSTRAINT paper_alias_key PRIMARY KEY (town, version_id, alias)
);

-- What a bundle adds to its matter.
CREATE TABLE bundle_case (
    town      BIGINT  NOT NULL,
    matter_id BIGINT  NOT NULL,
    channel   INTEGER NOT NULL,         -- 1 window, 2 online
    answers   BYTEA   NOT NULL,         -- a line for each field of its form, sealed
    CONSTRAINT bundle_case_key PRIMARY KEY (town, matter_id),
    CONSTRAINT bundle_case_matter FOREIGN KEY (town, matter_id)
        REFERENCES matter (town, id)
);

CREATE TABLE bundle_child (
    town      BIGINT  NOT NULL,
    matter_id BIGINT  NOT NULL,
    ordinal   INTEGER NOT NULL,         -- of its item in the bundle, from 1
    item_code TEXT    NOT NULL,
    name      TEXT    NOT NULL,         -- of the item as of then
    behind    BIGINT  NOT NULL,         -- set of ordinals that are granted before
    state     INTEGER NOT NULL,         -- 1 waiting 2 begun 3 impossible 4 withdrawn
    child_id  BIGINT  NOT NULL,         -- its matter; 0: not begun
    CONSTRAINT bundle_child_key PRIMARY KEY (town, matter_id, ordinal),
    CONSTRAINT bundle_child_matter FOREIGN KEY (town, matter_id)
        REFERENCES matter (town, id)
);
