-- The draft's row is held until the end of the work: handing it in waits for this paper,
-- or this paper finds no draft.  A draft with a new paper is not forgotten.
-- name: hold_draft run
UPDATE draft SET changed_ms = :now_ms
 WHERE draft.town = :town AND draft.id = :id AND draft.account_id = :account_id;

-- name: own_draft one
SELECT d.id FROM draft d
 WHERE d.town = :town AND d.id = :id AND d.account_id = :account_id;

-- name: add run
INSERT INTO paper (town, id, draft_id, matter_id, name, kind, size_bytes, digest,
                   account_id, created_ms)
VALUES (:town, :id, :draft_id, 0, :name, :kind, :size_bytes, :digest, :account_id,
        :now_ms);

-- name: of_draft many
-- limit int
SELECT p.id, p.draft_id, p.matter_id, p.name, p.kind, p.size_bytes, p.digest,
       p.account_id, p.created_ms
  FROM paper p
 WHERE p.town = :town AND p.draft_id = :draft_id
 ORDER BY p.id LIMIT :limit;

-- name: of_matter many
-- limit int
SELECT p.id, p.draft_id, p.matter_id, p.name, p.kind, p.size_bytes, p.digest,
       p.account_id, p.created_ms
  FROM paper p
 WHERE p.town = :town AND p.matter_id = :matter_id
 ORDER BY p.id LIMIT :limit;

-- name: find one
SELECT p.id, p.draft_id, p.matter_id, p.name, p.kind, p.size_bytes, p.digest,
       p.account_id, p.created_ms
  FROM paper p
 WHERE p.town = :town AND p.id = :id;

-- name: remove run
DELETE FROM paper
 WHERE paper.town = :town AND paper.id = :id AND paper.draft_id = :draft_id
   AND paper.matter_id = 0;

-- name: hand_in run
UPDATE paper SET draft_id = 0, matter_id = :matter_id
 WHERE paper.town = :town AND paper.draft_id = :draft_id;

-- What verifying reads.
-- name: stretch many
SELECT p.matter_id, p.id, p.kind, p.size_bytes, p.digest
  FROM paper p
 WHERE p.town = :town AND p.matter_id > :matter_id
 ORDER BY p.matter_id, p.id LIMIT 2000;

-- name: of_digest one
SELECT p.id FROM paper p
 WHERE p.town = :town AND p.digest = :digest LIMIT 1;

-- name: left_behind many
-- limit int
SELECT p.id, p.draft_id, p.digest FROM paper p
 WHERE p.town = :town AND p.draft_id > 0
   AND NOT EXISTS (SELECT 1 FROM draft d
                    WHERE d.town = :town AND d.id = p.draft_id)
 ORDER BY p.draft_id, p.id LIMIT :limit;
