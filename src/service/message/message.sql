-- What people are told, and the SMS and mails that leave the house; see message.h.

-- name: add run
INSERT INTO message (town, id, reader, reader_id, matter_id, event, wording, text, made_ms,
                     read_ms)
VALUES (:town, :id, :reader, :reader_id, :matter_id, :event, :wording, :text, :now_ms, 0);

-- name: list many
-- limit int
SELECT s.id, s.event, s.text, s.made_ms, s.read_ms, m.number, m.title
  FROM message s
  JOIN matter m ON m.town = :town AND m.id = s.matter_id
 WHERE s.town = :town AND s.reader = :reader AND s.reader_id = :reader_id AND s.id < :id
 ORDER BY s.id DESC LIMIT :limit;

-- name: find one
SELECT s.id, s.event, s.text, s.made_ms, s.read_ms, m.number, m.title
  FROM message s
  JOIN matter m ON m.town = :town AND m.id = s.matter_id
 WHERE s.town = :town AND s.id = :id AND s.reader = :reader AND s.reader_id = :reader_id;

-- What a reader was told of one matter, newest first.
-- name: of_matter many
-- limit int
SELECT s.id, s.event, s.text, s.made_ms
  FROM message s
 WHERE s.town = :town AND s.matter_id = :matter_id AND s.reader = :reader
   AND s.reader_id = :reader_id
 ORDER BY s.id DESC LIMIT :limit;

-- What the asker was told of a matter; along the index of his messages.
-- name: told many
-- person_id int
SELECT s.id, s.event, s.text, s.made_ms, s.read_ms
  FROM message s
 WHERE s.town = :town AND s.reader = 1 AND s.reader_id = :person_id
   AND s.matter_id = :matter_id
 ORDER BY s.id LIMIT 500;

-- name: open run
UPDATE message SET read_ms = :now_ms
 WHERE message.town = :town AND message.id = :id AND message.reader = :reader
   AND message.reader_id = :reader_id AND message.read_ms = 0;

-- name: open_all run
UPDATE message SET read_ms = :now_ms
 WHERE message.town = :town AND message.reader = :reader AND message.reader_id = :reader_id
   AND message.read_ms = 0 AND message.id <= :id;

-- Counts no further than what is shown.
-- name: unread one
-- limit int
-- count int
SELECT count(*) AS count
  FROM (SELECT s.id FROM message s
         WHERE s.town = :town AND s.reader = :reader AND s.reader_id = :reader_id
           AND s.read_ms = 0
         LIMIT :limit) AS unread;

-- name: sweep run
DELETE FROM message WHERE message.town = :town AND message.id < :id;

-- ---- wishes ----

-- name: wish one
SELECT w.sms, w.mail, w.new_mail, w.code, w.code_ms FROM message_wish w
 WHERE w.town = :town AND w.reader = :reader AND w.reader_id = :reader_id;

-- name: keep_wish run
INSERT INTO message_wish (town, reader, reader_id, sms, mail, new_mail, code, code_ms,
                          changed_ms)
VALUES (:town, :reader, :reader_id, :sms, :mail, :new_mail, :code, :code_ms, :now_ms)
    ON CONFLICT (town, reader, reader_id)
    DO UPDATE SET sms = :sms, mail = :mail, new_mail = :new_mail, code = :code,
                  code_ms = :code_ms, changed_ms = :now_ms;

-- ---- wordings ----

-- Few: a town changes its words seldom.  The last version of each event is in use.
-- name: wordings many
SELECT g.event, g.version, g.sms, g.text FROM message_wording g
 WHERE g.town = :town
   AND NOT EXISTS (SELECT 1 FROM message_wording h
                    WHERE h.town = :town AND h.event = g.event AND h.version > g.version)
 ORDER BY g.event LIMIT 1000;

-- name: versions many
-- limit int
SELECT g.version, g.sms, g.text, g.account_name, g.made_ms FROM message_wording g
 WHERE g.town = :town AND g.event = :event
 ORDER BY g.version DESC LIMIT :limit;

-- name: add_wording run
INSERT INTO message_wording (town, event, version, sms, text, account_id, account_name,
                             made_ms)
VALUES (:town, :event, :version, :sms, :text, :account_id, :account_name, :now_ms)
    ON CONFLICT (town, event, version) DO NOTHING;

-- ---- deliveries ----

-- name: queue run
INSERT INTO delivery (town, id, channel, matter_id, event, address, text, state, attempts,
                      asked, resent, run_ms, reference, problem, queued_ms, sending_ms,
                      sent_ms, over_ms)
VALUES (:town, :id, :channel, :matter_id, :event, :address, :text, 'queued', 0, 0, 0,
        :now_ms, '', '', :now_ms, 0, 0, 0);

