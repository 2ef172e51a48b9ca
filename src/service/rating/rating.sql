-- name: add run
INSERT INTO rating (town, matter_id, level, tags, comment, channel, at_ms)
VALUES (:town, :matter_id, :level, :tags, :comment, :channel, :now_ms)
    ON CONFLICT (town, matter_id) DO NOTHING;

-- name: find one
SELECT r.level, r.tags, r.comment, r.channel
  FROM rating r WHERE r.town = :town AND r.matter_id = :matter_id;
