-- How often something was done lately: wrong guesses, and what a day allows.

CREATE TABLE tally (
    town    BIGINT NOT NULL,
    name    TEXT   NOT NULL,            -- what is counted
    digest  BYTEA  NOT NULL,            -- keyed, of whom or what it is counted for
    value   BIGINT NOT NULL,
    ends_ms BIGINT NOT NULL,            -- then it counts from the beginning
    CONSTRAINT tally_key PRIMARY KEY (town, name, digest)
);

CREATE INDEX tally_ends ON tally (town, ends_ms);

-- A stranger's wrong passwords lock his network out, and not the account.
ALTER TABLE account DROP COLUMN failures;
ALTER TABLE account DROP COLUMN locked_ms;
