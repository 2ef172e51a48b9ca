-- What people hand in as files.

-- The content lies sealed in the files folder, under the digest; see paper_store.h.
CREATE TABLE paper (
    town       BIGINT NOT NULL,
    id         BIGINT NOT NULL,
    draft_id   BIGINT NOT NULL,         -- 0: it was handed in
    matter_id  BIGINT NOT NULL,         -- 0: it was not handed in yet
    name       BYTEA  NOT NULL,         -- of the file as given, sealed
    kind       TEXT   NOT NULL,
    size_bytes BIGINT NOT NULL,         -- of the plain content
    digest     BYTEA  NOT NULL,         -- keyed, of the content
    account_id BIGINT NOT NULL,         -- who gave it
    created_ms BIGINT NOT NULL,
    CONSTRAINT paper_key PRIMARY KEY (town, id),
    CONSTRAINT paper_kind_known CHECK (kind IN ('pdf', 'jpeg', 'png')),
    CONSTRAINT paper_of_either CHECK ((draft_id = 0) <> (matter_id = 0)),
    CONSTRAINT paper_has_bytes CHECK (size_bytes > 0)
);

CREATE INDEX paper_of_draft ON paper (town, draft_id, id);
CREATE INDEX paper_of_matter ON paper (town, matter_id, id);
CREATE INDEX paper_by_digest ON paper (town, digest);
