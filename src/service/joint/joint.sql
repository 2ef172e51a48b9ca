-- name: add run
INSERT INTO joint_office (town, matter_id, ordinal, stage, department_id, department, examines,
                          days, state, asked_ms, due_ms, stopped_ms, answered_ms, account_id,
                          answered_by, opinion)
VALUES (:town, :matter_id, :ordinal, :stage, :department_id, :department, :examines, :days, 1, 0, 0,
        0, 0, 0, '', '');

-- name: of_matter many
-- limit int
SELECT o.ordinal, o.stage, o.department_id, o.department, o.examines, o.days, o.state,
       o.asked_ms, o.due_ms, o.stopped_ms, o.answered_ms, o.account_id, o.answered_by,
       o.opinion
  FROM joint_office o
 WHERE o.town = :town AND o.matter_id = :matter_id
 ORDER BY o.ordinal LIMIT :limit;

-- name: ask run
UPDATE joint_office SET state = 2, asked_ms = :now_ms
 WHERE joint_office.town = :town AND joint_office.matter_id = :matter_id
   AND joint_office.ordinal = :ordinal AND joint_office.state = 1;

-- name: set_clock run
UPDATE joint_office SET due_ms = :due_ms, stopped_ms = :stopped_ms
 WHERE joint_office.town = :town AND joint_office.matter_id = :matter_id
   AND joint_office.ordinal = :ordinal;

-- Of two who answer at once, one does.
-- name: answer run
UPDATE joint_office SET state = :state, answered_ms = :now_ms, account_id = :account_id,
       answered_by = :answered_by, opinion = :opinion
 WHERE joint_office.town = :town AND joint_office.matter_id = :matter_id
   AND joint_office.ordinal = :ordinal AND joint_office.state = 2;

-- name: close run
UPDATE joint_office SET state = 5
 WHERE joint_office.town = :town AND joint_office.matter_id = :matter_id
   AND joint_office.state IN (1, 2);

-- Whether an office of the department was asked, now or before.
-- name: was_asked one
SELECT o.ordinal FROM joint_office o
 WHERE o.town = :town AND o.matter_id = :matter_id AND o.department_id = :department_id
   AND o.asked_ms > 0 LIMIT 1;

-- name: asked many
-- limit int
SELECT o.matter_id, o.ordinal, o.due_ms, o.days, o.stopped_ms, m.number, m.kind, m.title,
       m.state, m.submitted_ms, m.person_id, p.kind AS person_kind, p.name AS person_name
  FROM joint_office o
  JOIN matter m ON m.town = :town AND m.id = o.matter_id
  JOIN person p ON p.town = :town AND p.id = m.person_id
 WHERE o.town = :town AND o.state = 2 AND o.department_id = :department_id
   AND (o.due_ms, o.matter_id) > (:due_ms, :matter_id)
 ORDER BY o.due_ms, o.matter_id, o.ordinal LIMIT :limit;

-- What verifying reads.
-- name: stretch many
SELECT o.matter_id, o.ordinal, o.stage, o.department_id, o.department, o.examines, o.days,
       o.state, o.asked_ms, o.answered_ms, o.account_id, o.answered_by, o.opinion
  FROM joint_office o
 WHERE o.town = :town AND o.matter_id > :matter_id
 ORDER BY o.matter_id, o.ordinal LIMIT 2000;
