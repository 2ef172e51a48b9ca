-- The draft's row is held until the end of the work: handing it in waits for this paper,
-- or this paper finds no draft.  A draft with a new paper is not forgotten.
-- name: hold_draft run
UPDATE draft SET changed_ms = :now_ms
 WHERE draft.town = :town AND draft.id = :id AND draft.account_id = :account_id;

-- name: own_draft one
SELECT d.id FROM draft d
 WHERE d.town = :town AND d.id = :id AND d.account_id = :account_id;

-- Whether the item of a draft, as it is now, asks for a paper of this name.
-- name: draft_wants one
-- wanted text
SELECT p.ordinal FROM draft d
  JOIN item i ON i.town = :town AND i.id = d.item_id
  JOIN item_paper p ON p.town = :town AND p.version_id = i.version_id
 WHERE d.town = :town AND d.id = :id AND p.name = :wanted
 ORDER BY p.ordinal LIMIT 1;

-- The same of a matter, as its item was.
-- name: matter_wants one
-- wanted text
SELECT p.ordinal FROM matter m
  JOIN item_paper p ON p.town = :town AND p.version_id = m.version_id
 WHERE m.town = :town AND m.id = :id AND p.name = :wanted
 ORDER BY p.ordinal LIMIT 1;

-- name: add run
INSERT INTO paper (town, id, draft_id, matter_id, name, kind, size_bytes, digest,
                   account_id, created_ms, wanted, source, pages, scan, reused_id)
VALUES (:town, :id, :draft_id, :matter_id, :name, :kind, :size_bytes, :digest,
        :account_id, :now_ms, :wanted, :source, :pages, :scan, :reused_id);

-- name: of_draft many
-- limit int
SELECT p.id, p.draft_id, p.matter_id, p.name, p.kind, p.size_bytes, p.digest,
       p.account_id, p.created_ms, p.wanted, p.source, p.pages, p.scan, p.reused_id,
       p.removed_ms
  FROM paper p
 WHERE p.town = :town AND p.draft_id = :draft_id
 ORDER BY p.id LIMIT :limit;

-- name: of_matter many
-- limit int
SELECT p.id, p.draft_id, p.matter_id, p.name, p.kind, p.size_bytes, p.digest,
       p.account_id, p.created_ms, p.wanted, p.source, p.pages, p.scan, p.reused_id,
       p.removed_ms
  FROM paper p
 WHERE p.town = :town AND p.matter_id = :matter_id
 ORDER BY p.id LIMIT :limit;

-- name: find one
SELECT p.id, p.draft_id, p.matter_id, p.name, p.kind, p.size_bytes, p.digest,
       p.account_id, p.created_ms, p.wanted, p.source, p.pages, p.scan, p.reused_id,
       p.removed_ms
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
SELECT p.matter_id, p.id, p.kind, p.size_bytes, p.digest, p.wanted, p.source, p.reused_id
  FROM paper p
 WHERE p.town = :town AND p.matter_id > :matter_id
 ORDER BY p.matter_id, p.id LIMIT 2000;

-- The printed pages of letters lie beside the papers.
-- name: of_digest one
SELECT p.id FROM paper p
 WHERE p.town = :town AND p.digest = :digest AND p.removed_ms = 0
UNION ALL
SELECT l.letter_id AS id FROM letter_print l
 WHERE l.town = :town AND l.digest = :digest
 LIMIT 1;

-- name: left_behind many
-- limit int
SELECT p.id, p.draft_id, p.digest FROM paper p
 WHERE p.town = :town AND p.draft_id > 0
   AND NOT EXISTS (SELECT 1 FROM draft d
                    WHERE d.town = :town AND d.id = p.draft_id)
 ORDER BY p.draft_id, p.id LIMIT :limit;

-- ---- what staff found ----

-- name: mark run
INSERT INTO paper_mark (town, matter_id, wanted, state, source, reason, account_id, at_ms)
VALUES (:town, :matter_id, :wanted, :state, :source, :reason, :account_id, :now_ms)
    ON CONFLICT (town, matter_id, wanted) DO UPDATE
   SET state = excluded.state, source = excluded.source, reason = excluded.reason,
       account_id = excluded.account_id, at_ms = excluded.at_ms;

-- name: marks many
-- limit int
SELECT k.wanted, k.state, k.source, k.reason, k.account_id, k.at_ms
  FROM paper_mark k
 WHERE k.town = :town AND k.matter_id = :matter_id
 ORDER BY k.wanted LIMIT :limit;

-- name: mark_stretch many
SELECT k.matter_id, k.wanted, k.state, k.source, k.reason
  FROM paper_mark k
 WHERE k.town = :town AND k.matter_id > :matter_id
 ORDER BY k.matter_id, k.wanted LIMIT 2000;

-- ---- uploads in pieces ----

-- name: add_upload run
INSERT INTO paper_upload (town, id, account_id, draft_id, matter_id, wanted, source, name,
                          type, size_bytes, digest, pieces, changed_ms)
VALUES (:town, :id, :account_id, :draft_id, :matter_id, :wanted, :source, :name, :type,
        :size_bytes, :digest, 0, :now_ms);

-- name: find_upload one
SELECT u.draft_id, u.matter_id, u.wanted, u.source, u.name, u.type, u.size_bytes,
       u.digest, u.pieces
  FROM paper_upload u
 WHERE u.town = :town AND u.id = :id AND u.account_id = :account_id;

