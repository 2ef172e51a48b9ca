CREATE TABLE kind (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT kind_key PRIMARY KEY (code)
);

CREATE TABLE line (
    town BIGINT NOT NULL,
    id   BIGINT NOT NULL,
    name TEXT   NOT NULL,
    CONSTRAINT line_key PRIMARY KEY (town, id),
    CONSTRAINT line_name_once UNIQUE (town, name)
);

CREATE TABLE ticket (
    town     BIGINT  NOT NULL,
    id       BIGINT  NOT NULL,
    line_id  BIGINT  NOT NULL,
    number   INTEGER NOT NULL,
    state    TEXT    NOT NULL,
    digest   BYTEA   NOT NULL,
    taken_ms BIGINT  NOT NULL,
    CONSTRAINT ticket_key PRIMARY KEY (town, id),
    CONSTRAINT ticket_line FOREIGN KEY (town, line_id) REFERENCES line (town, id),
    CONSTRAINT ticket_state_known CHECK (state IN ('waiting', 'called'))
) /*sqlite WITHOUT ROWID */;

CREATE UNIQUE INDEX ticket_number ON ticket (town, line_id, number);
