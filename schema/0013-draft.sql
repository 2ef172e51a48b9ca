-- What the librarian is writing: at most one open draft of an item.

CREATE TABLE item_draft (
    town          BIGINT  NOT NULL,
    id            BIGINT  NOT NULL,
    code          TEXT    NOT NULL,
    item_id       BIGINT  NOT NULL,     -- 0: there is no such item yet
    base_version  INTEGER NOT NULL,     -- from which it began; 0: none
    state         INTEGER NOT NULL,     -- 1 being written, 2 under review
    revision      BIGINT  NOT NULL,     -- rises with every change
    author_id     BIGINT  NOT NULL,
    author_name   TEXT    NOT NULL,
    reviewer_name TEXT    NOT NULL,     -- who sent it back; ''
    name          TEXT    NOT NULL,     -- of the item, as the draft has it
    reason        TEXT    NOT NULL,     -- why the item is to change
    remark        TEXT    NOT NULL,     -- why it was sent back
    content       TEXT    NOT NULL,     -- all elements, as in a file of items
    begun_ms      BIGINT  NOT NULL,
    changed_ms    BIGINT  NOT NULL,
    CONSTRAINT item_draft_key PRIMARY KEY (town, id),
    CONSTRAINT item_draft_once UNIQUE (town, code),
    CONSTRAINT item_draft_state_known CHECK (state IN (1, 2))
);
