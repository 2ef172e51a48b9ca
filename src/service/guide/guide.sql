-- What the guide has learnt; see guide_learn.h.

-- name: phrases many
-- after_item int
-- after_phrase text
SELECT p.item_id, p.phrase
  FROM guide_phrase AS p
 WHERE p.town = :town AND (p.item_id > :after_item
        OR (p.item_id = :after_item AND p.phrase > :after_phrase))
 ORDER BY p.item_id, p.phrase
 LIMIT 1000;

-- name: put_phrase run
INSERT INTO guide_phrase (town, item_id, phrase, source, day)
VALUES (:town, :item_id, :phrase, :source, :day)
    ON CONFLICT (town, item_id, phrase)
    DO UPDATE SET source = excluded.source, day = excluded.day;

-- name: synonyms many
SELECT s.said, s.means
  FROM guide_synonym AS s
 WHERE s.town = :town
 ORDER BY s.said, s.means
 LIMIT 2000;

-- name: note_question run
INSERT INTO guide_question (town, question, state, times, last_day)
VALUES (:town, :question, 1, 1, :last_day)
    ON CONFLICT (town, question)
    DO UPDATE SET times = guide_question.times + 1, last_day = excluded.last_day;

-- name: questions many
-- limit int
-- The most often left first, behind one.
SELECT q.question, q.times, q.last_day
  FROM guide_question AS q
 WHERE q.town = :town AND q.state = 1 AND (q.times, q.question) < (:times, :question)
 ORDER BY q.times DESC, q.question DESC
 LIMIT :limit;

-- name: settle_question run
UPDATE guide_question SET state = :state
 WHERE guide_question.town = :town AND guide_question.question = :question
   AND guide_question.state = 1;

-- name: forget_questions run
-- before_day int
DELETE FROM guide_question
 WHERE guide_question.town = :town AND guide_question.last_day < :before_day;

-- name: put_synonym run
INSERT INTO guide_synonym (town, said, means, changed_ms)
VALUES (:town, :said, :means, :now_ms)
    ON CONFLICT (town, said, means) DO NOTHING;

-- name: remove_synonym run
DELETE FROM guide_synonym
 WHERE guide_synonym.town = :town AND guide_synonym.said = :said
   AND guide_synonym.means = :means;

-- name: evidence_of one
SELECT e.words, e.opened, e.filed, e.weight, e.last_day
  FROM guide_evidence AS e
 WHERE e.town = :town AND e.question = :question AND e.item_id = :item_id
       /*pg FOR UPDATE */;

-- Whoever is later by a hair breaks the key and is run again.
-- name: add_evidence run
INSERT INTO guide_evidence (town, question, item_id, words, opened, filed, weight,
                            last_day)
VALUES (:town, :question, :item_id, '', :opened, :filed, :weight, :last_day);

-- name: renew_evidence run
UPDATE guide_evidence
   SET words = :words, opened = :opened, filed = :filed, weight = :weight,
       last_day = :last_day
 WHERE guide_evidence.town = :town AND guide_evidence.question = :question
   AND guide_evidence.item_id = :item_id;

-- What several had asked so, with the items that are in use, the weightiest first.
-- name: evidence many
-- opened_least int
SELECT e.question, e.item_id, e.words, e.opened, e.filed, e.weight, e.last_day, i.code
  FROM guide_evidence AS e
  JOIN item AS i ON i.town = e.town AND i.id = e.item_id
 WHERE e.town = :town AND i.town = :town AND e.opened >= :opened_least
 ORDER BY e.weight DESC, e.question, e.item_id
 LIMIT 2000;

-- name: drop_evidence run
DELETE FROM guide_evidence
 WHERE guide_evidence.town = :town AND guide_evidence.words = :words
   AND guide_evidence.item_id = :item_id;

-- name: forget_evidence run
-- before_day int
-- old_day int
-- opened_least int
DELETE FROM guide_evidence
 WHERE guide_evidence.town = :town
   AND (guide_evidence.last_day < :before_day
        OR (guide_evidence.last_day < :old_day
            AND guide_evidence.opened < :opened_least));
