-- Lists of all cases, newest first: each has an index in whose order it is read, so that
-- a page costs the same however many cases there are.  The id rises with the moment in
-- which a case was handed in.

CREATE INDEX matter_of_state ON matter (town, state, id);
CREATE INDEX matter_of_office ON matter (town, department_id, id);
CREATE INDEX matter_of_office_state ON matter (town, department_id, state, id);
CREATE INDEX matter_of_item ON matter (town, item_id, id);
CREATE INDEX matter_of_outlet ON matter (town, outlet_id, id);
CREATE INDEX matter_of_owner ON matter (town, owner_id, id);

-- What somebody answers for and has still to be done, next due first.
CREATE INDEX matter_owner_due ON matter (town, owner_id, due_ms, id) WHERE desk <> 0;

-- Residents are many more than staff: a person_id of 0 is a colleague.
CREATE INDEX account_staff ON account (town, login) WHERE person_id = 0;

-- A filter that somebody saved: what stands in the address of its list.
CREATE TABLE matter_filter (
    town       BIGINT NOT NULL,
    id         BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    name       TEXT   NOT NULL,
    query      TEXT   NOT NULL,         -- digests and codes; no name, number or phone
    changed_ms BIGINT NOT NULL,
    CONSTRAINT matter_filter_key PRIMARY KEY (town, id),
    CONSTRAINT matter_filter_name_once UNIQUE (town, account_id, name)
);

-- Questions of a day that is long ago are forgotten at night.
CREATE INDEX guide_question_day ON guide_question (town, last_day);

-- Items that fail alike, by code: where few fail, lists go from one to the next.
DROP INDEX quality_item_failed_index;
CREATE INDEX quality_item_group ON quality_item (town, department, failed, code);
