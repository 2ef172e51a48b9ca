-- Who hears when a limit runs out; see escalation.h.

-- name: table one
SELECT t.revision FROM escalation_table t WHERE t.town = :town;

-- name: begin_table run
INSERT INTO escalation_table (town, revision, changed_by, changed_ms)
VALUES (:town, 1, :changed_by, :now_ms)
    ON CONFLICT (town) DO NOTHING;

-- The revision makes the change conditional: whoever saw an older table changes nothing.
-- name: change_table run
-- was int
UPDATE escalation_table
   SET revision = escalation_table.revision + 1, changed_by = :changed_by, changed_ms = :now_ms
 WHERE escalation_table.town = :town AND escalation_table.revision = :was;

-- name: end_table run
-- was int
DELETE FROM escalation_table
 WHERE escalation_table.town = :town AND escalation_table.revision = :was;

-- name: steps many
SELECT s.kind, s.late, s.days, s.hearer
  FROM escalation_step s
 WHERE s.town = :town
 ORDER BY s.kind, s.late, s.days LIMIT 200;

-- name: keep_step run
INSERT INTO escalation_step (town, kind, late, days, hearer)
VALUES (:town, :kind, :late, :days, :hearer)
    ON CONFLICT (town, kind, late, days) DO UPDATE SET hearer = excluded.hearer;

-- name: remove_step run
DELETE FROM escalation_step
 WHERE escalation_step.town = :town AND escalation_step.kind = :kind
   AND escalation_step.late = :late AND escalation_step.days = :days;

-- name: remove_steps run
DELETE FROM escalation_step WHERE escalation_step.town = :town;

-- Clocks that run and have passed a step, which was not told of them yet, in the order of
-- their index.
-- name: passed many
-- until_ms int
-- limit int
SELECT c.matter_id, c.ordinal, c.due_ms, c.more_count, m.number
  FROM matter_clock c
  JOIN matter m ON m.town = :town AND m.id = c.matter_id
 WHERE c.town = :town AND c.kind = :kind AND c.ended_ms = 0 AND c.stopped_ms = 0
   AND (c.due_ms, c.matter_id) > (:due_ms, :matter_id) AND c.due_ms <= :until_ms
   AND NOT EXISTS (SELECT 1 FROM escalation e
                    WHERE e.town = :town AND e.matter_id = c.matter_id
                      AND e.ordinal = c.ordinal AND e.kind = c.kind
                      AND e.extended = CASE WHEN c.more_count > 0 THEN 1 ELSE 0 END
                      AND e.late = :late AND e.days = :days)
 ORDER BY c.due_ms, c.matter_id LIMIT :limit;

-- What one clock has passed already.
-- name: told many
SELECT e.late, e.days
  FROM escalation e
 WHERE e.town = :town AND e.matter_id = :matter_id AND e.ordinal = :ordinal
   AND e.kind = :kind AND e.extended = :extended
 ORDER BY e.late, e.days LIMIT 200;

-- name: tell run
INSERT INTO escalation (town, matter_id, ordinal, kind, extended, late, days, told_ms)
VALUES (:town, :matter_id, :ordinal, :kind, :extended, :late, :days, :now_ms)
    ON CONFLICT (town, matter_id, ordinal, kind, extended, late, days) DO NOTHING;
