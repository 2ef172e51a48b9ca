-- Situations: flows of questions and what each asks for; see situation.h.

-- name: flow one
SELECT f.id, f.revision, f.item_version, f.published_ms, f.author, f.note
  FROM situation_flow AS f
  JOIN situation AS s ON s.flow_id = f.id
 WHERE f.town = :town AND s.town = :town AND s.item_id = :item_id;

-- name: revision one
SELECT f.id, f.revision, f.item_version, f.published_ms, f.author, f.note
  FROM situation_flow AS f
 WHERE f.town = :town AND f.item_id = :item_id AND f.revision = :revision;

-- name: history many
SELECT f.id, f.revision, f.item_version, f.published_ms, f.author
  FROM situation_flow AS f
 WHERE f.town = :town AND f.item_id = :item_id
 ORDER BY f.revision DESC
 LIMIT 50;

-- name: questions many
SELECT q.name, q.words, q.hint
  FROM situation_question AS q
 WHERE q.town = :town AND q.flow_id = :flow_id
 ORDER BY q.ordinal
 LIMIT 40;

-- name: answers many
SELECT a.question, a.name, a.words, a.hint, a.next
  FROM situation_answer AS a
 WHERE a.town = :town AND a.flow_id = :flow_id
 ORDER BY a.question, a.ordinal
 LIMIT 480;

-- name: papers many
SELECT p.name, p.why, p.exempt
  FROM situation_paper AS p
 WHERE p.town = :town AND p.flow_id = :flow_id
 ORDER BY p.ordinal
 LIMIT 90;

-- name: conditions many
SELECT c.paper, c.clause, c.question, c.answer
  FROM situation_condition AS c
 WHERE c.town = :town AND c.flow_id = :flow_id
 ORDER BY c.paper, c.ordinal
 LIMIT 20000;

-- name: renew one
-- Two who publish at once meet here: the later waits, and gets the number behind.
INSERT INTO situation (town, item_id, flow_id, revision)
VALUES (:town, :item_id, :flow_id, 1)
ON CONFLICT (town, item_id)
DO UPDATE SET flow_id = excluded.flow_id, revision = situation.revision + 1
RETURNING revision;

-- name: add_flow run
INSERT INTO situation_flow (town, id, item_id, revision, item_version, published_ms,
    author, note)
VALUES (:town, :id, :item_id, :revision, :item_version, :now_ms, :author, :note);

-- name: add_question run
INSERT INTO situation_question (town, flow_id, ordinal, name, words, hint)
VALUES (:town, :flow_id, :ordinal, :name, :words, :hint);

-- name: add_answer run
INSERT INTO situation_answer (town, flow_id, question, ordinal, name, words, hint, next)
VALUES (:town, :flow_id, :question, :ordinal, :name, :words, :hint, :next);

-- name: add_paper run
INSERT INTO situation_paper (town, flow_id, ordinal, name, why, exempt)
VALUES (:town, :flow_id, :ordinal, :name, :why, :exempt);

-- name: add_condition run
INSERT INTO situation_condition (town, flow_id, paper, ordinal, clause, question, answer)
VALUES (:town, :flow_id, :paper, :ordinal, :clause, :question, :answer);

-- name: items many
-- after text
-- limit int
SELECT i.id, i.code, v.name, f.revision, f.published_ms
  FROM situation AS s
  JOIN situation_flow AS f ON f.id = s.flow_id
  JOIN item AS i ON i.id = s.item_id
  JOIN item_version AS v ON v.id = i.version_id
 WHERE s.town = :town AND f.town = :town AND i.town = :town AND v.town = :town
   AND i.code > :after
   AND EXISTS (SELECT 1 FROM situation_paper AS p
                WHERE p.town = :town AND p.flow_id = f.id)
 ORDER BY i.code
 LIMIT :limit;
