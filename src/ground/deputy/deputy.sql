-- name: colleagues many
SELECT a.id, a.name, a.rights, a.department_id, a.outlet_id
  FROM account a WHERE a.town = :town AND a.person_id = 0 ORDER BY a.name, a.id LIMIT 20000;

-- name: deputies many
SELECT d.account_id, d.deputy_id
  FROM deputy d WHERE d.town = :town AND d.until_ms = 0 ORDER BY d.account_id LIMIT 20000;

-- name: absences many
-- today int
SELECT a.id, a.account_id, a.from_day, a.end_day, a.reason, a.entered_by, a.entered_ms
  FROM absence a
 WHERE a.town = :town AND a.end_day >= :today AND a.cancelled_ms = 0
 ORDER BY a.end_day, a.id LIMIT 20000;

-- name: end_deputy run
UPDATE deputy SET until_ms = :now_ms
 WHERE deputy.town = :town AND deputy.account_id = :account_id AND deputy.until_ms = 0;

-- name: add_deputy run
INSERT INTO deputy (town, id, account_id, deputy_id, set_by, from_ms, until_ms)
VALUES (:town, :id, :account_id, :deputy_id, :set_by, :now_ms, 0);

-- name: add_absence run
INSERT INTO absence (town, id, account_id, from_day, end_day, reason, entered_by,
                     entered_ms, cancelled_by, cancelled_ms)
VALUES (:town, :id, :account_id, :from_day, :end_day, :reason, :entered_by, :now_ms, 0, 0);

-- name: find_absence one
SELECT a.account_id, a.from_day, a.end_day FROM absence a
 WHERE a.town = :town AND a.id = :id AND a.cancelled_ms = 0;

-- name: cancel run
UPDATE absence SET cancelled_by = :cancelled_by, cancelled_ms = :now_ms
 WHERE absence.town = :town AND absence.id = :id AND absence.cancelled_ms = 0;

-- One that has begun was true until yesterday.
-- name: shorten run
UPDATE absence SET end_day = :end_day
 WHERE absence.town = :town AND absence.id = :id AND absence.cancelled_ms = 0
   AND absence.end_day > :end_day;
