-- name: add run
INSERT INTO archive (town, matter_id, ordinal, account_id, at_ms, files, size_bytes, digest)
VALUES (:town, :matter_id, :ordinal, :account_id, :now_ms, :files, :size_bytes, :digest);

-- The first one counts.
-- name: mark run
UPDATE matter SET archived_ms = :now_ms
 WHERE matter.town = :town AND matter.id = :id AND matter.archived_ms = 0;

-- name: of_matter many
SELECT a.ordinal, a.account_id, a.at_ms, a.files, a.size_bytes, a.digest
  FROM archive a
 WHERE a.town = :town AND a.matter_id = :matter_id
 ORDER BY a.ordinal LIMIT 200;

-- What verifying reads.
-- name: stretch many
SELECT a.matter_id, a.ordinal, a.account_id, a.at_ms, a.files, a.size_bytes, a.digest
  FROM archive a
 WHERE a.town = :town AND a.matter_id > :matter_id
 ORDER BY a.matter_id, a.ordinal LIMIT 2000;

-- name: due many
-- limit int
-- at_ms int
SELECT m.id, m.number, m.title, m.finished_ms
  FROM matter m
 WHERE m.town = :town AND m.finished_ms > 0 AND m.archived_ms = 0 AND m.kind = 'filing'
   AND (m.finished_ms, m.id) > (:at_ms, :id)
 ORDER BY m.finished_ms, m.id LIMIT :limit;

-- name: made many
-- limit int
SELECT a.matter_id, a.ordinal, a.at_ms, m.number, m.title, m.finished_ms
  FROM archive a
  JOIN matter m ON m.town = :town AND m.id = a.matter_id
 WHERE a.town = :town AND (a.at_ms, a.matter_id, a.ordinal) > (:at_ms, :matter_id, :ordinal)
 ORDER BY a.at_ms, a.matter_id, a.ordinal LIMIT :limit;
