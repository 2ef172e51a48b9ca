-- Documents that the hall gives people about their matters (文书).

-- Nothing of a letter changes once it is issued but ended_by.
CREATE TABLE letter (
    town       BIGINT  NOT NULL,
    id         BIGINT  NOT NULL,
    matter_id  BIGINT  NOT NULL,
    kind       TEXT    NOT NULL,        -- a name of letter_kinds
    year       INTEGER NOT NULL,
    ordinal    BIGINT  NOT NULL,        -- in its kind and year, without gaps
    number     TEXT    NOT NULL,        -- as it is printed
    wording    INTEGER NOT NULL,        -- version of the kind's wording
    slots      BYTEA   NOT NULL,        -- what stands in it, sealed JSON
    digest     BYTEA   NOT NULL,        -- SM3 of its text
    issued_ms  BIGINT  NOT NULL,
    account_id BIGINT  NOT NULL,        -- who issued it
    ended_by   BIGINT  NOT NULL,        -- the letter that took its effect; 0 none
    CONSTRAINT letter_key PRIMARY KEY (town, id),
    CONSTRAINT letter_in_series UNIQUE (town, kind, year, ordinal),
    CONSTRAINT letter_number_once UNIQUE (town, number),
    CONSTRAINT letter_of_a_matter FOREIGN KEY (town, matter_id)
        REFERENCES matter (town, id)
);

CREATE INDEX letter_of_matter ON letter (town, matter_id, id);

-- The printed page, which lies sealed in the files folder under the digest; see
-- paper_store.h.
CREATE TABLE letter_print (
    town       BIGINT NOT NULL,
    letter_id  BIGINT NOT NULL,
    digest     BYTEA  NOT NULL,         -- keyed, of the content
    size_bytes BIGINT NOT NULL,
    CONSTRAINT letter_print_key PRIMARY KEY (town, letter_id),
    CONSTRAINT letter_print_of FOREIGN KEY (town, letter_id) REFERENCES letter (town, id)
);

CREATE INDEX letter_print_by_digest ON letter_print (town, digest);

-- A town's own wordings, beside those of the program; none is ever changed.
CREATE TABLE letter_wording (
    town       BIGINT  NOT NULL,
    kind       TEXT    NOT NULL,
    version    INTEGER NOT NULL,        -- from 1001 on
    text       TEXT    NOT NULL,
    author     TEXT    NOT NULL,
    created_ms BIGINT  NOT NULL,
    CONSTRAINT letter_wording_key PRIMARY KEY (town, kind, version)
);

-- Who signs, and where people turn to who do not agree; department 0 is the town.
CREATE TABLE letter_office (
    town          BIGINT NOT NULL,
    department_id BIGINT NOT NULL,
    prefix        TEXT   NOT NULL,      -- of numbers; of the town only
    site          TEXT   NOT NULL,      -- https://… that the codes lead to; likewise
    organ         TEXT   NOT NULL,
    review_body   TEXT   NOT NULL,      -- 行政复议机关
    court         TEXT   NOT NULL,
    revision      BIGINT NOT NULL,      -- counts changes
    CONSTRAINT letter_office_key PRIMARY KEY (town, department_id)
);
