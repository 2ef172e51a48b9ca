-- The item library: an item is its code; what it says is a version.  Nothing is deleted.

CREATE TABLE item (
    town        BIGINT  NOT NULL,
    id          BIGINT  NOT NULL,
    code        TEXT    NOT NULL,
    version_id  BIGINT  NOT NULL,       -- the published one
    state       INTEGER NOT NULL,       -- 1 in use, 2 suspended, 3 cancelled
    filed_count BIGINT  NOT NULL,       -- popularity
    changed_ms  BIGINT  NOT NULL,
    CONSTRAINT item_key PRIMARY KEY (town, id),
    CONSTRAINT item_code_once UNIQUE (town, code),
    CONSTRAINT item_state_known CHECK (state IN (1, 2, 3))
);

CREATE TABLE item_version (
    town            BIGINT  NOT NULL,
    id              BIGINT  NOT NULL,
    item_id         BIGINT  NOT NULL,
    version         INTEGER NOT NULL,   -- 1, 2 …
    published_ms    BIGINT  NOT NULL,
    code_scheme     TEXT    NOT NULL,   -- national, guangdong, sichuan, local
    base_code       TEXT    NOT NULL,
    name            TEXT    NOT NULL,
    main_name       TEXT    NOT NULL,
    short_name      TEXT    NOT NULL,
    daily_terms     TEXT    NOT NULL,   -- 日常用语, one a line
    type_code       TEXT    NOT NULL,   -- 01 行政许可 …, of the scheme
    type_name       TEXT    NOT NULL,
    department      TEXT    NOT NULL,
    department_id   BIGINT  NOT NULL,   -- 0: none of this town's
    area            TEXT    NOT NULL,
    level           INTEGER NOT NULL,   -- 1 national … 6 village, 0 unknown
    kind            INTEGER NOT NULL,   -- 1 on the spot, 2 promised, 0 unknown
    legal_count     INTEGER NOT NULL,   -- 0: no statutory limit
    legal_unit      INTEGER NOT NULL,   -- 1 working day 2 day 3 hour 4 month 5 year
    promised_count  INTEGER NOT NULL,
    promised_unit   INTEGER NOT NULL,
    visits          INTEGER NOT NULL,   -- -1 unknown
    visits_reason   TEXT    NOT NULL,
    conditions      TEXT    NOT NULL,
    fee_charged     INTEGER NOT NULL,   -- 0 no, 1 yes, -1 unknown
    fee_basis       TEXT    NOT NULL,
    result_name     TEXT    NOT NULL,
    result_kind     TEXT    NOT NULL,   -- certificate, document, approval, other, ''
    result_sample   TEXT    NOT NULL DEFAULT '',
    phone           TEXT    NOT NULL,
    complaint_phone TEXT    NOT NULL,
    place           TEXT    NOT NULL,
    hours           TEXT    NOT NULL,
    scope           TEXT    NOT NULL,   -- 通办范围
    online_depth    INTEGER NOT NULL,   -- 0 unknown, 1 to 4
    promise         INTEGER NOT NULL,   -- 告知承诺: 0 no 1 yes
    deferral        INTEGER NOT NULL,   -- 容缺受理
    courier         INTEGER NOT NULL,
    booking         INTEGER NOT NULL,
    note            TEXT    NOT NULL,
    ways            TEXT    NOT NULL,   -- words: online mobile window kiosk agent
    targets         TEXT    NOT NULL,   -- words: person firm institution …
    subjects        TEXT    NOT NULL,   -- one a line
    CONSTRAINT item_version_key PRIMARY KEY (town, id),
    CONSTRAINT item_version_once UNIQUE (town, item_id, version),
    CONSTRAINT item_version_item FOREIGN KEY (town, item_id) REFERENCES item (town, id)
);

-- 申请材料
CREATE TABLE item_paper (
    town        BIGINT  NOT NULL,
    version_id  BIGINT  NOT NULL,
    ordinal     INTEGER NOT NULL,
    situation   TEXT    NOT NULL,       -- '' in every situation
    name        TEXT    NOT NULL,
    kind        INTEGER NOT NULL,       -- 1 original 2 copy 3 both, 0 unknown
    form        INTEGER NOT NULL,       -- 1 paper 2 electronic 3 both, 0 unknown
    source      INTEGER NOT NULL,       -- 10 applicant 20 government 99 other
    source_note TEXT    NOT NULL,
    copies      INTEGER NOT NULL,
    size        TEXT    NOT NULL,
    necessity   INTEGER NOT NULL,       -- 1 required 2 optional 3 deferrable
    standard    TEXT    NOT NULL,
    note        TEXT    NOT NULL,
    exempt      INTEGER NOT NULL,       -- 1: taken from shared data
    CONSTRAINT item_paper_key PRIMARY KEY (town, version_id, ordinal),
    CONSTRAINT item_paper_version FOREIGN KEY (town, version_id)
        REFERENCES item_version (town, id)
);

-- The rest of the lists: legal basis, steps, fees, questions.
CREATE TABLE item_line (
    town       BIGINT  NOT NULL,
    version_id BIGINT  NOT NULL,
    kind       TEXT    NOT NULL,
    ordinal    INTEGER NOT NULL,
    title      TEXT    NOT NULL,        -- law, step, fee, question
    detail     TEXT    NOT NULL,        -- clause, office, standard, answer
    note       TEXT    NOT NULL,        -- what the clause says, what the step does
    days       INTEGER NOT NULL,        -- of a step
    CONSTRAINT item_line_key PRIMARY KEY (town, version_id, kind, ordinal),
    CONSTRAINT item_line_version FOREIGN KEY (town, version_id)
        REFERENCES item_version (town, id),
    CONSTRAINT item_line_kind_known CHECK (kind IN ('basis', 'step', 'fee', 'question'))
);

-- Directories: the published version's words, for lists by department, subject, way …
CREATE TABLE item_tag (
    town       BIGINT NOT NULL,
    kind       TEXT   NOT NULL,         -- department, subject, way, target
    value      TEXT   NOT NULL,
    code       TEXT   NOT NULL,
    version_id BIGINT NOT NULL,
    CONSTRAINT item_tag_key PRIMARY KEY (town, kind, value, code),
    CONSTRAINT item_tag_version FOREIGN KEY (town, version_id)
        REFERENCES item_version (town, id)
);

CREATE INDEX item_tag_version_index ON item_tag (town, version_id);
