-- Cases under the law: facts of a matter, each kind of time as its own clock, what a
-- filing needs beyond its decision.

-- What is true of a matter that its state does not say: enum flow_fact, and the kind's.
ALTER TABLE matter ADD COLUMN facts INTEGER NOT NULL DEFAULT 0;

-- One row a run; several may run at once.  Takes the place of the table clock.
CREATE TABLE matter_clock (
    town       BIGINT  NOT NULL,
    matter_id  BIGINT  NOT NULL,
    ordinal    INTEGER NOT NULL,        -- of the event that began it
    kind       TEXT    NOT NULL,        -- of matter_clock_kinds: tell, decide …
    count      INTEGER NOT NULL,        -- its span, and what it was extended by
    unit       INTEGER NOT NULL,        -- enum calendar_unit
    more_count INTEGER NOT NULL,
    more_unit  INTEGER NOT NULL,
    begun_ms   BIGINT  NOT NULL,
    due_ms     BIGINT  NOT NULL,
    days       INTEGER NOT NULL,        -- working days of both, for the light
    stopped_ms BIGINT  NOT NULL,        -- 0: it does not stand still
    ended_ms   BIGINT  NOT NULL,        -- 0: it runs
    CONSTRAINT matter_clock_key PRIMARY KEY (town, matter_id, ordinal, kind),
    CONSTRAINT matter_clock_matter FOREIGN KEY (town, matter_id)
        REFERENCES matter (town, id)
);

INSERT INTO matter_clock (town, matter_id, ordinal, kind, count, unit, more_count, more_unit,
                          begun_ms, due_ms, days, stopped_ms, ended_ms)
SELECT c.town, c.matter_id, c.ordinal, c.kind, c.days, 1, 0, 0, c.begun_ms, c.due_ms, c.days,
       0, c.ended_ms
  FROM clock c;

DROP TABLE clock;

-- When a clock stood still; what is over counts for its due moment.
CREATE TABLE matter_stop (
    town       BIGINT  NOT NULL,
    matter_id  BIGINT  NOT NULL,
    ordinal    INTEGER NOT NULL,        -- of the event that stopped it
    kind       TEXT    NOT NULL,        -- of the clock
    begun_ms   BIGINT  NOT NULL,
    ended_ms   BIGINT  NOT NULL,        -- 0: it stands still
    CONSTRAINT matter_stop_key PRIMARY KEY (town, matter_id, ordinal, kind),
    CONSTRAINT matter_stop_matter FOREIGN KEY (town, matter_id)
        REFERENCES matter (town, id)
);

ALTER TABLE filing ADD COLUMN delivery INTEGER NOT NULL DEFAULT 0;      -- of item_deliveries
ALTER TABLE filing ADD COLUMN post_number TEXT NOT NULL DEFAULT '';     -- 邮寄单号
ALTER TABLE filing ADD COLUMN special INTEGER NOT NULL DEFAULT 0;       -- of filing_specials

-- What was found wrong or missing, notice by notice (一次性告知), and the papers that may
-- follow an acceptance (容缺).
CREATE TABLE filing_defect (
    town      BIGINT  NOT NULL,
    matter_id BIGINT  NOT NULL,
    ordinal   INTEGER NOT NULL,         -- of the event that told it
    paper     INTEGER NOT NULL,         -- which of the item version's; from 1; 0 of none
    name      TEXT    NOT NULL,         -- of that paper
    told      TEXT    NOT NULL,         -- what is missing or wrong
    cured_ms  BIGINT  NOT NULL,         -- 0: not yet
    CONSTRAINT filing_defect_key PRIMARY KEY (town, matter_id, ordinal, paper),
    CONSTRAINT filing_defect_matter FOREIGN KEY (town, matter_id)
        REFERENCES matter (town, id)
);

-- Who broke a promise (告知承诺) may not be believed again until it is repaired.
CREATE TABLE filing_breach (
    town        BIGINT  NOT NULL,
    person_id   BIGINT  NOT NULL,
    matter_id   BIGINT  NOT NULL,
    broken_ms   BIGINT  NOT NULL,
    repaired_ms BIGINT  NOT NULL,       -- 0: not yet
    CONSTRAINT filing_breach_key PRIMARY KEY (town, person_id, matter_id)
);
