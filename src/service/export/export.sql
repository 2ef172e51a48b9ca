-- Lists that are written to files; see export.h.

-- fragment: row
SELECT x.id, x.account_id, x.actor_name, x.list, x.query, x.format, x.whole, x.reason,
       x.state, x.rows, x.pieces, x.plain_bytes, x.file_bytes, x.after, x.mark, x.attempts,
       x.cut, x.begun_ms, x.ended_ms
  FROM export AS x
 WHERE x.town = :town;

-- name: of_account many row
-- limit int
   AND x.account_id = :account_id AND x.state <> 5 ORDER BY x.id DESC LIMIT :limit;

-- name: find one row
   AND x.id = :id AND x.account_id = :account_id AND x.state <> 5;

-- The one that has waited longest: they take turns.
-- name: next one row
   AND x.state = 1 AND x.run_ms <= :now_ms ORDER BY x.run_ms, x.id LIMIT 1;

-- name: add run
INSERT INTO export (town, id, account_id, actor_name, list, query, format, whole, reason,
                    state, rows, pieces, plain_bytes, file_bytes, after, mark, attempts,
                    run_ms, cut, problem, begun_ms, changed_ms, ended_ms)
VALUES (:town, :id, :account_id, :actor_name, :list, :query, :format, :whole, :reason, 1, 0,
        0, 0, 0, '', '', 0, 0, 0, '', :now_ms, :now_ms, 0);

-- Whoever stopped it meanwhile, or wrote the same piece, has changed what it was.
-- name: advance run
-- was int
UPDATE export SET state = :state, rows = :rows, pieces = :pieces,
       plain_bytes = :plain_bytes, file_bytes = :file_bytes, after = :after, mark = :mark,
       attempts = 0, run_ms = :now_ms, cut = :cut, problem = '', changed_ms = :now_ms,
       ended_ms = :ended_ms
 WHERE export.town = :town AND export.id = :id AND export.state = 1
   AND export.pieces = :was;

-- name: put_off run
UPDATE export SET state = :state, attempts = :attempts, run_ms = :run_ms,
       problem = :problem, changed_ms = :now_ms, ended_ms = :ended_ms
 WHERE export.town = :town AND export.id = :id AND export.state = 1;

-- name: stop run
UPDATE export SET state = 4, changed_ms = :now_ms, ended_ms = :now_ms
 WHERE export.town = :town AND export.id = :id AND export.account_id = :account_id
   AND export.state = 1;

-- name: again run
UPDATE export SET state = 1, attempts = 0, run_ms = 0, changed_ms = :now_ms, ended_ms = 0
 WHERE export.town = :town AND export.id = :id AND export.account_id = :account_id
   AND export.state = 3;

-- The file goes first, then the row: who removes one only says so.
-- name: remove run
UPDATE export SET state = 5, changed_ms = :now_ms
 WHERE export.town = :town AND export.id = :id AND export.account_id = :account_id;

-- name: expire run
-- before_ms int
UPDATE export SET state = 5, changed_ms = :now_ms
 WHERE export.town = :town AND export.ended_ms > 0 AND export.ended_ms < :before_ms
   AND export.state <> 5;

-- name: gone many
SELECT x.id FROM export AS x
 WHERE x.town = :town AND x.state = 5 ORDER BY x.run_ms, x.id LIMIT 100;

-- name: forget run
DELETE FROM export WHERE export.town = :town AND export.id = :id AND export.state = 5;
