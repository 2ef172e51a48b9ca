-- What the guide has learnt; see guide_learn.h.

-- name: phrases many
-- after_item int
-- after_phrase text
SELECT p.item_id, p.phrase, p.source, p.visits, p.day
  FROM guide_phrase AS p
 WHERE p.town = :town AND (p.item_id > :after_item
        OR (p.item_id = :after_item AND p.phrase > :after_phrase))
 ORDER BY p.item_id, p.phrase
 LIMIT 1000;

-- A phrase that somebody vouches for stays so, whatever use adds.
-- name: put_phrase run
INSERT INTO guide_phrase (town, item_id, phrase, source, visits, day)
VALUES (:town, :item_id, :phrase, :source, 0, :day)
    ON CONFLICT (town, item_id, phrase)
    DO UPDATE SET source = excluded.source, day = excluded.day;

-- name: synonyms many
SELECT s.said, s.means
  FROM guide_synonym AS s
 WHERE s.town = :town
 ORDER BY s.said, s.means
 LIMIT 2000;
