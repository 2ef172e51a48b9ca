-- Deadlines: what of each kind of clock runs out next, and who hears of it when.

CREATE INDEX matter_clock_runs ON matter_clock (town, kind, due_ms, matter_id, ordinal)
    WHERE ended_ms = 0;

-- What stands still now: few at a time.
CREATE INDEX matter_stop_lasts ON matter_stop (town, matter_id) WHERE ended_ms = 0;

-- What was told of one matter, for its asker.
CREATE INDEX message_of_matter ON message (town, matter_id, id);

-- That a town has a table of its own; without a row the program's holds.
CREATE TABLE escalation_table (
    town       BIGINT NOT NULL,
    revision   BIGINT NOT NULL,         -- how often it was changed
    changed_by BIGINT NOT NULL,         -- account
    changed_ms BIGINT NOT NULL,
    CONSTRAINT escalation_table_key PRIMARY KEY (town)
);

-- A step of it: who hears when a clock has so many working days left, or is so many over.
CREATE TABLE escalation_step (
    town   BIGINT  NOT NULL,
    kind   TEXT    NOT NULL,            -- of matter_clock_kinds: tell, decide …
    late   INTEGER NOT NULL,            -- 0 days are left, 1 days are over
    days   INTEGER NOT NULL,
    hearer INTEGER NOT NULL,            -- set of enum escalation_hearer
    CONSTRAINT escalation_step_key PRIMARY KEY (town, kind, late, days)
);

-- A step that one clock has passed, told once.
CREATE TABLE escalation (
    town      BIGINT  NOT NULL,
    matter_id BIGINT  NOT NULL,
    ordinal   INTEGER NOT NULL,         -- of the event that began the clock
    kind      TEXT    NOT NULL,
    extended  INTEGER NOT NULL,         -- 1: of its extended limit
    late      INTEGER NOT NULL,
    days      INTEGER NOT NULL,
    told_ms   BIGINT  NOT NULL,
    CONSTRAINT escalation_key PRIMARY KEY (town, matter_id, ordinal, kind, extended, late, days),
    CONSTRAINT escalation_matter FOREIGN KEY (town, matter_id) REFERENCES matter (town, id)
);
