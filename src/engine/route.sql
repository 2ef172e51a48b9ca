-- name: once_find one
SELECT o.request, o.status, o.location, o.body
  FROM once o
 WHERE o.town = :town AND o.digest = :digest;

-- name: once_keep run
INSERT INTO once (town, digest, request, status, location, body, at_ms)
VALUES (:town, :digest, :request, :status, :location, :body, :now_ms);

-- name: once_sweep run
-- before_ms int
DELETE FROM once WHERE once.town = :town AND once.at_ms < :before_ms;
