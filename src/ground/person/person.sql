-- name: by_digest one
SELECT p.id, p.name FROM person p
 WHERE p.town = :town AND p.id_digest = :id_digest;

-- name: find one
SELECT p.id, p.kind, p.name, p.id_number, p.phone FROM person p
 WHERE p.town = :town AND p.id = :id;

-- A phone may be that of a family.
-- name: by_phone many
SELECT p.id FROM person p
 WHERE p.town = :town AND p.phone_digest = :phone_digest
 ORDER BY p.id LIMIT 8;

-- name: add run
INSERT INTO person (town, id, kind, name, id_number, phone, id_digest, phone_digest,
                    created_ms, changed_ms)
VALUES (:town, :id, :kind, :name, :id_number, :phone, :id_digest, :phone_digest,
        :now_ms, :now_ms);
