-- Who acts for whom: authorisations, and who stands in for a colleague who is away.

-- 授权.  Names and numbers are sealed; digests are keyed, the same as person.id_digest.
CREATE TABLE mandate (
    town             BIGINT  NOT NULL,
    id               BIGINT  NOT NULL,
    basis            INTEGER NOT NULL,      -- 1 family, 2 village agent, 3 firm, 4 letter
    principal_kind   INTEGER NOT NULL,      -- 1 natural person, 2 firm
    principal_name   BYTEA   NOT NULL,
    principal_number BYTEA   NOT NULL,
    principal_digest BYTEA   NOT NULL,
    agent_name       BYTEA   NOT NULL,      -- empty: whoever is agent at the outlet
    agent_number     BYTEA   NOT NULL,
    agent_digest     BYTEA   NOT NULL,      -- empty likewise
    outlet_id        BIGINT  NOT NULL,      -- of village agents; else 0
    relation         BYTEA   NOT NULL,      -- what the agent is to the principal, sealed
    scope            INTEGER NOT NULL,      -- 1 all, 2 items, 3 subjects, 4 one case
    words            TEXT    NOT NULL,      -- codes or a number, a blank between
    from_day         INTEGER NOT NULL,
    end_day          INTEGER NOT NULL,      -- the last day on which it holds
    consent          INTEGER NOT NULL,      -- 0 none yet, 1 signed in, 2 letter, 3 present
    letter           BYTEA   NOT NULL,      -- where the signed letter is kept, sealed
    state            INTEGER NOT NULL,      -- 1 asked, 2 given, 3 ended, 4 revoked, 5 refused
    recorded_by      BIGINT  NOT NULL,      -- account
    asked_ms         BIGINT  NOT NULL,
    given_ms         BIGINT  NOT NULL,      -- 0: not yet
    over_ms          BIGINT  NOT NULL,      -- 0: not over
    head_ordinal     INTEGER NOT NULL,      -- of the ledger
    head_digest      BYTEA   NOT NULL,
    changed_ms       BIGINT  NOT NULL,
    CONSTRAINT mandate_key PRIMARY KEY (town, id),
    CONSTRAINT mandate_agent CHECK ((outlet_id = 0) = (basis <> 2)),
    CONSTRAINT mandate_days CHECK (from_day <= end_day)
);

CREATE INDEX mandate_of_principal ON mandate (town, principal_digest, id);
CREATE INDEX mandate_of_agent ON mandate (town, agent_digest, id);
CREATE INDEX mandate_of_outlet ON mandate (town, outlet_id, id) WHERE outlet_id <> 0;
CREATE INDEX mandate_by_end ON mandate (town, state, end_day, id);

-- Who acts for the asker in a matter, and by which authorisation.
CREATE TABLE matter_agent (
    town         BIGINT NOT NULL,
    matter_id    BIGINT NOT NULL,
    mandate_id   BIGINT NOT NULL,
    agent_digest BYTEA  NOT NULL,           -- as in the mandate
    outlet_id    BIGINT NOT NULL,
    account_id   BIGINT NOT NULL,           -- who handed it in
    at_ms        BIGINT NOT NULL,
    CONSTRAINT matter_agent_key PRIMARY KEY (town, matter_id, mandate_id),
    CONSTRAINT matter_agent_matter FOREIGN KEY (town, matter_id)
        REFERENCES matter (town, id),
    CONSTRAINT matter_agent_mandate FOREIGN KEY (town, mandate_id)
        REFERENCES mandate (town, id)
);

CREATE INDEX matter_agent_of_person ON matter_agent (town, agent_digest, matter_id);

-- 首问负责: whose it was first never changes; whom it was handed to, and why.
CREATE TABLE hand_over (
    town             BIGINT  NOT NULL,
    matter_id        BIGINT  NOT NULL,
    ordinal          INTEGER NOT NULL,      -- of the event
    first_id         BIGINT  NOT NULL,      -- account that was asked first; 0 nobody yet
    from_id          BIGINT  NOT NULL,      -- account; 0 nobody had it
    to_id            BIGINT  NOT NULL,      -- account; 0: whoever takes it up there
    to_outlet_id     BIGINT  NOT NULL,      -- 0: no outlet
    to_department_id BIGINT  NOT NULL,      -- 0: no department
    by_id            BIGINT  NOT NULL,
    reason           TEXT    NOT NULL,
    at_ms            BIGINT  NOT NULL,
    CONSTRAINT hand_over_key PRIMARY KEY (town, matter_id, ordinal),
    CONSTRAINT hand_over_matter FOREIGN KEY (town, matter_id) REFERENCES matter (town, id)
);

CREATE INDEX hand_over_from ON hand_over (town, from_id, at_ms, matter_id);

CREATE INDEX matter_of_owner ON matter (town, owner_id, due_ms, id) WHERE desk <> 0;

-- AB岗: who stands in for whom.  A row that another took over keeps its end.
CREATE TABLE deputy (
    town       BIGINT NOT NULL,
    id         BIGINT NOT NULL,
    account_id BIGINT NOT NULL,             -- A
    deputy_id  BIGINT NOT NULL,             -- B
    set_by     BIGINT NOT NULL,
    from_ms    BIGINT NOT NULL,
    until_ms   BIGINT NOT NULL,             -- 0: it holds
    CONSTRAINT deputy_key PRIMARY KEY (town, id)
);

CREATE UNIQUE INDEX deputy_now ON deputy (town, account_id) WHERE until_ms = 0;

CREATE TABLE absence (
    town         BIGINT  NOT NULL,
    id           BIGINT  NOT NULL,
    account_id   BIGINT  NOT NULL,
    from_day     INTEGER NOT NULL,
    end_day      INTEGER NOT NULL,          -- the last day away
    reason       TEXT    NOT NULL,          -- leave, training, business, other
    entered_by   BIGINT  NOT NULL,
    entered_ms   BIGINT  NOT NULL,
    cancelled_by BIGINT  NOT NULL,          -- 0: it stands
    cancelled_ms BIGINT  NOT NULL,
    CONSTRAINT absence_key PRIMARY KEY (town, id),
    CONSTRAINT absence_days CHECK (from_day <= end_day)
);

CREATE INDEX absence_by_end ON absence (town, end_day, id);
