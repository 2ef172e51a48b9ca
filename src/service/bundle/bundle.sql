-- name: head one
SELECT b.id, b.version_id FROM bundle b WHERE b.town = :town AND b.code = :code;

-- name: version one
SELECT v.bundle_id, v.version, v.body FROM bundle_version v
 WHERE v.town = :town AND v.id = :id;

-- name: all many
SELECT b.code, v.name, v.event
  FROM bundle b
  JOIN bundle_version v ON v.town = :town AND v.id = b.version_id
 WHERE b.town = :town
 ORDER BY v.event, b.code LIMIT 200;

-- name: add run
INSERT INTO bundle (town, id, code, version_id, changed_ms)
VALUES (:town, :id, :code, :version_id, :now_ms);

-- Two who publish at once meet at bundle_version_once: the later runs again.
-- name: renew run
UPDATE bundle SET version_id = :version_id, changed_ms = :now_ms
 WHERE bundle.town = :town AND bundle.id = :id;

-- name: add_version run
INSERT INTO bundle_version (town, id, bundle_id, version, published_ms, name, event, body)
VALUES (:town, :id, :bundle_id, :version, :now_ms, :name, :event, :body);

-- name: add_case run
INSERT INTO bundle_case (town, matter_id, channel, answers)
VALUES (:town, :matter_id, :channel, :answers);

-- name: find_case one
SELECT c.channel, c.answers FROM bundle_case c
 WHERE c.town = :town AND c.matter_id = :matter_id;

-- name: add_child run
INSERT INTO bundle_child (town, matter_id, ordinal, item_code, name, behind, state, child_id)
VALUES (:town, :matter_id, :ordinal, :item_code, :name, :behind, 1, 0);

-- name: children many
SELECT c.ordinal, c.item_code, c.name, c.behind, c.state, c.child_id
  FROM bundle_child c
 WHERE c.town = :town AND c.matter_id = :matter_id
 ORDER BY c.ordinal LIMIT 64;

-- name: set_child run
UPDATE bundle_child SET state = :state, child_id = :child_id
 WHERE bundle_child.town = :town AND bundle_child.matter_id = :matter_id
   AND bundle_child.ordinal = :ordinal AND bundle_child.state = 1;

-- Whether a department has a case of the bundle.
-- name: of_department one
-- matter_id int
SELECT m.id FROM matter m
 WHERE m.town = :town AND m.parent_id = :matter_id AND m.parent_id > 0
   AND m.department_id = :department_id LIMIT 1;

-- What verifying reads.
-- name: stretch many
SELECT c.matter_id, c.ordinal, c.item_code, c.name, c.behind, c.state, c.child_id
  FROM bundle_child c
 WHERE c.town = :town AND c.matter_id > :matter_id
 ORDER BY c.matter_id, c.ordinal LIMIT 2000;
