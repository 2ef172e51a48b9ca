-- name: add run
INSERT INTO matter_agent (town, matter_id, mandate_id, agent_digest, outlet_id,
                          account_id, at_ms)
VALUES (:town, :matter_id, :mandate_id, :agent_digest, :outlet_id, :account_id, :now_ms)
    ON CONFLICT (town, matter_id, mandate_id) DO NOTHING;

-- name: of_matter many
SELECT a.mandate_id, a.account_id, a.at_ms
  FROM matter_agent a
 WHERE a.town = :town AND a.matter_id = :matter_id
 ORDER BY a.mandate_id LIMIT 50;

-- By which authorisations somebody may act on a matter today.
-- name: holding many
-- today int
SELECT a.mandate_id
  FROM matter_agent a
  JOIN mandate d ON d.town = :town AND d.id = a.mandate_id
 WHERE a.town = :town AND a.matter_id = :matter_id AND a.agent_digest = :agent_digest
   AND d.state = 2 AND d.from_day <= :today AND d.end_day >= :today
 ORDER BY a.mandate_id LIMIT 50;

-- Newest first; who acts by several authorisations finds a matter several times.
-- name: acting many
-- limit int
-- today int
SELECT a.mandate_id, m.id, m.number, m.kind, m.title, m.state, m.submitted_ms, m.due_ms,
       m.clock_days, m.facts, m.rated, m.person_id, p.kind AS person_kind, p.name AS person_name
  FROM matter_agent a
  JOIN mandate d ON d.town = :town AND d.id = a.mandate_id
  JOIN matter m ON m.town = :town AND m.id = a.matter_id
  JOIN person p ON p.town = :town AND p.id = m.person_id
 WHERE a.town = :town AND a.agent_digest = :agent_digest AND a.matter_id < :id
   AND d.state = 2 AND d.from_day <= :today AND d.end_day >= :today
   AND m.parent_id = 0
 ORDER BY a.matter_id DESC LIMIT :limit;

-- name: count_today one
-- count int
-- id int
SELECT count(*) AS count FROM matter_agent a
 WHERE a.town = :town AND a.agent_digest = :agent_digest AND a.matter_id >= :id;

-- What verifying reads.
-- name: stretch many
SELECT a.matter_id, a.mandate_id, a.agent_digest, a.outlet_id, a.account_id, a.at_ms
  FROM matter_agent a
 WHERE a.town = :town AND a.matter_id > :matter_id
 ORDER BY a.matter_id, a.mandate_id LIMIT 2000;
