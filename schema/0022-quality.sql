-- 事项质量: what the checks found in each item, and what a hall made of the checks.

CREATE TABLE quality_item (
    town       BIGINT NOT NULL,
    item_id    BIGINT NOT NULL,
    code       TEXT   NOT NULL,         -- of the item, by which lists go
    version_id BIGINT NOT NULL,         -- the version that was looked at
    department TEXT   NOT NULL,         -- of that version
    stamp      BIGINT NOT NULL,         -- of the checks and thresholds that looked
    failed     BIGINT NOT NULL,         -- bits, by the numbers of the checks
    details    TEXT   NOT NULL,         -- what was found, a line for each bit
    CONSTRAINT quality_item_key PRIMARY KEY (town, item_id),
    CONSTRAINT quality_item_code_once UNIQUE (town, code),
    CONSTRAINT quality_item_item FOREIGN KEY (town, item_id) REFERENCES item (town, id)
);

CREATE INDEX quality_item_department_index ON quality_item (town, department, code);
CREATE INDEX quality_item_failed_index ON quality_item (town, department, failed);

-- Only what differs from the program's own; costs have rows of their own.
CREATE TABLE quality_rule (
    town      BIGINT  NOT NULL,
    name      TEXT    NOT NULL,         -- of a check, or cost.must, cost.should
    enabled   INTEGER NOT NULL,
    severity  INTEGER NOT NULL,         -- 1 should, 2 must
    threshold INTEGER NOT NULL,         -- of a cost: the points
    CONSTRAINT quality_rule_key PRIMARY KEY (town, name)
);

-- 八统一: what the province calls its eight fields, where a hall knows better.
CREATE TABLE quality_unified (
    town  BIGINT  NOT NULL,
    place INTEGER NOT NULL,             -- 1 to 8
    label TEXT    NOT NULL,
    CONSTRAINT quality_unified_key PRIMARY KEY (town, place)
);
