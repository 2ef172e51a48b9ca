-- The window begins with the first time and is not moved by later ones.
-- name: add one
INSERT INTO tally (town, name, digest, value, ends_ms)
VALUES (:town, :name, :digest, 1, :ends_ms)
    ON CONFLICT (town, name, digest) DO UPDATE
       SET value = CASE WHEN tally.ends_ms <= :now_ms THEN 1 ELSE tally.value + 1 END,
           ends_ms = CASE WHEN tally.ends_ms <= :now_ms THEN excluded.ends_ms
                          ELSE tally.ends_ms END
RETURNING value;

-- name: renew run
INSERT INTO tally (town, name, digest, value, ends_ms)
VALUES (:town, :name, :digest, 1, :ends_ms)
    ON CONFLICT (town, name, digest) DO UPDATE SET ends_ms = excluded.ends_ms;

-- name: find one
SELECT t.value FROM tally t
 WHERE t.town = :town AND t.name = :name AND t.digest = :digest AND t.ends_ms > :now_ms;

-- name: forget run
DELETE FROM tally
 WHERE tally.town = :town AND tally.name = :name AND tally.digest = :digest;

-- name: sweep run
DELETE FROM tally WHERE tally.town = :town AND tally.ends_ms <= :now_ms;
