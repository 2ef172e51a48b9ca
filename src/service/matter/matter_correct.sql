-- name: add run
INSERT INTO correction (town, matter_id, ordinal, corrects, was, becomes, reason)
VALUES (:town, :matter_id, :ordinal, :corrects, :was, :becomes, :reason);

-- Those of one matter, and what verifying reads.
-- name: of_matter many
SELECT c.ordinal, c.corrects, c.was, c.becomes, c.reason
  FROM correction c
 WHERE c.town = :town AND c.matter_id = :matter_id
 ORDER BY c.ordinal LIMIT 100;

-- name: stretch many
SELECT c.matter_id, c.ordinal, c.corrects, c.was, c.becomes, c.reason
  FROM correction c
 WHERE c.town = :town AND c.matter_id > :matter_id
 ORDER BY c.matter_id, c.ordinal LIMIT 2000;
