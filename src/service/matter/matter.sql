-- Numbers come from a row, never from max() + 1.
-- name: next_number one
INSERT INTO counter (town, name, day, value) VALUES (:town, 'matter', :day, 1)
    ON CONFLICT (town, name, day) DO UPDATE SET value = counter.value + 1
RETURNING value;

-- name: add run
INSERT INTO matter (town, id, number, kind, state, facts, title, person_id, phone, item_id,
                    version_id, department_id, outlet_id, desk, stage, owner_id, submitted_ms,
                    received_ms, accepted_ms, decided_ms, finished_ms, due_ms, clock_days, answer,
                    rated, parent_id, head_ordinal, head_digest, changed_ms)
VALUES (:town, :id, :number, :kind, :state, :facts, :title, :person_id, :phone, :item_id, :version_id,
        :department_id, :outlet_id, :desk, :stage, :owner_id, :now_ms, 0, 0, 0, 0, :due_ms,
        :clock_days, '', 0, :parent_id, :head_ordinal, :head_digest, :now_ms);

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
       m.rated, m.parent_id, m.archived_ms, m.head_ordinal, m.head_digest
  FROM matter m
 WHERE m.town = :town AND m.number = :number;

-- name: number_of one
SELECT m.number FROM matter m WHERE m.town = :town AND m.id = :id;

-- name: mine many
-- limit int
SELECT m.id, m.number, m.kind, m.title, m.state, m.submitted_ms, m.due_ms, m.clock_days,
       m.facts, m.rated
  FROM matter m
 WHERE m.town = :town AND m.person_id = :person_id AND m.id < :id AND m.parent_id = 0
 ORDER BY m.id DESC LIMIT :limit;

-- A row of a list for staff.  The channel is the filing's; other kinds have none.
-- fragment: line
SELECT m.id, m.number, m.kind, m.title, m.state, m.submitted_ms, m.finished_ms, m.due_ms,
       m.clock_days, m.facts, m.rated, m.item_id, m.department_id, m.outlet_id, m.owner_id,
       f.channel, m.phone, m.person_id, p.kind AS person_kind,
       p.name AS person_name, p.id_number AS person_id_number
  FROM matter m
  JOIN person p ON p.town = :town AND p.id = m.person_id
  LEFT JOIN filing f ON f.town = :town AND f.matter_id = m.id
 WHERE m.town = :town;

-- Next due first, at whatever desk.
-- name: due many line
-- until_ms int
-- limit int
   AND m.desk <> 0 AND (m.due_ms, m.id) > (:due_ms, :id) AND m.due_ms <= :until_ms
 ORDER BY m.due_ms, m.id LIMIT :limit;

-- name: due_of_office many line
-- until_ms int
-- limit int
   AND m.desk <> 0 AND m.department_id = :department_id
   AND (m.due_ms, m.id) > (:due_ms, :id) AND m.due_ms <= :until_ms
 ORDER BY m.due_ms, m.id LIMIT :limit;

-- What tells a light, for counting: the index has all of it.
-- fragment: lit
SELECT m.id, m.due_ms, m.clock_days, m.facts
  FROM matter m
 WHERE m.town = :town;

-- name: due_lights many lit
-- until_ms int
-- limit int
   AND m.desk <> 0 AND (m.due_ms, m.id) > (:due_ms, :id) AND m.due_ms <= :until_ms
 ORDER BY m.due_ms, m.id LIMIT :limit;

-- name: due_lights_of_office many lit
-- until_ms int
-- limit int
   AND m.desk <> 0 AND m.department_id = :department_id
   AND (m.due_ms, m.id) > (:due_ms, :id) AND m.due_ms <= :until_ms
 ORDER BY m.due_ms, m.id LIMIT :limit;

-- Next due first, at one.  The index holds what some desk has; "> 0" would make SQLite walk all
-- of it and sort.
-- name: at_desk many line
-- until_ms int
-- limit int
   AND m.desk = :desk AND m.desk <> 0 AND m.stage = :stage
   AND (m.due_ms, m.id) > (:due_ms, :id) AND m.due_ms <= :until_ms
 ORDER BY m.due_ms, m.id LIMIT :limit;

-- name: of_department many line
-- until_ms int
-- limit int
   AND m.desk = :desk AND m.desk <> 0 AND m.stage = :stage
   AND m.department_id = :department_id
   AND (m.due_ms, m.id) > (:due_ms, :id) AND m.due_ms <= :until_ms
 ORDER BY m.due_ms, m.id LIMIT :limit;

-- What somebody has to act on, at a desk in a stage.
-- name: open many
-- limit int
SELECT m.number, m.due_ms, m.id FROM matter m
 WHERE m.town = :town AND m.desk = :desk AND m.desk <> 0 AND m.stage = :stage
   AND (m.due_ms, m.id) > (:due_ms, :id)
 ORDER BY m.due_ms, m.id LIMIT :limit;

-- name: of_owner_due many line
-- until_ms int
-- limit int
   AND m.desk <> 0 AND m.owner_id = :owner_id
   AND (m.due_ms, m.id) > (:due_ms, :id) AND m.due_ms <= :until_ms
 ORDER BY m.due_ms, m.id LIMIT :limit;

-- What was urged or supervised and is not answered yet: few at a time, whatever else runs.
-- "+ 0" keeps the databases from walking all that is due instead.
-- name: pressed many line
-- until_ms int
-- limit int
   AND m.desk <> 0
   AND m.id IN (SELECT c.matter_id FROM matter_clock c
                 WHERE c.town = :town AND c.kind IN ('urge', 'supervise') AND c.ended_ms = 0)
   AND (m.due_ms + 0, m.id) > (:due_ms, :id) AND m.due_ms + 0 <= :until_ms
 ORDER BY m.due_ms + 0, m.id LIMIT :limit;

