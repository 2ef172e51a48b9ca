-- The town, its people at work, and what the engine keeps for itself.

CREATE TABLE town (
    town            BIGINT NOT NULL,    -- division code, e.g. 330109113
    name            TEXT   NOT NULL,
    district        TEXT   NOT NULL,
    city            TEXT   NOT NULL,
    province        TEXT   NOT NULL,
    hall_name       TEXT   NOT NULL,
    phone           TEXT   NOT NULL,
    complaint_phone TEXT   NOT NULL,
    hours           TEXT   NOT NULL,
    credit_code     TEXT   NOT NULL,
    CONSTRAINT town_key PRIMARY KEY (town)
);

CREATE TABLE department (
    town       BIGINT NOT NULL,
    id         BIGINT NOT NULL,
    code       TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    phone      TEXT   NOT NULL,
    duty       TEXT   NOT NULL,
    CONSTRAINT department_key PRIMARY KEY (town, id),
    CONSTRAINT department_name_once UNIQUE (town, name)
);

CREATE TABLE outlet (
    town       BIGINT NOT NULL,
    id         BIGINT NOT NULL,
    code       TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    parent     TEXT   NOT NULL,         -- division code of its town
    address    TEXT   NOT NULL,
    phone      TEXT   NOT NULL,
    hours      TEXT   NOT NULL,
    CONSTRAINT outlet_key PRIMARY KEY (town, id),
    CONSTRAINT outlet_code_once UNIQUE (town, code),
    CONSTRAINT outlet_kind_known
        CHECK (kind IN ('hall', 'community', 'village', 'neighbour_hall'))
);

CREATE TABLE account (
    town          BIGINT  NOT NULL,
    id            BIGINT  NOT NULL,
    login         TEXT    NOT NULL,
    name          TEXT    NOT NULL,     -- of staff; '' of residents, whose name is sealed
    password_hash TEXT    NOT NULL,
    rights        BIGINT  NOT NULL,     -- enum right, or-ed
    person_id     BIGINT  NOT NULL,     -- 0: staff
    department_id BIGINT  NOT NULL,     -- 0: none
    outlet_id     BIGINT  NOT NULL,     -- 0: none
    failures      BIGINT  NOT NULL,     -- wrong passwords in a row
    locked_ms     BIGINT  NOT NULL,     -- no sign-in before this moment
    created_ms    BIGINT  NOT NULL,
    CONSTRAINT account_key PRIMARY KEY (town, id),
    CONSTRAINT account_login_once UNIQUE (town, login)
);

CREATE TABLE session (
    town       BIGINT NOT NULL,
    digest     BYTEA  NOT NULL,         -- SHA-256 of the cookie
    account_id BIGINT NOT NULL,
    created_ms BIGINT NOT NULL,
    ends_ms    BIGINT NOT NULL,
    CONSTRAINT session_key PRIMARY KEY (town, digest),
    CONSTRAINT session_account FOREIGN KEY (town, account_id)
        REFERENCES account (town, id)
);

CREATE INDEX session_ends ON session (town, ends_ms);

-- Numbers that people see; see ledger and matter.
CREATE TABLE counter (
    town  BIGINT  NOT NULL,
    name  TEXT    NOT NULL,
    day   INTEGER NOT NULL,
    value BIGINT  NOT NULL,
    CONSTRAINT counter_key PRIMARY KEY (town, name, day)
);

-- What caches compare; see cache.h.
CREATE TABLE generation (
    town   BIGINT NOT NULL,
    topic  TEXT   NOT NULL,
    number BIGINT NOT NULL,
    CONSTRAINT generation_key PRIMARY KEY (town, topic)
);

-- What was answered to an idempotency token; see route.h.
CREATE TABLE once (
    town       BIGINT  NOT NULL,
    digest     BYTEA   NOT NULL,        -- of the token, the route and the actor
    request    BYTEA   NOT NULL,        -- SHA-256 of what was handed in
    status     INTEGER NOT NULL,
    location   TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    at_ms      BIGINT  NOT NULL,
    CONSTRAINT once_key PRIMARY KEY (town, digest)
);

CREATE INDEX once_at ON once (town, at_ms);

-- Work that the clock begins; see job.h.
CREATE TABLE job (
    town       BIGINT  NOT NULL,
    id         BIGINT  NOT NULL,
    kind       TEXT    NOT NULL,
    subject    TEXT    NOT NULL,        -- what it is about, for its kind to read
    state      TEXT    NOT NULL,
    run_ms     BIGINT  NOT NULL,        -- not before
    attempts   INTEGER NOT NULL,
    problem    TEXT    NOT NULL,        -- of the last attempt
    CONSTRAINT job_key PRIMARY KEY (town, id),
    CONSTRAINT job_once UNIQUE (town, kind, subject),
    CONSTRAINT job_state_known CHECK (state IN ('ready', 'done', 'failed'))
);

CREATE INDEX job_ready ON job (town, state, run_ms, id);
