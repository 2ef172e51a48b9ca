-- name: by_login one
SELECT a.id, a.password_hash FROM account a WHERE a.town = :town AND a.login = :login;

-- name: begin_session run
INSERT INTO session (town, digest, account_id, created_ms, ends_ms)
VALUES (:town, :digest, :account_id, :now_ms, :ends_ms);

-- name: of_session one
SELECT a.id, a.name, a.rights, a.person_id, a.department_id, a.outlet_id,
       s.ends_ms
  FROM session s
  JOIN account a ON a.town = :town AND a.id = s.account_id
 WHERE s.town = :town AND s.digest = :digest AND s.ends_ms > :now_ms;

-- name: prolong run
UPDATE session SET ends_ms = :ends_ms
 WHERE session.town = :town AND session.digest = :digest;

-- name: end_session run
DELETE FROM session WHERE session.town = :town AND session.digest = :digest;

-- name: end_sessions run
DELETE FROM session WHERE session.town = :town AND session.account_id = :account_id;

-- name: sweep run
DELETE FROM session WHERE session.town = :town AND session.ends_ms <= :now_ms;

-- name: add run
INSERT INTO account (town, id, login, name, password_hash, rights, person_id,
                     department_id, outlet_id, created_ms)
VALUES (:town, :id, :login, :name, :password_hash, :rights, :person_id, :department_id,
        :outlet_id, :now_ms)
    ON CONFLICT (town, login) DO NOTHING;

-- name: person one
SELECT a.person_id FROM account a WHERE a.town = :town AND a.id = :id;

-- name: set_password run
UPDATE account SET password_hash = :password_hash
 WHERE account.town = :town AND account.id = :id;

-- Residents are many more than staff, so they stand behind it: person_id of staff is 0.
-- name: staff many
-- after_login text
SELECT a.id, a.login, a.name, a.department_id
  FROM account a
 WHERE a.town = :town AND a.person_id = 0 AND a.login > :after_login
 ORDER BY a.login LIMIT 500;
