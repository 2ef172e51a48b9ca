-- Service items and their versions; see item.h.

-- name: head one
SELECT i.id, i.code, i.version_id, i.state, i.holder, i.filed_count, v.version, v.name,
       v.department, v.department_id, v.kind, v.legal_count, v.legal_unit,
       v.promised_count, v.promised_unit, v.visits, v.fee_charged, v.ways
  FROM item AS i
  JOIN item_version AS v ON v.id = i.version_id
 WHERE i.town = :town AND v.town = :town AND i.code = :code;

-- name: version one
SELECT v.id, v.item_id, v.version, v.published_ms, i.state, i.holder, i.code,
       v.code_scheme, v.base_code,
       v.name, v.main_name, v.short_name, v.daily_terms, v.type_code, v.type_name,
       v.department, v.department_id, v.area, v.level, v.kind, v.legal_count,
       v.legal_unit, v.promised_count, v.promised_unit, v.visits, v.visits_reason,
       v.conditions, v.fee_charged, v.fee_basis, v.result_name, v.result_kind,
       v.result_sample, v.phone, v.complaint_phone, v.place, v.hours, v.scope,
       v.online_depth, v.promise, v.deferral, v.courier, v.booking, v.paper_days, v.note, v.ways,
       v.targets, v.subjects,
       v.main_code, v.sub_name, v.local_code, v.local_base_code, v.body_kind,
       v.authority, v.power_source, v.levels, v.featured, v.partners, v.review,
       v.legal_note, v.promised_note, v.quantity_limit, v.deferral_note,
       v.promise_note, v.online_payment, v.deliveries, v.handlings, v.services,
       v.scope_kind, v.window_name, v.life_events, v.zones
  FROM item_version AS v
  JOIN item AS i ON i.id = v.item_id
 WHERE i.town = :town AND v.town = :town AND v.id = :id;

-- name: numbered one
-- number int
SELECT v.id
  FROM item_version AS v
  JOIN item AS i ON i.id = v.item_id
 WHERE i.town = :town AND v.town = :town AND i.code = :code AND v.version = :number;

-- name: papers many
SELECT p.situation, p.name, p.kind, p.form, p.source, p.source_note, p.copies, p.size,
       p.necessity, p.follow_days, p.acceptance, p.standard, p.note, p.blank_form,
       p.sample, p.exempt
  FROM item_paper AS p
 WHERE p.town = :town AND p.version_id = :version_id
 ORDER BY p.ordinal
 LIMIT 100;

-- name: lines many
SELECT l.kind, l.title, l.detail, l.note, l.days, l.relief, l.basis
  FROM item_line AS l
 WHERE l.town = :town AND l.version_id = :version_id
 ORDER BY l.kind, l.ordinal
 LIMIT 400;

-- name: offices many
SELECT o.stage, o.department, o.days, o.examines
  FROM item_office AS o
 WHERE o.town = :town AND o.version_id = :version_id
 ORDER BY o.ordinal
 LIMIT 100;

-- name: department one
SELECT d.id FROM department AS d WHERE d.town = :town AND d.name = :name;

-- name: add run
INSERT INTO item (town, id, code, version_id, state, filed_count, changed_ms)
VALUES (:town, :id, :code, :version_id, 1, 0, :now_ms);

-- name: add_version run
INSERT INTO item_version (town, id, item_id, version, published_ms, code_scheme,
    base_code, name, main_name, short_name, daily_terms, type_code, type_name,
    department, department_id, area, level, kind, legal_count, legal_unit,
    promised_count, promised_unit, visits, visits_reason, conditions, fee_charged,
    fee_basis, result_name, result_kind, result_sample, phone, complaint_phone, place,
    hours, scope, online_depth, promise, deferral, courier, booking, paper_days, note,
    ways, targets, subjects,
    main_code, sub_name, local_code, local_base_code, body_kind, authority,
    power_source, levels, featured, partners, review, legal_note, promised_note,
    quantity_limit, deferral_note, promise_note, online_payment, deliveries, handlings,
    services, scope_kind, window_name, life_events, zones)
VALUES (:town, :id, :item_id, :version, :now_ms, :code_scheme,
    :base_code, :name, :main_name, :short_name, :daily_terms, :type_code, :type_name,
    :department, :department_id, :area, :level, :kind, :legal_count, :legal_unit,
    :promised_count, :promised_unit, :visits, :visits_reason, :conditions, :fee_charged,
    :fee_basis, :result_name, :result_kind, :result_sample, :phone, :complaint_phone,
    :place, :hours, :scope, :online_depth, :promise, :deferral, :courier, :booking,
    :paper_days, :note, :ways, :targets, :subjects,
    :main_code, :sub_name, :local_code, :local_base_code, :body_kind, :authority,
    :power_source, :levels, :featured, :partners, :review, :legal_note, :promised_note,
    :quantity_limit, :deferral_note, :promise_note, :online_payment, :deliveries,
    :handlings, :services, :scope_kind, :window_name, :life_events, :zones);

-- name: add_paper run
INSERT INTO item_paper (town, version_id, ordinal, situation, name, kind, form, source,
    source_note, copies, size, necessity, follow_days, acceptance, standard, note,
    blank_form, sample, exempt)
VALUES (:town, :version_id, :ordinal, :situation, :name, :kind, :form, :source,
    :source_note, :copies, :size, :necessity, :follow_days, :acceptance, :standard, :note,
    :blank_form, :sample, :exempt);

-- name: add_line run
INSERT INTO item_line (town, version_id, kind, ordinal, title, detail, note, days,
    relief, basis)
