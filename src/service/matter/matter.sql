-- Numbers come from a row, never from max() + 1.
-- name: next_number one
INSERT INTO counter (town, name, day, value) VALUES (:town, 'matter', :day, 1)
    ON CONFLICT (town, name, day) DO UPDATE SET value = counter.value + 1
RETURNING value;

-- name: add run
INSERT INTO matter (town, id, number, kind, state, title, person_id, phone, item_id,
                    version_id, department_id, outlet_id, desk, stage, owner_id, submitted_ms,
                    received_ms, accepted_ms, decided_ms, finished_ms, due_ms, clock_days, answer,
                    rated, head_ordinal, head_digest, changed_ms)
VALUES (:town, :id, :number, :kind, :state, :title, :person_id, :phone, :item_id, :version_id,
        :department_id, :outlet_id, :desk, :stage, :owner_id, :now_ms, 0, 0, 0, 0, :due_ms,
        :clock_days, '', 0, :head_ordinal, :head_digest, :now_ms);

-- The old head makes the change conditional: whoever read an older row changes nothing.
-- name: move run
-- was int
UPDATE matter
   SET state = :state, desk = :desk, stage = :stage, owner_id = :owner_id, received_ms = :received_ms,
       accepted_ms = :accepted_ms, decided_ms = :decided_ms,
       finished_ms = :finished_ms, due_ms = :due_ms, clock_days = :clock_days,
       answer = :answer, rated = :rated, head_ordinal = :head_ordinal,
       head_digest = :head_digest, changed_ms = :now_ms
 WHERE matter.town = :town AND matter.id = :id AND matter.head_ordinal = :was;

-- name: by_number one
SELECT m.id, m.number, m.kind, m.state, m.title, m.person_id, m.phone, m.item_id,
       m.version_id, m.department_id, m.outlet_id, m.owner_id, m.submitted_ms, m.received_ms,
       m.accepted_ms, m.decided_ms, m.finished_ms, m.due_ms, m.clock_days, m.answer,
       m.rated, m.head_ordinal, m.head_digest
  FROM matter m
 WHERE m.town = :town AND m.number = :number;

-- name: mine many
-- limit int
SELECT m.id, m.number, m.kind, m.title, m.state, m.submitted_ms, m.due_ms, m.clock_days,
       m.rated
  FROM matter m
 WHERE m.town = :town AND m.person_id = :person_id AND m.id < :id
 ORDER BY m.id DESC LIMIT :limit;

-- The index holds what some desk has; "> 0" would make SQLite walk all of it and sort.
-- name: at_desk many
-- limit int
SELECT m.id, m.number, m.kind, m.title, m.state, m.submitted_ms, m.due_ms, m.clock_days,
       m.rated, m.person_id, p.kind AS person_kind, p.name AS person_name
  FROM matter m
  JOIN person p ON p.town = :town AND p.id = m.person_id
 WHERE m.town = :town AND m.desk = :desk AND m.desk <> 0 AND m.stage = :stage
   AND (m.due_ms, m.id) > (:due_ms, :id)
 ORDER BY m.due_ms, m.id LIMIT :limit;

-- name: of_department many
-- limit int
SELECT m.id, m.number, m.kind, m.title, m.state, m.submitted_ms, m.due_ms, m.clock_days,
       m.rated, m.person_id, p.kind AS person_kind, p.name AS person_name
  FROM matter m
  JOIN person p ON p.town = :town AND p.id = m.person_id
 WHERE m.town = :town AND m.desk = :desk AND m.desk <> 0 AND m.stage = :stage
   AND m.department_id = :department_id AND (m.due_ms, m.id) > (:due_ms, :id)
 ORDER BY m.due_ms, m.id LIMIT :limit;

-- name: begin_clock run
INSERT INTO clock (town, matter_id, ordinal, kind, days, begun_ms, due_ms, ended_ms)
VALUES (:town, :matter_id, :ordinal, :kind, :days, :begun_ms, :due_ms, 0);

-- name: end_clocks run
UPDATE clock SET ended_ms = :now_ms
 WHERE clock.town = :town AND clock.matter_id = :matter_id AND clock.ended_ms = 0;
