-- Numbers come from a row of the same transaction, so one that is undone leaves no gap.
-- name: next_ordinal one
-- series text
INSERT INTO counter (town, name, day, value) VALUES (:town, :series, :day, 1)
    ON CONFLICT (town, name, day) DO UPDATE SET value = counter.value + 1
RETURNING value;

-- name: add run
INSERT INTO letter (town, id, matter_id, kind, year, ordinal, number, wording, slots, digest,
                    issued_ms, account_id, ended_by)
VALUES (:town, :id, :matter_id, :kind, :year, :ordinal, :number, :wording, :slots, :digest,
        :now_ms, :account_id, 0);

-- name: end run
-- by int
UPDATE letter SET ended_by = :by
 WHERE letter.town = :town AND letter.matter_id = :matter_id AND letter.kind = :kind
   AND letter.ended_by = 0 AND letter.id <> :by;

-- name: end_one run
-- by int
UPDATE letter SET ended_by = :by
 WHERE letter.town = :town AND letter.id = :id AND letter.ended_by = 0;

-- name: of_matter many
-- limit int
SELECT l.id, l.matter_id, l.kind, l.number, l.wording, l.slots, l.digest, l.issued_ms,
       l.account_id, l.ended_by
  FROM letter l
 WHERE l.town = :town AND l.matter_id = :matter_id
 ORDER BY l.id LIMIT :limit;

-- name: find one
SELECT l.id, l.matter_id, l.kind, l.number, l.wording, l.slots, l.digest, l.issued_ms,
       l.account_id, l.ended_by, m.number AS matter_number
  FROM letter l
  JOIN matter m ON m.town = :town AND m.id = l.matter_id
 WHERE l.town = :town AND l.id = :id;

-- name: by_number one
SELECT l.id, l.kind, l.number, l.digest, l.issued_ms, l.ended_by
  FROM letter l
 WHERE l.town = :town AND l.number = :number;

-- name: number_of one
SELECT l.kind, l.number, l.issued_ms FROM letter l WHERE l.town = :town AND l.id = :id;

-- What verifying reads.
-- name: stretch many
SELECT l.matter_id, l.id, l.kind, l.number, l.wording, l.digest, l.issued_ms, l.account_id,
       l.ended_by
  FROM letter l
 WHERE l.town = :town AND l.matter_id > :matter_id
 ORDER BY l.matter_id, l.id LIMIT 2000;

-- name: print one
SELECT p.digest, p.size_bytes
  FROM letter_print p WHERE p.town = :town AND p.letter_id = :letter_id;

-- name: keep_print run
INSERT INTO letter_print (town, letter_id, digest, size_bytes)
VALUES (:town, :letter_id, :digest, :size_bytes)
    ON CONFLICT (town, letter_id) DO NOTHING;

-- name: wording one
SELECT w.text FROM letter_wording w
 WHERE w.town = :town AND w.kind = :kind AND w.version = :version;

-- name: last_wording one
SELECT w.version FROM letter_wording w
 WHERE w.town = :town AND w.kind = :kind
 ORDER BY w.version DESC LIMIT 1;

-- name: wordings many
SELECT w.version, w.author, w.created_ms FROM letter_wording w
 WHERE w.town = :town AND w.kind = :kind
 ORDER BY w.version DESC LIMIT 100;

-- name: add_wording run
INSERT INTO letter_wording (town, kind, version, text, author, created_ms)
VALUES (:town, :kind, :version, :text, :author, :now_ms)
    ON CONFLICT (town, kind, version) DO NOTHING;

-- name: office one
SELECT o.prefix, o.site, o.organ, o.review_body, o.court, o.revision
  FROM letter_office o WHERE o.town = :town AND o.department_id = :department_id;

-- Whoever saw an older one changes nothing.
-- name: keep_office run
-- seen int
INSERT INTO letter_office (town, department_id, prefix, site, organ, review_body, court,
                           revision)
VALUES (:town, :department_id, :prefix, :site, :organ, :review_body, :court, 1)
    ON CONFLICT (town, department_id) DO UPDATE
       SET prefix = excluded.prefix, site = excluded.site, organ = excluded.organ,
           review_body = excluded.review_body, court = excluded.court,
           revision = letter_office.revision + 1
     WHERE letter_office.revision = :seen;

-- What the ledger covers of a matter: as stretch has it.
-- name: covered many
SELECT l.id, l.kind, l.number, l.wording, l.digest, l.issued_ms, l.account_id, l.ended_by
  FROM letter l
 WHERE l.town = :town AND l.matter_id = :matter_id
 ORDER BY l.id LIMIT 201;