-- name: is_due one
SELECT d.id FROM delivery d
 WHERE d.town = :town AND d.channel = :channel AND d.run_ms <> 0 AND d.run_ms <= :now_ms
 ORDER BY d.run_ms, d.id LIMIT 1;

-- name: next one
SELECT d.id, d.event, d.address, d.text, d.state, d.attempts, d.asked, d.resent,
       d.reference, d.sent_ms
  FROM delivery d
 WHERE d.town = :town AND d.channel = :channel AND d.run_ms <> 0 AND d.run_ms <= :now_ms
 ORDER BY d.run_ms, d.id LIMIT 1 /*pg FOR UPDATE SKIP LOCKED */;

-- name: take run
-- was text
UPDATE delivery
   SET state = :state, run_ms = :run_ms, attempts = :attempts, asked = :asked,
       sending_ms = CASE WHEN :state = 'sending' THEN :now_ms ELSE sending_ms END
 WHERE delivery.town = :town AND delivery.id = :id AND delivery.state = :was;

-- The numbers of tries say that it is still the same try that is recorded.
-- name: record run
-- was text
UPDATE delivery
   SET state = :state, run_ms = :run_ms, reference = :reference, problem = :problem,
       sent_ms = :sent_ms, over_ms = :over_ms
 WHERE delivery.town = :town AND delivery.id = :id AND delivery.state = :was
   AND delivery.attempts = :attempts AND delivery.asked = :asked
   AND delivery.resent = :resent;

-- name: by_reference one
SELECT d.id, d.state, d.resent FROM delivery d
 WHERE d.town = :town AND d.channel = :channel AND d.reference = :reference
   AND d.reference <> ''
 ORDER BY d.id DESC LIMIT 1;

-- name: state_of one
SELECT d.id, d.state, d.resent FROM delivery d WHERE d.town = :town AND d.id = :id;

-- name: tell run
-- was text
UPDATE delivery
   SET state = :state, run_ms = 0, problem = :problem, over_ms = :now_ms
 WHERE delivery.town = :town AND delivery.id = :id AND delivery.state = :was;

-- name: resend run
-- was_resent int
UPDATE delivery
   SET state = 'queued', attempts = 0, asked = 0, resent = :was_resent + 1, run_ms = :now_ms,
       reference = '', problem = '', queued_ms = :now_ms, sending_ms = 0, sent_ms = 0,
       over_ms = 0
 WHERE delivery.town = :town AND delivery.id = :id AND delivery.resent = :was_resent
   AND delivery.state IN ('failed', 'unknown');

-- name: deliveries many
-- limit int
SELECT d.id, d.channel, d.event, d.address, d.state, d.attempts, d.resent, d.run_ms,
       d.problem, d.queued_ms, d.sending_ms, d.sent_ms, d.over_ms, m.number, m.title
  FROM delivery d
  LEFT JOIN matter m ON m.town = :town AND m.id = d.matter_id
 WHERE d.town = :town AND d.id < :id
 ORDER BY d.id DESC LIMIT :limit;

-- name: deliveries_in many
-- in_state text
-- limit int
SELECT d.id, d.channel, d.event, d.address, d.state, d.attempts, d.resent, d.run_ms,
       d.problem, d.queued_ms, d.sending_ms, d.sent_ms, d.over_ms, m.number, m.title
  FROM delivery d
  LEFT JOIN matter m ON m.town = :town AND m.id = d.matter_id
 WHERE d.town = :town AND d.state = :in_state AND d.id < :id
 ORDER BY d.id DESC LIMIT :limit;

-- name: delivery one
SELECT d.id, d.channel, d.event, d.address, d.state, d.attempts, d.resent, d.run_ms,
       d.problem, d.queued_ms, d.sending_ms, d.sent_ms, d.over_ms, m.number, m.title
  FROM delivery d
  LEFT JOIN matter m ON m.town = :town AND m.id = d.matter_id
 WHERE d.town = :town AND d.id = :id;

-- Counts no further than what is shown.
-- name: bad one
-- in_state text
-- limit int
-- count int
SELECT count(*) AS count
  FROM (SELECT d.id FROM delivery d
         WHERE d.town = :town AND d.state = :in_state AND d.id >= :id
         LIMIT :limit) AS found;

-- name: count_day run
INSERT INTO delivery_day (town, day, channel, state, count)
VALUES (:town, :day, :channel, :state, 1)
    ON CONFLICT (town, day, channel, state) DO UPDATE SET count = delivery_day.count + 1;

-- name: counts many
-- first_day int
SELECT y.day, y.channel, y.state, y.count FROM delivery_day y
 WHERE y.town = :town AND y.day >= :first_day
 ORDER BY y.day DESC, y.channel, y.state LIMIT 200;

-- name: sweep_deliveries run
DELETE FROM delivery WHERE delivery.town = :town AND delivery.id < :id;