-- name: uploads many
-- limit int
SELECT u.id, u.draft_id, u.matter_id, u.wanted, u.source, u.size_bytes, u.digest,
       u.pieces
  FROM paper_upload u
 WHERE u.town = :town AND u.account_id = :account_id
 ORDER BY u.id LIMIT :limit;

-- name: advance_upload run
UPDATE paper_upload SET pieces = :pieces + 1, changed_ms = :now_ms
 WHERE paper_upload.town = :town AND paper_upload.id = :id
   AND paper_upload.pieces = :pieces;

-- name: remove_upload run
DELETE FROM paper_upload WHERE paper_upload.town = :town AND paper_upload.id = :id;

-- name: sweep_uploads run
-- before_ms int
DELETE FROM paper_upload
 WHERE paper_upload.town = :town AND paper_upload.changed_ms < :before_ms;

-- ---- reading ----

-- name: begin_reading run
INSERT INTO paper_reading (town, account_id, paper_id, at_ms)
VALUES (:town, :account_id, :paper_id, :now_ms)
    ON CONFLICT (town, account_id, paper_id) DO UPDATE SET at_ms = excluded.at_ms;

-- name: reading one
SELECT r.at_ms FROM paper_reading r
 WHERE r.town = :town AND r.account_id = :account_id AND r.paper_id = :paper_id;

-- name: sweep_readings run
-- before_ms int
DELETE FROM paper_reading
 WHERE paper_reading.town = :town AND paper_reading.at_ms < :before_ms;

-- ---- scanned later ----

-- name: waiting many
-- after_id int
-- limit int
SELECT p.id, p.draft_id, p.matter_id, p.name, p.kind, p.size_bytes, p.digest,
       p.account_id, p.created_ms, p.wanted, p.source, p.pages, p.scan, p.reused_id,
       p.removed_ms
  FROM paper p
 WHERE p.town = :town AND p.scan = 2 AND p.id > :after_id
 ORDER BY p.id LIMIT :limit;

-- name: scanned run
UPDATE paper SET scan = :scan
 WHERE paper.town = :town AND paper.id = :id AND paper.scan = 2;

-- ---- kept and forgotten ----

-- name: removed run
UPDATE paper SET removed_ms = :now_ms
 WHERE paper.town = :town AND paper.id = :id AND paper.removed_ms = 0;

-- Matters that are over and whose papers' days are over, oldest first; an item that says
-- no days (0) has those of the setting, and -1 is for ever.
-- name: over many
-- first_after int
-- days int
-- limit int
SELECT DISTINCT p.matter_id
  FROM paper p
  JOIN matter m ON m.town = :town AND m.id = p.matter_id
  JOIN item_version v ON v.town = :town AND v.id = m.version_id
 WHERE p.town = :town AND p.removed_ms = 0 AND p.matter_id > :first_after
   AND m.desk = 0 AND m.finished_ms > 0 AND v.paper_days >= 0
   AND (v.paper_days > 0 OR :days > 0)
   AND m.finished_ms + 86400000
       * CASE WHEN v.paper_days > 0 THEN v.paper_days ELSE :days END <= :now_ms
 ORDER BY p.matter_id LIMIT :limit;

-- ---- shared by the cases of a bundle ----

-- name: share run
INSERT INTO paper_shared (town, version_id, ordinal, name, kind, form, source, source_note,
                          copies, size, necessity, follow_days, acceptance, standard, note,
                          blank_form, sample, exempt)
VALUES (:town, :version_id, :ordinal, :name, :kind, :form, :source, :source_note, :copies, :size,
        :necessity, :follow_days, :acceptance, :standard, :note, :blank_form, :sample, :exempt);

-- name: shared many
SELECT p.name, p.kind, p.form, p.source, p.source_note, p.copies, p.size, p.necessity,
       p.follow_days, p.acceptance, p.standard, p.note, p.blank_form, p.sample, p.exempt
  FROM paper_shared p
 WHERE p.town = :town AND p.version_id = :version_id
 ORDER BY p.ordinal LIMIT 100;

-- The same as matter_wants, of a bundle.
-- name: bundle_wants one
-- wanted text
SELECT p.ordinal FROM matter m
  JOIN paper_shared p ON p.town = :town AND p.version_id = m.version_id
 WHERE m.town = :town AND m.id = :id AND p.name = :wanted
 ORDER BY p.ordinal LIMIT 1;

-- name: alias run
INSERT INTO paper_alias (town, version_id, alias, name)
VALUES (:town, :version_id, :alias, :name);

-- name: aliases many
SELECT a.alias, a.name FROM paper_alias a
 WHERE a.town = :town AND a.version_id = :version_id
 ORDER BY a.alias LIMIT 2000;

-- ---- given before ----

-- What somebody handed in with other matters for a required paper, newest first.
-- name: given_before many
-- limit int
-- but_matter_id int
-- mark_state int
-- mark_source int
SELECT p.id, p.draft_id, p.matter_id, p.name, p.kind, p.size_bytes, p.digest,
       p.account_id, p.created_ms, p.wanted, p.source, p.pages, p.scan, p.reused_id,
       p.removed_ms, m.number, m.title,
       COALESCE(k.state, 0) AS mark_state, COALESCE(k.source, 0) AS mark_source
  FROM matter m
  JOIN paper p ON p.town = :town AND p.matter_id = m.id
  LEFT JOIN paper_mark k ON k.town = :town AND k.matter_id = m.id AND k.wanted = p.wanted
 WHERE m.town = :town AND m.person_id = :person_id AND m.id <> :but_matter_id
   AND p.removed_ms = 0 AND p.scan < 2 AND p.wanted <> ''
 ORDER BY p.id DESC LIMIT :limit;
