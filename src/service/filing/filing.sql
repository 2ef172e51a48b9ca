-- name: add run
INSERT INTO filing (town, matter_id, channel, statement, outcome, result)
VALUES (:town, :matter_id, :channel, :statement, 0, '');

-- One of a fill: it says nothing.
-- name: invent run
INSERT INTO filing (town, matter_id, channel, statement, outcome, result)
VALUES (:town, :matter_id, :channel, '', :outcome, '');

-- name: find one
SELECT f.channel, f.statement, f.outcome, f.result, f.delivery, f.post_number, f.special
  FROM filing f WHERE f.town = :town AND f.matter_id = :matter_id;

-- What verifying reads.
-- name: stretch many
SELECT f.matter_id, f.channel, f.outcome, f.result, f.delivery, f.post_number, f.special
  FROM filing f
 WHERE f.town = :town AND f.matter_id > :matter_id
 ORDER BY f.matter_id LIMIT 2000;

-- name: change run
UPDATE filing SET outcome = :outcome, result = :result, delivery = :delivery,
       post_number = :post_number, special = :special
 WHERE filing.town = :town AND filing.matter_id = :matter_id;

-- name: add_defect run
INSERT INTO filing_defect (town, matter_id, ordinal, paper, name, told, cured_ms)
VALUES (:town, :matter_id, :ordinal, :paper, :name, :told, 0);

-- name: cure_defects run
UPDATE filing_defect SET cured_ms = :now_ms
 WHERE filing_defect.town = :town AND filing_defect.matter_id = :matter_id
   AND filing_defect.cured_ms = 0;

-- name: defects many
-- limit int
SELECT d.ordinal, d.paper, d.name, d.told, d.cured_ms
  FROM filing_defect d
 WHERE d.town = :town AND d.matter_id = :matter_id
 ORDER BY d.ordinal, d.paper LIMIT :limit;

-- name: add_breach run
INSERT INTO filing_breach (town, person_id, matter_id, broken_ms, repaired_ms)
VALUES (:town, :person_id, :matter_id, :now_ms, 0);

-- name: breaches one
-- count int
SELECT count(*) AS count FROM filing_breach b
 WHERE b.town = :town AND b.person_id = :person_id AND b.repaired_ms = 0;

-- name: repair run
UPDATE filing_breach SET repaired_ms = :now_ms
 WHERE filing_breach.town = :town AND filing_breach.person_id = :person_id
   AND filing_breach.matter_id = :matter_id AND filing_breach.repaired_ms = 0;

-- name: number one
SELECT m.number FROM matter m WHERE m.town = :town AND m.id = :id;

-- Up to which id matters were counted; see filing_count.c.
-- name: counted one
SELECT c.value FROM counter c WHERE c.town = :town AND c.name = 'filing' AND c.day = 0;

-- name: count_up_to run
INSERT INTO counter (town, name, day, value) VALUES (:town, 'filing', 0, :value)
    ON CONFLICT (town, name, day) DO UPDATE SET value = excluded.value;

-- name: filed many
-- after int
-- from int
-- to int
-- filed int
SELECT m.item_id, count(*) AS filed FROM matter m
 WHERE m.town = :town AND m.id >= :from AND m.id < :to AND m.item_id > :after
 GROUP BY m.item_id ORDER BY m.item_id LIMIT 20000;

-- What somebody handed in online from an id on.
-- name: count_online one
-- count int
SELECT count(*) AS count FROM matter m
 WHERE m.town = :town AND m.person_id = :person_id AND m.id >= :id AND m.outlet_id = 0;

-- name: count_drafts one
-- count int
SELECT count(*) AS count FROM draft d
 WHERE d.town = :town AND d.account_id = :account_id;

-- name: drafts many
-- limit int
SELECT d.id, d.changed_ms, v.name
  FROM draft d
  JOIN item i ON i.town = :town AND i.id = d.item_id
  JOIN item_version v ON v.town = :town AND v.id = i.version_id
 WHERE d.town = :town AND d.account_id = :account_id
 ORDER BY d.id DESC LIMIT :limit;

-- name: remove_draft run
DELETE FROM draft
 WHERE draft.town = :town AND draft.id = :id AND draft.account_id = :account_id;

-- name: add_draft run
INSERT INTO draft (town, id, account_id, item_id, answers, changed_ms)
VALUES (:town, :id, :account_id, :item_id, :answers, :now_ms);

-- name: change_draft run
UPDATE draft SET answers = :answers, changed_ms = :now_ms
 WHERE draft.town = :town AND draft.id = :id AND draft.account_id = :account_id;

-- name: find_draft one
SELECT d.item_id, d.answers FROM draft d
 WHERE d.town = :town AND d.id = :id AND d.account_id = :account_id;

-- name: forget_draft run
DELETE FROM draft WHERE draft.town = :town AND draft.id = :id;

-- name: sweep_drafts run
-- before_ms int
DELETE FROM draft WHERE draft.town = :town AND draft.changed_ms < :before_ms;
