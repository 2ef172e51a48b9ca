-- Where items are done, and what was done to them; see item_adjust.h and item_change.h.

-- name: hand run
-- was int
-- was_holder text
-- Conditional on what was read: whoever saw an older state changes nothing.
UPDATE item SET state = :state, holder = :holder, changed_ms = :now_ms
 WHERE town = :town AND id = :id AND state = :was AND holder = :was_holder;

-- name: place one
SELECT p.state, p.holder
  FROM item_place AS p
 WHERE p.town = :town AND p.item_id = :item_id AND p.outlet_id = :outlet_id;

-- name: places many
SELECT p.outlet_id, p.state, p.holder
  FROM item_place AS p
 WHERE p.town = :town AND p.item_id = :item_id
 ORDER BY p.outlet_id
 LIMIT 5000;

-- name: keep_place run
-- was int
-- was_holder text
-- Conditional on what was read, or on there being no row.
INSERT INTO item_place (town, item_id, outlet_id, state, holder, changed_ms)
VALUES (:town, :item_id, :outlet_id, :state, :holder, :now_ms)
    ON CONFLICT (town, item_id, outlet_id)
    DO UPDATE SET state = excluded.state, holder = excluded.holder,
                  changed_ms = excluded.changed_ms
     WHERE item_place.state = :was AND item_place.holder = :was_holder;

-- name: forget_place run
-- was int
-- was_holder text
DELETE FROM item_place
 WHERE town = :town AND item_id = :item_id AND outlet_id = :outlet_id
   AND state = :was AND holder = :was_holder;

-- name: record run
INSERT INTO item_change (town, id, item_id, at_ms, actor_id, actor_name, author_name,
                         verb, outlet_id, holder, version, reason)
VALUES (:town, :id, :item_id, :now_ms, :actor_id, :actor_name, :author_name, :verb,
        :outlet_id, :holder, :version, :reason);

-- name: changes many
-- before int
-- limit int
SELECT c.id, c.item_id, c.at_ms, c.actor_id, c.actor_name, c.author_name, c.verb,
       c.outlet_id, c.holder, c.version, c.reason, i.code, v.name
  FROM item_change AS c
  JOIN item AS i ON i.id = c.item_id
  JOIN item_version AS v ON v.id = i.version_id
 WHERE c.town = :town AND i.town = :town AND v.town = :town AND c.id < :before
 ORDER BY c.id DESC
 LIMIT :limit;

-- name: changes_of many
-- before int
-- limit int
SELECT c.id, c.item_id, c.at_ms, c.actor_id, c.actor_name, c.author_name, c.verb,
       c.outlet_id, c.holder, c.version, c.reason, i.code, v.name
  FROM item_change AS c
  JOIN item AS i ON i.id = c.item_id
  JOIN item_version AS v ON v.id = i.version_id
 WHERE c.town = :town AND i.town = :town AND v.town = :town AND c.item_id = :item_id
   AND c.id < :before
 ORDER BY c.id DESC
 LIMIT :limit;

-- name: published one
SELECT c.id, c.item_id, c.at_ms, c.actor_id, c.actor_name, c.author_name, c.verb,
       c.outlet_id, c.holder, c.version, c.reason, i.code, v.name
  FROM item_change AS c
  JOIN item AS i ON i.id = c.item_id
  JOIN item_version AS v ON v.id = i.version_id
 WHERE c.town = :town AND i.town = :town AND v.town = :town AND c.item_id = :item_id
   AND c.version = :version AND c.verb IN ('add', 'publish')
 ORDER BY c.id DESC
 LIMIT 1;
