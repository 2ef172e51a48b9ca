-- What people are told of their matters: in the house always, by SMS and mail besides.

-- A notice in the inbox of who reads it.
CREATE TABLE message (
    town      BIGINT  NOT NULL,
    id        BIGINT  NOT NULL,
    reader    INTEGER NOT NULL,         -- 1 a person who asked, 2 an account of the staff
    reader_id BIGINT  NOT NULL,         -- of the person, or of the account
    matter_id BIGINT  NOT NULL,
    event     TEXT    NOT NULL,         -- what happened: accepted, granted, …
    wording   INTEGER NOT NULL,         -- version of the town's wording; 0 the program's
    text      BYTEA   NOT NULL,         -- sealed
    made_ms   BIGINT  NOT NULL,
    read_ms   BIGINT  NOT NULL,         -- 0: not read yet
    CONSTRAINT message_key PRIMARY KEY (town, id),
    CONSTRAINT message_matter FOREIGN KEY (town, matter_id) REFERENCES matter (town, id),
    CONSTRAINT message_reader_known CHECK (reader IN (1, 2))
);

CREATE INDEX message_of_reader ON message (town, reader, reader_id, id);
CREATE INDEX message_unread ON message (town, reader, reader_id, id) WHERE read_ms = 0;

-- An SMS or a mail on its way.  "sending" is committed before the gateway is called, so
-- that what a crash interrupts is known to be unknown.
CREATE TABLE delivery (
    town       BIGINT  NOT NULL,
    id         BIGINT  NOT NULL,
    channel    INTEGER NOT NULL,        -- 1 SMS, 2 mail
    matter_id  BIGINT  NOT NULL,        -- 0: about none
    event      TEXT    NOT NULL,
    address    BYTEA   NOT NULL,        -- phone or mail address, sealed
    text       BYTEA   NOT NULL,        -- sealed
    state      TEXT    NOT NULL,        -- queued, sending, sent, delivered, failed, unknown
    attempts   INTEGER NOT NULL,        -- to hand it over, since it was queued by hand
    asked      INTEGER NOT NULL,        -- how often the gateway was asked for it
    resent     INTEGER NOT NULL,        -- how often somebody queued it again by hand
    run_ms     BIGINT  NOT NULL,        -- when the sender looks at it; 0: never again
    reference  TEXT    NOT NULL,        -- the gateway's id of it; '' none
    problem    TEXT    NOT NULL,        -- code of the last one; '' none
    queued_ms  BIGINT  NOT NULL,
    sending_ms BIGINT  NOT NULL,        -- 0: not tried yet
    sent_ms    BIGINT  NOT NULL,        -- 0: the gateway has not taken it
    over_ms    BIGINT  NOT NULL,        -- delivered or failed; 0: neither
    CONSTRAINT delivery_key PRIMARY KEY (town, id),
    CONSTRAINT delivery_channel_known CHECK (channel IN (1, 2))
);

CREATE INDEX delivery_due ON delivery (town, channel, run_ms, id) WHERE run_ms <> 0;
CREATE INDEX delivery_in_state ON delivery (town, state, id);
CREATE INDEX delivery_by_reference ON delivery (town, channel, reference, id)
    WHERE reference <> '';

-- How many of a day came into a state.
CREATE TABLE delivery_day (
    town    BIGINT  NOT NULL,
    day     INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    state   TEXT    NOT NULL,
    count   BIGINT  NOT NULL,
    CONSTRAINT delivery_day_key PRIMARY KEY (town, day, channel, state)
);

-- What a reader wishes.  Without a row: SMS, and no mail.
CREATE TABLE message_wish (
    town       BIGINT  NOT NULL,
    reader     INTEGER NOT NULL,
    reader_id  BIGINT  NOT NULL,
    sms        INTEGER NOT NULL,        -- 1 also of what the law does not ask for, 0 not
    mail       BYTEA   NOT NULL,        -- address that was proven, sealed; none: no mail
    new_mail   BYTEA   NOT NULL,        -- one that waits for its code, sealed
    code       BYTEA   NOT NULL,        -- keyed digest of the code
    code_ms    BIGINT  NOT NULL,        -- until when the code is good
    changed_ms BIGINT  NOT NULL,
    CONSTRAINT message_wish_key PRIMARY KEY (town, reader, reader_id),
    CONSTRAINT message_wish_reader_known CHECK (reader IN (1, 2))
);

-- The town's own words for an event; the last version is in use, and one that says
-- nothing gives the program's back.
CREATE TABLE message_wording (
    town         BIGINT  NOT NULL,
    event        TEXT    NOT NULL,
    version      INTEGER NOT NULL,      -- 1, 2 …
    sms          TEXT    NOT NULL,
    text         TEXT    NOT NULL,
    account_id   BIGINT  NOT NULL,
    account_name TEXT    NOT NULL,
    made_ms      BIGINT  NOT NULL,
    CONSTRAINT message_wording_key PRIMARY KEY (town, event, version)
);
