-- Drafts of items; see library_draft.h.

-- name: add run
INSERT INTO item_draft (town, id, code, item_id, base_version, state, revision, author_id,
    author_name, reviewer_name, name, reason, remark, content, begun_ms, changed_ms)
VALUES (:town, :id, :code, :item_id, :base_version, 1, 1, :author_id, :author_name, '',
    :name, '', '', :content, :now_ms, :now_ms);

-- name: find one
SELECT d.id, d.code, d.item_id, d.base_version, d.state, d.revision, d.author_id,
       d.author_name, d.reviewer_name, d.name, d.reason, d.remark, d.content,
       d.changed_ms
  FROM item_draft AS d
 WHERE d.town = :town AND d.id = :id;

-- name: of_code one
SELECT d.id FROM item_draft AS d WHERE d.town = :town AND d.code = :code;

-- name: list many
-- after int
-- limit int
SELECT d.id, d.code, d.state, d.author_id, d.author_name, d.name, d.reason, d.changed_ms
  FROM item_draft AS d
 WHERE d.town = :town AND d.id > :after
 ORDER BY d.id
 LIMIT :limit;

-- name: keep run
-- seen int
-- Conditional on the revision that was seen: whoever saw an older one changes nothing.
UPDATE item_draft
   SET state = :state, revision = :seen + 1, base_version = :base_version,
       reviewer_name = :reviewer_name, name = :name, reason = :reason, remark = :remark,
       content = :content, changed_ms = :now_ms
 WHERE town = :town AND id = :id AND revision = :seen;

-- name: remove run
-- seen int
DELETE FROM item_draft WHERE town = :town AND id = :id AND revision = :seen;
