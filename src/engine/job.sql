-- name: add run
INSERT INTO job (town, id, kind, subject, state, run_ms, attempts, problem)
VALUES (:town, :id, :kind, :subject, 'ready', :run_ms, 0, '')
    ON CONFLICT (town, kind, subject) DO NOTHING;

-- name: next one
SELECT j.id, j.kind, j.subject, j.attempts
  FROM job j
 WHERE j.town = :town AND j.state = 'ready' AND j.run_ms <= :now_ms
 ORDER BY j.run_ms, j.id LIMIT 1 /*pg FOR UPDATE SKIP LOCKED */;

-- name: finish run
UPDATE job SET state = 'done', problem = ''
 WHERE job.town = :town AND job.id = :id AND job.state = 'ready';

-- name: fail run
UPDATE job SET state = :state, run_ms = :run_ms, attempts = :attempts, problem = :problem
 WHERE job.town = :town AND job.id = :id AND job.state = 'ready';

-- name: sweep run
-- before_ms int
DELETE FROM job WHERE job.town = :town AND job.state = 'done' AND job.run_ms < :before_ms;