-- What stands still, likewise.
-- name: stopped many line
-- until_ms int
-- limit int
   AND m.desk <> 0
   AND m.id IN (SELECT s.matter_id FROM matter_stop s
                 WHERE s.town = :town AND s.ended_ms = 0)
   AND (m.due_ms + 0, m.id) > (:due_ms, :id) AND m.due_ms + 0 <= :until_ms
 ORDER BY m.due_ms + 0, m.id LIMIT :limit;

-- Newest first, of those that were handed in since a moment.
-- name: newest many line
-- before_id int
-- since_id int
-- limit int
   AND m.id < :before_id AND m.id >= :since_id ORDER BY m.id DESC LIMIT :limit;

-- name: of_state many line
-- before_id int
-- since_id int
-- limit int
   AND m.state = :state AND m.id < :before_id AND m.id >= :since_id
 ORDER BY m.id DESC LIMIT :limit;

-- name: of_office many line
-- before_id int
-- since_id int
-- limit int
   AND m.department_id = :department_id AND m.id < :before_id AND m.id >= :since_id
 ORDER BY m.id DESC LIMIT :limit;

-- name: of_office_state many line
-- before_id int
-- since_id int
-- limit int
   AND m.department_id = :department_id AND m.state = :state
   AND m.id < :before_id AND m.id >= :since_id
 ORDER BY m.id DESC LIMIT :limit;

-- name: of_item many line
-- before_id int
-- since_id int
-- limit int
   AND m.item_id = :item_id AND m.id < :before_id AND m.id >= :since_id
 ORDER BY m.id DESC LIMIT :limit;

-- name: of_outlet many line
-- before_id int
-- since_id int
-- limit int
   AND m.outlet_id = :outlet_id AND m.id < :before_id AND m.id >= :since_id
 ORDER BY m.id DESC LIMIT :limit;

-- name: of_owner many line
-- before_id int
-- since_id int
-- limit int
   AND m.owner_id = :owner_id AND m.id < :before_id AND m.id >= :since_id
 ORDER BY m.id DESC LIMIT :limit;

-- name: of_person many line
-- before_id int
-- since_id int
-- limit int
   AND m.person_id = :person_id AND m.id < :before_id AND m.id >= :since_id
 ORDER BY m.id DESC LIMIT :limit;

-- name: filters many
SELECT f.id, f.name, f.query
  FROM matter_filter f
 WHERE f.town = :town AND f.account_id = :account_id
 ORDER BY f.name LIMIT 100;

-- name: keep_filter run
INSERT INTO matter_filter (town, id, account_id, name, query, changed_ms)
VALUES (:town, :id, :account_id, :name, :query, :now_ms)
    ON CONFLICT (town, account_id, name)
    DO UPDATE SET query = excluded.query, changed_ms = excluded.changed_ms;

-- name: remove_filter run
DELETE FROM matter_filter
 WHERE matter_filter.town = :town AND matter_filter.id = :id
   AND matter_filter.account_id = :account_id;

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

-- So many numbers of a day at once, for a fill: the last of them.
-- name: next_numbers one
-- count int
INSERT INTO counter (town, name, day, value) VALUES (:town, 'matter', :day, :count)
    ON CONFLICT (town, name, day) DO UPDATE SET value = counter.value + excluded.value
RETURNING value;

-- A matter as its last event left it.
-- name: invent run
INSERT INTO matter (town, id, number, kind, state, title, person_id, phone, item_id,
                    version_id, department_id, outlet_id, desk, stage, owner_id,
                    submitted_ms, received_ms, accepted_ms, decided_ms, finished_ms, due_ms,
                    clock_days, answer, rated, head_ordinal, head_digest, changed_ms)
VALUES (:town, :id, :number, :kind, :state, :title, :person_id, :phone, :item_id,
        :version_id, :department_id, :outlet_id, :desk, :stage, :owner_id, :submitted_ms,
        :received_ms, :accepted_ms, :decided_ms, :finished_ms, :due_ms, :clock_days, '', 0,
        :head_ordinal, :head_digest, :now_ms);

-- name: invent_clock run
INSERT INTO matter_clock (town, matter_id, ordinal, kind, count, unit, more_count, more_unit,
                          begun_ms, due_ms, days, stopped_ms, ended_ms)
VALUES (:town, :matter_id, :ordinal, :kind, :days, 1, 0, 0, :begun_ms, :due_ms, :days, 0,
        :ended_ms);

-- What made a clock of a matter stand still that still does.
-- name: paused one
SELECT e.verb, e.from_state, e.to_state, e.note, s.begun_ms
  FROM matter_stop s
  JOIN event e ON e.town = :town AND e.matter_id = s.matter_id AND e.ordinal = s.ordinal
 WHERE s.town = :town AND s.matter_id = :matter_id AND s.ended_ms = 0
 ORDER BY s.ordinal DESC LIMIT 1;

-- Where a clock has run out, in a state, of matters that have the facts.
-- name: run_out many
-- with int
SELECT m.due_ms, m.id FROM matter m
 WHERE m.town = :town AND m.desk = :desk AND m.desk <> 0 AND m.stage = :stage
   AND m.due_ms < :now_ms AND (m.due_ms, m.id) > (:due_ms, :id)
   AND m.kind = :kind AND m.state = :state AND (m.facts & :with) = :with
 ORDER BY m.due_ms, m.id LIMIT 200;
