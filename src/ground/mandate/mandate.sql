-- name: add run
INSERT INTO mandate (town, id, basis, principal_kind, principal_name, principal_number,
                     principal_digest, agent_name, agent_number, agent_digest, outlet_id,
                     relation, scope, words, from_day, end_day, consent, letter, state,
                     recorded_by, asked_ms, given_ms, over_ms, head_ordinal, head_digest,
                     changed_ms)
VALUES (:town, :id, :basis, :principal_kind, :principal_name, :principal_number,
        :principal_digest, :agent_name, :agent_number, :agent_digest, :outlet_id,
        :relation, :scope, :words, :from_day, :end_day, :consent, :letter, :state,
        :recorded_by, :now_ms, :given_ms, 0, :head_ordinal, :head_digest, :now_ms);

-- The old head makes the change conditional: whoever read an older row changes nothing.
-- name: change run
-- was int
UPDATE mandate
   SET state = :state, consent = :consent, letter = :letter, given_ms = :given_ms,
       over_ms = :over_ms, head_ordinal = :head_ordinal, head_digest = :head_digest,
       changed_ms = :now_ms
 WHERE mandate.town = :town AND mandate.id = :id AND mandate.head_ordinal = :was;

-- name: find one
SELECT m.id, m.basis, m.principal_kind, m.principal_name, m.principal_number,
       m.principal_digest, m.agent_name, m.agent_number, m.agent_digest, m.outlet_id,
       m.relation, m.scope, m.words, m.from_day, m.end_day, m.consent, m.letter, m.state,
       m.recorded_by, m.asked_ms, m.given_ms, m.over_ms, m.head_ordinal, m.head_digest
  FROM mandate m
 WHERE m.town = :town AND m.id = :id;

-- name: of_principal many
-- limit int
SELECT m.id, m.basis, m.principal_kind, m.principal_name, m.principal_number,
       m.principal_digest, m.agent_name, m.agent_number, m.agent_digest, m.outlet_id,
       m.relation, m.scope, m.words, m.from_day, m.end_day, m.consent, m.letter, m.state,
       m.recorded_by, m.asked_ms, m.given_ms, m.over_ms, m.head_ordinal, m.head_digest
  FROM mandate m
 WHERE m.town = :town AND m.principal_digest = :principal_digest AND m.id < :id
 ORDER BY m.id DESC LIMIT :limit;

-- name: of_agent many
-- limit int
SELECT m.id, m.basis, m.principal_kind, m.principal_name, m.principal_number,
       m.principal_digest, m.agent_name, m.agent_number, m.agent_digest, m.outlet_id,
       m.relation, m.scope, m.words, m.from_day, m.end_day, m.consent, m.letter, m.state,
       m.recorded_by, m.asked_ms, m.given_ms, m.over_ms, m.head_ordinal, m.head_digest
  FROM mandate m
 WHERE m.town = :town AND m.agent_digest = :agent_digest AND m.id < :id
 ORDER BY m.id DESC LIMIT :limit;

-- name: of_outlet many
-- limit int
SELECT m.id, m.basis, m.principal_kind, m.principal_name, m.principal_number,
       m.principal_digest, m.agent_name, m.agent_number, m.agent_digest, m.outlet_id,
       m.relation, m.scope, m.words, m.from_day, m.end_day, m.consent, m.letter, m.state,
       m.recorded_by, m.asked_ms, m.given_ms, m.over_ms, m.head_ordinal, m.head_digest
  FROM mandate m
 WHERE m.town = :town AND m.outlet_id = :outlet_id AND m.outlet_id <> 0 AND m.id < :id
 ORDER BY m.id DESC LIMIT :limit;

-- name: latest many
-- limit int
SELECT m.id, m.basis, m.principal_kind, m.principal_name, m.principal_number,
       m.principal_digest, m.agent_name, m.agent_number, m.agent_digest, m.outlet_id,
       m.relation, m.scope, m.words, m.from_day, m.end_day, m.consent, m.letter, m.state,
       m.recorded_by, m.asked_ms, m.given_ms, m.over_ms, m.head_ordinal, m.head_digest
  FROM mandate m
 WHERE m.town = :town AND m.id < :id
 ORDER BY m.id DESC LIMIT :limit;

-- How many of a principal's hold or will hold; his own count is small.
-- name: count_given one
-- count int
-- today int
SELECT count(*) AS count FROM mandate m
 WHERE m.town = :town AND m.principal_digest = :principal_digest AND m.state = 2
   AND m.end_day >= :today;

-- What an agent has asked for and nobody has answered.
-- name: count_asked one
-- count int
SELECT count(*) AS count FROM mandate m
 WHERE m.town = :town AND m.agent_digest = :agent_digest AND m.state = 1;

-- One that says the same and is not over; of the ones asked for, whoever asked.
-- name: same one
-- today int
SELECT m.id FROM mandate m
 WHERE m.town = :town AND m.principal_digest = :principal_digest
   AND m.agent_digest = :agent_digest AND m.outlet_id = :outlet_id
   AND m.scope = :scope AND m.words = :words AND m.state = :state
   AND m.end_day >= :today AND m.from_day <= :from_day AND m.end_day >= :end_day
 LIMIT 1;

-- name: ending many
-- today int
-- limit int
SELECT m.id FROM mandate m
 WHERE m.town = :town AND m.state = :state AND m.end_day < :today
 ORDER BY m.end_day, m.id LIMIT :limit;

-- What verifying reads.
-- name: stretch many
SELECT m.id, m.basis, m.principal_kind, m.principal_digest, m.agent_digest, m.scope,
       m.words, m.from_day, m.end_day, m.consent
  FROM mandate m
 WHERE m.town = :town AND m.id > :id
 ORDER BY m.id LIMIT 2000;
