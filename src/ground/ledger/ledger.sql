-- name: add run
INSERT INTO event (town, matter_id, ordinal, verb, from_state, to_state, actor_id,
                   actor_name, note, at_ms, before, covers, part, part_digest, digest)
VALUES (:town, :matter_id, :ordinal, :verb, :from_state, :to_state, :actor_id,
        :actor_name, :note, :now_ms, :before, :covers, :part, :part_digest, :digest);

-- name: of_matter many
SELECT e.ordinal, e.verb, e.from_state, e.to_state, e.actor_id, e.actor_name, e.note,
       e.at_ms
  FROM event e
 WHERE e.town = :town AND e.matter_id = :matter_id
 ORDER BY e.ordinal LIMIT 500;

-- A stretch of the whole ledger, in the order of its chains.
-- name: stretch many
SELECT e.matter_id, e.ordinal, e.verb, e.from_state, e.to_state, e.actor_id,
       e.actor_name, e.note, e.at_ms, e.before, e.covers, e.part, e.part_digest,
       e.digest
  FROM event e
 WHERE e.town = :town
   AND (e.matter_id, e.ordinal) > (:matter_id, :ordinal)
 ORDER BY e.matter_id, e.ordinal LIMIT 2000;

-- The heads stand in the rows of the matters, with all that is covered there.
-- name: heads many
SELECT m.id, m.number, m.kind, m.state, m.title, m.person_id, m.item_id, m.version_id,
       m.department_id, m.outlet_id, m.desk, m.stage, m.owner_id, m.submitted_ms,
       m.received_ms, m.accepted_ms, m.decided_ms, m.finished_ms, m.due_ms, m.clock_days,
       m.facts, m.parent_id, m.answer, m.rated, m.head_ordinal, m.head_digest
  FROM matter m
 WHERE m.town = :town AND m.id > :id
 ORDER BY m.id LIMIT 2000;

-- Mandates have chains of their own; see mandate.h.
-- name: mandates many
SELECT m.id, m.state, m.outlet_id, m.recorded_by, m.asked_ms, m.given_ms, m.over_ms,
       m.head_ordinal, m.head_digest
  FROM mandate m
 WHERE m.town = :town AND m.id > :id
 ORDER BY m.id LIMIT 2000;

-- name: last_seal one
SELECT s.day, s.digest FROM seal s WHERE s.town = :town ORDER BY s.day DESC LIMIT 1;

-- name: first_event one
-- from_ms int
SELECT e.at_ms FROM event e
 WHERE e.town = :town AND e.at_ms >= :from_ms ORDER BY e.at_ms LIMIT 1;

-- name: of_day many
-- after_ms int
-- to_ms int
SELECT e.at_ms, e.matter_id, e.ordinal, e.digest
  FROM event e
 WHERE e.town = :town AND e.at_ms < :to_ms
   AND (e.at_ms, e.matter_id, e.ordinal) > (:after_ms, :matter_id, :ordinal)
 ORDER BY e.at_ms, e.matter_id, e.ordinal LIMIT 2000;

-- name: seal run
INSERT INTO seal (town, day, events, before, digest, made_ms)
VALUES (:town, :day, :events, :before, :digest, :now_ms);

-- name: seals many
SELECT s.day, s.events, s.before, s.digest FROM seal s
 WHERE s.town = :town AND s.day > :day ORDER BY s.day LIMIT 20000;

-- The chain of one matter; see ledger_chain.h.
-- name: links many
SELECT e.ordinal, e.verb, e.from_state, e.to_state, e.actor_id, e.actor_name, e.note,
       e.at_ms, e.before, e.covers, e.part, e.part_digest, e.digest
  FROM event e
 WHERE e.town = :town AND e.matter_id = :matter_id AND e.ordinal > :ordinal
 ORDER BY e.ordinal LIMIT 1000;

-- name: seal_of one
SELECT s.day, s.events, s.before, s.digest FROM seal s
 WHERE s.town = :town AND s.day = :day;
