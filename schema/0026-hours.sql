-- When a town's hall opens and closes, in minutes of the day: a limit ends with the
-- service hours of its last day.  0 and 0: not known, then 8:30 to 17:30.
ALTER TABLE town ADD COLUMN opens_minute INTEGER NOT NULL DEFAULT 0;

ALTER TABLE town ADD COLUMN closes_minute INTEGER NOT NULL DEFAULT 0;
