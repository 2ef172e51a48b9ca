-- Lists to compare with, runs and what differs; see drift.h.

-- name: source_named one
SELECT s.id, s.name, s.columns FROM drift_source AS s
 WHERE s.town = :town AND s.name = :name;

-- name: sources many
SELECT s.id, s.name, s.columns FROM drift_source AS s
 WHERE s.town = :town ORDER BY s.changed_ms DESC, s.id LIMIT 100;

-- name: keep_source run
INSERT INTO drift_source (town, id, name, columns, changed_ms)
VALUES (:town, :id, :name, :columns, :now_ms)
    ON CONFLICT (town, name) DO UPDATE SET columns = :columns, changed_ms = :now_ms;

-- name: add_run run
INSERT INTO drift_run (town, id, source_id, at_ms, actor_name, file_name, row_count,
    rejected, by_code, by_name, ambiguous, only_here, only_there, differing, fresh,
    settled, compared)
VALUES (:town, :id, :source_id, :now_ms, :actor_name, :file_name, :row_count, :rejected,
    :by_code, :by_name, :ambiguous, :only_here, :only_there, :differing, :fresh, :settled,
    :compared);

-- name: runs many
-- before int
-- limit int
SELECT r.id, s.name, r.at_ms, r.actor_name, r.file_name, r.row_count, r.rejected,
       r.by_code, r.by_name, r.ambiguous, r.only_here, r.only_there, r.differing, r.fresh,
       r.settled, r.compared
  FROM drift_run AS r
  JOIN drift_source AS s ON s.id = r.source_id
 WHERE r.town = :town AND s.town = :town AND r.id < :before
 ORDER BY r.id DESC
 LIMIT :limit;

-- name: note run
-- What was explained stays explained as long as both sides say what they said then.
INSERT INTO drift_difference (town, id, source_id, kind, code, element, name, department,
    unified, ours, theirs, mark, state, reason, decided_by, decided_ms, fresh_run_id,
    last_run_id)
VALUES (:town, :id, :source_id, :kind, :code, :element, :name, :department, :unified,
    :ours, :theirs, :mark, 1, '', '', 0, :last_run_id, :last_run_id)
    ON CONFLICT (town, source_id, code, element) DO UPDATE SET
        fresh_run_id = CASE WHEN drift_difference.mark = :mark
                                 AND drift_difference.state IN (1, 2)
                            THEN drift_difference.fresh_run_id ELSE :last_run_id END,
        state = CASE WHEN drift_difference.mark = :mark AND drift_difference.state = 2
                     THEN 2 ELSE 1 END,
        kind = :kind, name = :name, department = :department, unified = :unified,
        ours = :ours, theirs = :theirs, mark = :mark, last_run_id = :last_run_id;

-- name: spare run
-- Of an item that this run could not look at, nothing is settled.
UPDATE drift_difference SET last_run_id = :last_run_id
 WHERE town = :town AND source_id = :source_id AND code = :code;

-- name: spare_element run
-- Nor of an element that the list of this run did not hold.
UPDATE drift_difference SET last_run_id = :last_run_id
 WHERE town = :town AND source_id = :source_id AND element = :element
   AND state IN (1, 2);

-- name: spare_kind run
-- Nor of items of theirs, when rows were rejected: they may be among those.
UPDATE drift_difference SET last_run_id = :last_run_id
 WHERE town = :town AND source_id = :source_id AND kind = :kind AND state IN (1, 2);

-- name: settle run
UPDATE drift_difference SET state = 4
 WHERE town = :town AND source_id = :source_id AND state IN (1, 2)
   AND last_run_id <> :last_run_id;

-- name: fresh one
-- differences int
SELECT count(*) AS differences FROM drift_difference AS d
 WHERE d.town = :town AND d.source_id = :source_id AND d.state = 1
   AND d.fresh_run_id = :fresh_run_id;

-- name: keep_row run
INSERT INTO drift_row (town, source_id, code, run_id, said)
VALUES (:town, :source_id, :code, :run_id, :said)
    ON CONFLICT (town, source_id, code) DO UPDATE SET run_id = :run_id, said = :said;

-- name: row one
SELECT w.said FROM drift_row AS w
 WHERE w.town = :town AND w.source_id = :source_id AND w.code = :code;

-- name: page many
-- only_unified int
-- fresh int
-- after_code text
-- after_element text
-- limit int
-- kind, only_unified, fresh 0, element and department '' ask for all.
SELECT d.id, d.kind, d.code, d.element, d.name, d.department, d.unified, d.ours, d.theirs,
       d.state, d.reason
  FROM drift_difference AS d
 WHERE d.town = :town AND d.source_id = :source_id AND d.state = :state
   AND (d.code > :after_code OR (d.code = :after_code AND d.element > :after_element))
   AND (:kind = 0 OR d.kind = :kind)
   AND (:element = '' OR d.element = :element)
   AND (:department = '' OR d.department = :department)
   AND (:only_unified = 0 OR d.unified > 0)
   AND (:fresh = 0 OR d.fresh_run_id = :fresh)
 ORDER BY d.code, d.element
 LIMIT :limit;

-- name: counts many
-- differences int
SELECT d.state, d.unified, count(*) AS differences
  FROM drift_difference AS d
 WHERE d.town = :town AND d.source_id = :source_id
 GROUP BY d.state, d.unified
 ORDER BY d.state, d.unified
 LIMIT 100;

-- name: of_item many
SELECT d.id, d.element FROM drift_difference AS d
 WHERE d.town = :town AND d.source_id = :source_id AND d.state = 1 AND d.kind = 1
   AND d.code = :code
 ORDER BY d.code, d.element
 LIMIT 200;

-- name: find one
SELECT d.id, d.source_id, s.name AS source, d.kind, d.code, d.element, d.name,
       d.department, d.unified, d.ours, d.theirs, d.mark, d.state, d.reason, d.decided_by,
       d.decided_ms
  FROM drift_difference AS d
  JOIN drift_source AS s ON s.id = d.source_id
 WHERE d.town = :town AND s.town = :town AND d.id = :id;

-- name: decide run
-- was int
-- Conditional on what was read: of two who decide at once the later is told.
UPDATE drift_difference SET state = :state, reason = :reason, decided_by = :decided_by,
                            decided_ms = :now_ms
 WHERE town = :town AND id = :id AND state = :was AND mark = :mark;

-- name: forget_rows run
DELETE FROM drift_row
 WHERE town = :town AND source_id = :source_id AND run_id <> :run_id;
