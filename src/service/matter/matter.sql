-- Numbers come from a row, never from max() + 1.
-- name: next_number one
INSERT INTO counter (town, name, day, value) VALUES (:town, 'matter', :day, 1)
    ON CONFLICT (town, name, day) DO UPDATE SET value = counter.value + 1
RETURNING value;

-- name: add run
INSERT INTO matter (town, id, number, kind, state, facts, title, person_id, phone, item_id,
                    version_id, department_id, outlet_id, desk, stage, owner_id, submitted_ms,
                    received_ms, accepted_ms, decided_ms, finished_ms, due_ms, clock_days, answer,
                    rated, head_ordinal, head_digest, changed_ms)
VALUES (:town, :id, :number, :kind, :state, :facts, :title, :person_id, :phone, :item_id, :version_id,
        :department_id, :outlet_id, :desk, :stage, :owner_id, :now_ms, 0, 0, 0, 0, :due_ms,
        :clock_days, '', 0, :head_ordinal, :head_digest, :now_ms);

-- The old head makes the change conditional: whoever read an older row changes nothing.
-- name: move run
-- was int
UPDATE matter
   SET state = :state, desk = :desk, stage = :stage, owner_id = :owner_id, received_ms = :received_ms,
       accepted_ms = :accepted_ms, decided_ms = :decided_ms,
       finished_ms = :finished_ms, due_ms = :due_ms, clock_days = :clock_days,
       facts = :facts, answer = :answer, rated = :rated, head_ordinal = :head_ordinal,
       head_digest = :head_digest, changed_ms = :now_ms
 WHERE matter.town = :town AND matter.id = :id AND matter.head_ordinal = :was;

-- name: by_number one
SELECT m.id, m.number, m.kind, m.state, m.facts, m.title, m.person_id, m.phone, m.item_id,
       m.version_id, m.department_id, m.outlet_id, m.owner_id, m.submitted_ms, m.received_ms,
       m.accepted_ms, m.decided_ms, m.finished_ms, m.due_ms, m.clock_days, m.answer,
       m.rated, m.head_ordinal, m.head_digest
  FROM matter m
 WHERE m.town = :town AND m.number = :number;

-- name: mine many
-- limit int
SELECT m.id, m.number, m.kind, m.title, m.state, m.submitted_ms, m.due_ms, m.clock_days,
       m.facts, m.rated
  FROM matter m
 WHERE m.town = :town AND m.person_id = :person_id AND m.id < :id
 ORDER BY m.id DESC LIMIT :limit;

-- The index holds what some desk has; "> 0" would make SQLite walk all of it and sort.
-- name: at_desk many
-- limit int
SELECT m.id, m.number, m.kind, m.title, m.state, m.submitted_ms, m.due_ms, m.clock_days,
       m.facts, m.rated, m.person_id, p.kind AS person_kind, p.name AS person_name
  FROM matter m
  JOIN person p ON p.town = :town AND p.id = m.person_id
 WHERE m.town = :town AND m.desk = :desk AND m.desk <> 0 AND m.stage = :stage
   AND (m.due_ms, m.id) > (:due_ms, :id)
 ORDER BY m.due_ms, m.id LIMIT :limit;

-- name: of_department many
-- limit int
SELECT m.id, m.number, m.kind, m.title, m.state, m.submitted_ms, m.due_ms, m.clock_days,
       m.facts, m.rated, m.person_id, p.kind AS person_kind, p.name AS person_name
  FROM matter m
  JOIN person p ON p.town = :town AND p.id = m.person_id
 WHERE m.town = :town AND m.desk = :desk AND m.desk <> 0 AND m.stage = :stage
   AND m.department_id = :department_id AND (m.due_ms, m.id) > (:due_ms, :id)
 ORDER BY m.due_ms, m.id LIMIT :limit;

-- What somebody has to act on, at a desk in a stage.
-- name: open many
-- limit int
SELECT m.number, m.due_ms, m.id FROM matter m
 WHERE m.town = :town AND m.desk = :desk AND m.desk <> 0 AND m.stage = :stage
   AND (m.due_ms, m.id) > (:due_ms, :id)
 ORDER BY m.due_ms, m.id LIMIT :limit;

-- name: add_clock run
INSERT INTO matter_clock (town, matter_id, ordinal, kind, count, unit, more_count, more_unit,
                          begun_ms, due_ms, days, stopped_ms, ended_ms)
VALUES (:town, :matter_id, :ordinal, :kind, :count, :unit, 0, 0, :begun_ms, :due_ms, :days, 0, 0);

-- name: change_clock run
UPDATE matter_clock
   SET due_ms = :due_ms, days = :days, more_count = :more_count, more_unit = :more_unit,
       stopped_ms = :stopped_ms, ended_ms = :ended_ms
 WHERE matter_clock.town = :town AND matter_clock.matter_id = :matter_id
   AND matter_clock.ordinal = :ordinal AND matter_clock.kind = :kind;

-- name: clocks many
-- limit int
SELECT c.kind, c.ordinal, c.count, c.unit, c.more_count, c.more_unit, c.begun_ms, c.due_ms,
       c.days, c.stopped_ms, c.ended_ms
  FROM matter_clock c
 WHERE c.town = :town AND c.matter_id = :matter_id
 ORDER BY c.ordinal, c.kind LIMIT :limit;

-- name: running_clocks many
SELECT c.kind, c.ordinal, c.count, c.unit, c.more_count, c.more_unit, c.begun_ms, c.due_ms,
       c.days, c.stopped_ms, c.ended_ms
  FROM matter_clock c
 WHERE c.town = :town AND c.matter_id = :matter_id AND c.ended_ms = 0
 ORDER BY c.ordinal, c.kind LIMIT 64;

-- name: add_stop run
INSERT INTO matter_stop (town, matter_id, ordinal, kind, begun_ms, ended_ms)
VALUES (:town, :matter_id, :ordinal, :kind, :now_ms, 0);

-- name: end_stop run
UPDATE matter_stop SET ended_ms = :now_ms
 WHERE matter_stop.town = :town AND matter_stop.matter_id = :matter_id
   AND matter_stop.kind = :kind AND matter_stop.ended_ms = 0;

-- Those of one clock: it began with the event :from.
-- name: stops many
-- from int
SELECT s.begun_ms, s.ended_ms
  FROM matter_stop s
 WHERE s.town = :town AND s.matter_id = :matter_id AND s.kind = :kind AND s.ordinal > :from
 ORDER BY s.ordinal LIMIT 64;