VALUES (:town, :version_id, :kind, :ordinal, :title, :detail, :note, :days,
    :relief, :basis);

-- name: add_office run
INSERT INTO item_office (town, version_id, ordinal, stage, department, days, examines)
VALUES (:town, :version_id, :ordinal, :stage, :department, :days, :examines);

-- name: add_tag run
INSERT INTO item_tag (town, kind, value, code, version_id)
VALUES (:town, :kind, :value, :code, :version_id);

-- name: remove_tags run
DELETE FROM item_tag WHERE town = :town AND version_id = :version_id;

-- name: renew run
-- Two who publish at once meet at item_version_once: the later runs again.
UPDATE item SET version_id = :version_id, changed_ms = :now_ms
 WHERE town = :town AND id = :id;

-- name: file run
-- filed int
UPDATE item SET filed_count = filed_count + :filed WHERE town = :town AND id = :id;

-- name: asks one
SELECT i.asks FROM item AS i WHERE i.town = :town AND i.id = :id;

-- name: set_asks run
UPDATE item SET asks = :asks WHERE town = :town AND id = :id;

-- name: tagged many
-- directory text
-- after text
-- limit int
SELECT i.id, i.code, i.version_id, i.state, i.holder, i.filed_count, v.version, v.name,
       v.department, v.department_id, v.kind, v.legal_count, v.legal_unit,
       v.promised_count, v.promised_unit, v.visits, v.fee_charged, v.ways
  FROM item_tag AS t
  JOIN item AS i ON i.code = t.code
  JOIN item_version AS v ON v.id = i.version_id
 WHERE t.town = :town AND i.town = :town AND v.town = :town
   AND t.kind = :directory AND t.value = :value AND t.code > :after
 ORDER BY t.code
 LIMIT :limit;

-- name: all many
-- after text
-- limit int
SELECT i.id, i.code, i.version_id, i.state, i.holder, i.filed_count, v.version, v.name,
       v.department, v.department_id, v.kind, v.legal_count, v.legal_unit,
       v.promised_count, v.promised_unit, v.visits, v.fee_charged, v.ways
  FROM item AS i
  JOIN item_version AS v ON v.id = i.version_id
 WHERE i.town = :town AND v.town = :town AND i.state <> 3 AND i.code > :after
 ORDER BY i.code
 LIMIT :limit;

-- name: at_outlet many
-- is_hall int
-- after text
-- limit int
-- What was said of an outlet counts, else what is usual there (item_adjust.h).
SELECT i.id, i.code, i.version_id, i.state, i.holder, i.filed_count, v.version, v.name,
       v.department, v.department_id, v.kind, v.legal_count, v.legal_unit,
       v.promised_count, v.promised_unit, v.visits, v.fee_charged, v.ways
  FROM item AS i
  JOIN item_version AS v ON v.id = i.version_id
  LEFT JOIN item_place AS p ON p.town = :town AND p.item_id = i.id
                           AND p.outlet_id = :outlet_id
 WHERE i.town = :town AND v.town = :town AND i.state <> 3 AND i.code > :after
   AND (p.state IN (1, 2)
        OR (p.state IS NULL
            AND (:is_hall = 1 OR v.ways = '' OR v.ways LIKE '%agent%' ESCAPE '\')))
 ORDER BY i.code
 LIMIT :limit;

-- name: search many
-- pattern text
-- only int
-- after text
-- limit int
SELECT i.id, i.code, i.version_id, i.state, i.holder, i.filed_count, v.version, v.name,
       v.department, v.department_id, v.kind, v.legal_count, v.legal_unit,
       v.promised_count, v.promised_unit, v.visits, v.fee_charged, v.ways
  FROM item AS i
  JOIN item_version AS v ON v.id = i.version_id
 WHERE i.town = :town AND v.town = :town AND i.code > :after
   AND (:only = 0 OR (i.state = :only AND i.holder = '')
        OR (:only = 4 AND i.holder <> ''))
   AND (v.name LIKE :pattern ESCAPE '\' OR i.code LIKE :pattern ESCAPE '\')
 ORDER BY i.code
 LIMIT :limit;

-- name: directory many
-- items int
SELECT t.value, count(*) AS items
  FROM item_tag AS t
 WHERE t.town = :town AND t.kind = :kind
 GROUP BY t.value
 ORDER BY count(*) DESC, t.value
 LIMIT 2000;

-- name: count one
-- items int
SELECT count(*) AS items FROM item AS i WHERE i.town = :town AND i.state <> 3;

-- name: signs many
-- after text
-- limit int
SELECT i.id, i.code, i.filed_count, v.name, v.main_name, v.short_name, v.daily_terms,
       v.subjects, v.result_name
  FROM item AS i
  JOIN item_version AS v ON v.id = i.version_id
 WHERE i.town = :town AND v.town = :town AND i.state = 1 AND i.code > :after
 ORDER BY i.code
 LIMIT :limit;

-- name: sign_papers many
-- after text
-- last text
SELECT i.id, p.name
  FROM item AS i
  JOIN item_paper AS p ON p.version_id = i.version_id
 WHERE i.town = :town AND p.town = :town AND i.state = 1 AND i.code > :after
   AND i.code <= :last
 ORDER BY i.code, p.ordinal
 LIMIT 20000;

-- name: every many
-- after text
-- limit int
-- Cancelled ones, too.
SELECT i.code, i.version_id
  FROM item AS i
 WHERE i.town = :town AND i.code > :after
 ORDER BY i.code
 LIMIT :limit;
