-- What is due next, at whatever desk: of the hall, and of an office.

CREATE INDEX matter_due ON matter (town, due_ms, id) WHERE desk <> 0;
CREATE INDEX matter_due_of_office ON matter (town, department_id, due_ms, id)
    WHERE desk <> 0;
