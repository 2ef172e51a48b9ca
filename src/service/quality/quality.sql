-- What the checks found, and a hall's own rules; see quality.h.

-- name: rules many
SELECT r.name, r.enabled, r.severity, r.threshold
  FROM quality_rule AS r WHERE r.town = :town ORDER BY r.name LIMIT 100;

-- Not what another has changed since it was read.
-- name: keep_rule run
-- was_enabled int
-- was_severity int
-- was_threshold int
INSERT INTO quality_rule (town, name, enabled, severity, threshold)
VALUES (:town, :name, :enabled, :severity, :threshold)
    ON CONFLICT (town, name) DO UPDATE SET enabled = :enabled, severity = :severity,
                                           threshold = :threshold
     WHERE quality_rule.enabled = :was_enabled AND quality_rule.severity = :was_severity
       AND quality_rule.threshold = :was_threshold;

-- name: labels many
SELECT u.place, u.label FROM quality_unified AS u
 WHERE u.town = :town ORDER BY u.place LIMIT 8;

-- name: keep_label run
-- was text
INSERT INTO quality_unified (town, place, label) VALUES (:town, :place, :label)
    ON CONFLICT (town, place) DO UPDATE SET label = :label
     WHERE quality_unified.label = :was;

-- name: stale many
-- after text
-- limit int
-- Items that nobody has looked at in the version that they say now.
SELECT i.id, i.code, i.version_id
  FROM item AS i
  LEFT JOIN quality_item AS q ON q.town = :town AND q.item_id = i.id
 WHERE i.town = :town AND i.state <> 3 AND i.code > :after
   AND (COALESCE(q.version_id, 0) <> i.version_id OR COALESCE(q.stamp, 0) <> :stamp)
 ORDER BY i.code
 LIMIT :limit;

-- name: head one
-- item_id int
SELECT i.id, i.code, i.version_id, i.state FROM item AS i
 WHERE i.town = :town AND i.id = :item_id;

-- name: keep run
INSERT INTO quality_item (town, item_id, code, version_id, department, stamp, failed,
    details)
VALUES (:town, :item_id, :code, :version_id, :department, :stamp, :failed, :details)
    ON CONFLICT (town, item_id) DO UPDATE SET version_id = :version_id,
        department = :department, stamp = :stamp, failed = :failed, details = :details;

-- name: forget run
DELETE FROM quality_item WHERE town = :town AND item_id = :item_id;

-- name: forget_cancelled run
DELETE FROM quality_item
 WHERE town = :town
   AND item_id IN (SELECT i.id FROM item AS i WHERE i.town = :town AND i.state = 3);

-- fragment: listed
SELECT q.code, v.name, q.department, q.failed, q.details
  FROM quality_item AS q
  JOIN item_version AS v ON v.id = q.version_id
 WHERE q.town = :town AND v.town = :town;

-- name: page many listed
-- checks int
-- after text
-- limit int
   AND (q.failed & :checks) <> 0 AND q.code > :after
 ORDER BY q.code LIMIT :limit;

-- name: page_of_department many listed
-- checks int
-- after text
-- limit int
   AND q.department = :department AND (q.failed & :checks) <> 0 AND q.code > :after
 ORDER BY q.code LIMIT :limit;

-- Items that fail alike.
-- name: page_of_group many listed
-- after text
-- limit int
   AND q.department = :department AND q.failed = :failed AND q.code > :after
 ORDER BY q.code LIMIT :limit;

-- name: groups many
-- after_department text
-- after_failed int
-- items int
-- Items that fail alike, department by department.
SELECT q.department, q.failed, count(*) AS items
  FROM quality_item AS q
 WHERE q.town = :town
   AND (q.department > :after_department
        OR (q.department = :after_department AND q.failed > :after_failed))
 GROUP BY q.department, q.failed
 ORDER BY q.department, q.failed
 LIMIT 5000;
