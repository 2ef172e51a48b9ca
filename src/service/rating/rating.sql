-- name: add run
INSERT INTO rating (town, matter_id, level, tags, comment, channel, at_ms)
VALUES (:town, :matter_id, :level, :tags, :comment, :channel, :now_ms)
    ON CONFLICT (town, matter_id) DO NOTHING;

-- What verifying reads.
-- name: stretch many
SELECT r.matter_id, r.level, r.tags, r.comment, r.channel, r.at_ms
  FROM rating r
 WHERE r.town = :town AND r.matter_id > :matter_id
 ORDER BY r.matter_id LIMIT 2000;

-- name: find one
SELECT r.level, r.tags, r.comment, r.channel
  FROM rating r WHERE r.town = :town AND r.matter_id = :matter_id;
