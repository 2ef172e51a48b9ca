-- Adjustments of the library: where an item is done now, and who changed what and why.

ALTER TABLE item ADD COLUMN holder TEXT NOT NULL DEFAULT ''; -- does what was handed down

-- What was said of an item at one outlet; without a row it is as usual there.
CREATE TABLE item_place (
    town       BIGINT  NOT NULL,
    item_id    BIGINT  NOT NULL,
    outlet_id  BIGINT  NOT NULL,
    state      INTEGER NOT NULL,        -- 1 here, 2 suspended, 3 left, 4 handed down
    holder     TEXT    NOT NULL,        -- who does it, of one handed down
    changed_ms BIGINT  NOT NULL,
    CONSTRAINT item_place_key PRIMARY KEY (town, item_id, outlet_id),
    CONSTRAINT item_place_item FOREIGN KEY (town, item_id) REFERENCES item (town, id),
    CONSTRAINT item_place_outlet FOREIGN KEY (town, outlet_id)
        REFERENCES outlet (town, id),
    CONSTRAINT item_place_state_known CHECK (state IN (1, 2, 3, 4))
);

CREATE INDEX item_place_outlet_index ON item_place (town, outlet_id, item_id);

-- Everything that was done to the library.
CREATE TABLE item_change (
    town        BIGINT  NOT NULL,
    id          BIGINT  NOT NULL,       -- rises with time
    item_id     BIGINT  NOT NULL,
    at_ms       BIGINT  NOT NULL,
    actor_id    BIGINT  NOT NULL,       -- 0: the program
    actor_name  TEXT    NOT NULL,
    author_name TEXT    NOT NULL,       -- who wrote what the actor published; '' himself
    verb        TEXT    NOT NULL,       -- of item_verbs
    outlet_id   BIGINT  NOT NULL,       -- 0: the whole town
    holder      TEXT    NOT NULL,
    version     INTEGER NOT NULL,       -- the published one
    reason      TEXT    NOT NULL,
    CONSTRAINT item_change_key PRIMARY KEY (town, id),
    CONSTRAINT item_change_item FOREIGN KEY (town, item_id) REFERENCES item (town, id)
);

CREATE INDEX item_change_item_index ON item_change (town, item_id, id);

-- What was published before there was a record.
INSERT INTO item_change (town, id, item_id, at_ms, actor_id, actor_name, author_name,
                         verb, outlet_id, holder, version, reason)
SELECT v.town, v.id, v.item_id, v.published_ms, 0, '', '',
       CASE WHEN v.version = 1 THEN 'add' ELSE 'publish' END, 0, '', v.version, ''
  FROM item_version v;
