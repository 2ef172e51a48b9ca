-- The State Council's notices: days off, and days worked instead.  All other days
-- follow the rule of the week.  Shared by all towns.

CREATE TABLE holiday (
    day    INTEGER NOT NULL,            -- yyyymmdd
    kind   TEXT    NOT NULL,
    name   TEXT    NOT NULL,            -- 春节, 国庆节 …
    year   INTEGER NOT NULL,            -- of the notice
    CONSTRAINT holiday_key PRIMARY KEY (day),
    CONSTRAINT holiday_kind_known CHECK (kind IN ('off', 'work'))
);
