-- What an event left in the rows, so that verifying can hold the rows against it.

-- Empty in events that are older than this.
ALTER TABLE event ADD COLUMN covers BYTEA NOT NULL DEFAULT '';      -- SM3 of its matter's row
ALTER TABLE event ADD COLUMN part TEXT NOT NULL DEFAULT '';         -- whose rows it wrote beside
ALTER TABLE event ADD COLUMN part_digest BYTEA NOT NULL DEFAULT ''; -- SM3 of those

-- The inbox asks for a desk's matters stage by stage, next due first.
ALTER TABLE matter ADD COLUMN stage INTEGER NOT NULL DEFAULT 0;     -- enum flow_stage

UPDATE matter SET stage = CASE WHEN state = 1 THEN 0
                               WHEN state = 2 THEN 1
                               WHEN state IN (4, 7, 8) THEN 2
                               ELSE 3 END
 WHERE kind = 'filing';

DROP INDEX matter_at_desk;
DROP INDEX matter_of_department;
CREATE INDEX matter_at_stage ON matter (town, desk, stage, due_ms, id) WHERE desk <> 0;
CREATE INDEX matter_at_department
    ON matter (town, desk, stage, department_id, due_ms, id) WHERE desk <> 0;
