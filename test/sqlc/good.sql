-- good.sql -- statements that sqlc takes.

-- name: take run
INSERT INTO ticket (town, id, line_id, number, state, digest, taken_ms)
VALUES (:town, :id, :line_id, :number, 'waiting', :digest, :now_ms)
    ON CONFLICT (town, id) DO UPDATE SET state = excluded.state;

-- name: find one
SELECT t.id, t.number, t.state, t.digest
  FROM ticket AS t
 WHERE t.town = :town AND t.id = :id;

-- name: lines many
-- There may be a town without lines.
SELECT id, name FROM line WHERE town = :town ORDER BY id LIMIT 100;

-- name: waiting many
-- limit int
SELECT t.id, t.number, l.name AS line
  FROM ticket t
  LEFT JOIN line l ON l.town = :town AND l.id = t.line_id
 WHERE (:town = t.town AND t.state = 'waiting') AND t.number BETWEEN 1 AND 100
   AND CASE WHEN t.number > 3 OR t.id = 1 THEN 1 ELSE 1 END = 1
 ORDER BY t.number
 LIMIT :limit;

-- What lists of tickets begin with.
-- fragment: line
SELECT t.id, t.number
  FROM ticket t
 WHERE t.town = :town;

-- name: of_line many line
-- limit int
   AND t.line_id = :line_id ORDER BY t.number LIMIT :limit;

-- name: of_state many line
   AND t.state = :state ORDER BY t.number LIMIT 10;

-- name: call_next one
UPDATE ticket
   SET state = 'called'
 WHERE town = :town AND state = 'waiting'
   AND id = (SELECT t.id FROM ticket t
              WHERE t.town = :town AND t.line_id = :line_id AND t.state = 'waiting'
              ORDER BY t.number LIMIT 1 /*pg FOR UPDATE SKIP LOCKED */)
RETURNING id, number;

-- name: clear run
-- before_ms int
DELETE FROM ticket WHERE town = :town AND taken_ms < :before_ms;

-- name: copy run
INSERT INTO line (town, id, name)
SELECT l.town, l.id + 1, l.name || 'x' FROM line l
 WHERE l.town = :town AND l.name LIKE :name ESCAPE '!';

-- One row and nothing behind: the only one here of which that is known before it is run.
-- name: add_line run
INSERT INTO line (town, id, name) VALUES (:town, :id, trim(:name));

-- name: add_pair run
-- other_id int
INSERT INTO line (town, id, name) VALUES (:town, :id, :name), (:town, :other_id, 'x');

-- name: add_once run
INSERT INTO line (town, id, name) VALUES (:town, :id, :name)
    ON CONFLICT (town, id) DO NOTHING;

-- name: add_told one
INSERT INTO line (town, id, name) VALUES (:town, :id, :name) RETURNING id;

-- name: sums one
-- total int
-- last int
WITH own AS (SELECT t.number FROM ticket t WHERE t.town = :town),
     double (value) AS (SELECT number * 2 FROM own)
SELECT CAST(coalesce(sum(o.number), 0) AS BIGINT) AS total, max(d.value) AS last
  FROM own o CROSS JOIN double d;

-- name: everywhere many
-- count int
-- @all_towns the county compares its towns
SELECT t.town, count(*) AS count FROM ticket t
 GROUP BY t.town ORDER BY t.town LIMIT 2000;

-- name: either many
SELECT t.id FROM ticket t WHERE t.town = :town AND t.state = 'called'
 UNION ALL
SELECT l.id FROM line l
 WHERE l.town = :town
   AND EXISTS (SELECT 1 FROM ticket t WHERE t.town = l.town AND t.town = :town)
 ORDER BY id
 LIMIT 50;

-- name: kinds many
SELECT code, name FROM kind ORDER BY code LIMIT 50;
