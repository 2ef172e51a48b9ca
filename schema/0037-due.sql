-- What is due next, at whatever desk: of the hall, and of an office; with what tells the
-- light of each, so that lights are counted from the index alone (SQLite asks it for the
-- desk too, though it is what the index is of).

CREATE INDEX matter_due ON matter (town, due_ms, id, clock_days, facts, desk)
    WHERE desk <> 0;
CREATE INDEX matter_due_of_office
    ON matter (town, department_id, due_ms, id, clock_days, facts, desk) WHERE desk <> 0;
