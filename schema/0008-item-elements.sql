-- All elements of the national list of a service item's elements (GB/T 39554.2).
-- Numbers are values of item_words.h; lists of words have one on each line.

ALTER TABLE item_version ADD COLUMN main_code TEXT NOT NULL DEFAULT '';
ALTER TABLE item_version ADD COLUMN sub_name TEXT NOT NULL DEFAULT '';
ALTER TABLE item_version ADD COLUMN local_code TEXT NOT NULL DEFAULT '';
ALTER TABLE item_version ADD COLUMN local_base_code TEXT NOT NULL DEFAULT '';
ALTER TABLE item_version ADD COLUMN body_kind INTEGER NOT NULL DEFAULT 0;
ALTER TABLE item_version ADD COLUMN authority TEXT NOT NULL DEFAULT '';
ALTER TABLE item_version ADD COLUMN power_source INTEGER NOT NULL DEFAULT 0;
ALTER TABLE item_version ADD COLUMN levels TEXT NOT NULL DEFAULT '';
ALTER TABLE item_version ADD COLUMN featured INTEGER NOT NULL DEFAULT 0;
ALTER TABLE item_version ADD COLUMN partners TEXT NOT NULL DEFAULT '';
ALTER TABLE item_version ADD COLUMN review INTEGER NOT NULL DEFAULT 0;
ALTER TABLE item_version ADD COLUMN legal_note TEXT NOT NULL DEFAULT '';
ALTER TABLE item_version ADD COLUMN promised_note TEXT NOT NULL DEFAULT '';
ALTER TABLE item_version ADD COLUMN quantity_limit TEXT NOT NULL DEFAULT '';
ALTER TABLE item_version ADD COLUMN deferral_note TEXT NOT NULL DEFAULT '';
ALTER TABLE item_version ADD COLUMN promise_note TEXT NOT NULL DEFAULT '';
ALTER TABLE item_version ADD COLUMN online_payment INTEGER NOT NULL DEFAULT -1;
ALTER TABLE item_version ADD COLUMN deliveries TEXT NOT NULL DEFAULT '';
ALTER TABLE item_version ADD COLUMN handlings TEXT NOT NULL DEFAULT '';
ALTER TABLE item_version ADD COLUMN services TEXT NOT NULL DEFAULT '';
ALTER TABLE item_version ADD COLUMN scope_kind INTEGER NOT NULL DEFAULT 0;
ALTER TABLE item_version ADD COLUMN window_name TEXT NOT NULL DEFAULT '';
ALTER TABLE item_version ADD COLUMN life_events TEXT NOT NULL DEFAULT '';
ALTER TABLE item_version ADD COLUMN zones TEXT NOT NULL DEFAULT '';

ALTER TABLE item_paper ADD COLUMN follow_days INTEGER NOT NULL DEFAULT 0;
ALTER TABLE item_paper ADD COLUMN acceptance INTEGER NOT NULL DEFAULT 0;
ALTER TABLE item_paper ADD COLUMN blank_form TEXT NOT NULL DEFAULT '';
ALTER TABLE item_paper ADD COLUMN sample TEXT NOT NULL DEFAULT '';

ALTER TABLE item_line ADD COLUMN relief TEXT NOT NULL DEFAULT '';
ALTER TABLE item_line ADD COLUMN basis TEXT NOT NULL DEFAULT '';
