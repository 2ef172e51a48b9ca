-- name: add run
INSERT INTO hand_over (town, matter_id, ordinal, first_id, from_id, to_id, to_outlet_id,
                       to_department_id, by_id, reason, at_ms)
VALUES (:town, :matter_id, :ordinal, :first_id, :from_id, :to_id, :to_outlet_id,
        :to_department_id, :by_id, :reason, :now_ms);

-- name: of_matter many
SELECT h.matter_id, h.ordinal, h.first_id, h.from_id, h.to_id, h.to_outlet_id,
       h.to_department_id, h.by_id, h.reason, h.at_ms
  FROM hand_over h
 WHERE h.town = :town AND h.matter_id = :matter_id
 ORDER BY h.ordinal LIMIT 100;

-- With the event that covers it, in the same transaction.
-- name: department run
UPDATE matter SET department_id = :department_id
 WHERE matter.town = :town AND matter.id = :id;

-- What a colleague has to do, next due first; see matter.sql for "<> 0".
-- name: owned many
-- limit int
SELECT m.id, m.number, m.kind, m.title, m.state, m.submitted_ms, m.due_ms, m.clock_days,
       m.facts, m.rated, m.person_id, p.kind AS person_kind, p.name AS person_name
  FROM matter m
  JOIN person p ON p.town = :town AND p.id = m.person_id
 WHERE m.town = :town AND m.owner_id = :owner_id AND m.desk <> 0
   AND (m.due_ms, m.id) > (:due_ms, :id)
 ORDER BY m.due_ms, m.id LIMIT :limit;

-- What he handed over lately, newest first: the old owner goes on seeing it.
-- name: given_away many
-- limit int
-- after_ms int
SELECT h.matter_id, h.at_ms, h.to_id, h.to_outlet_id, h.to_department_id, m.number,
       m.title
  FROM hand_over h
  JOIN matter m ON m.town = :town AND m.id = h.matter_id
 WHERE h.town = :town AND h.from_id = :from_id AND h.at_ms > :after_ms
 ORDER BY h.at_ms DESC, h.matter_id LIMIT :limit;

-- What verifying reads.
-- name: stretch many
SELECT h.matter_id, h.ordinal, h.first_id, h.from_id, h.to_id, h.to_outlet_id,
       h.to_department_id, h.by_id, h.reason, h.at_ms
  FROM hand_over h
 WHERE h.town = :town AND h.matter_id > :matter_id
 ORDER BY h.matter_id, h.ordinal LIMIT 2000;
