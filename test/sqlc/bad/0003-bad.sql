-- expect: PRIMARY without a name: write CONSTRAINT table_what PRIMARY
CREATE TABLE unnamed (town BIGINT NOT NULL, PRIMARY KEY (town));
-- expect: UNIQUE without a name
CREATE TABLE unnamed_unique (
    town BIGINT NOT NULL UNIQUE, CONSTRAINT unnamed_unique_key PRIMARY KEY (town));
-- expect: CHECK without a name
CREATE TABLE unnamed_check (
    town BIGINT NOT NULL CHECK (town > 0), CONSTRAINT unnamed_check_key PRIMARY KEY (town));
-- expect: REFERENCES without a name
CREATE TABLE unnamed_reference (
    code TEXT NOT NULL REFERENCES kind (code),
    CONSTRAINT unnamed_reference_key PRIMARY KEY (code));
-- expect: FOREIGN without a name
CREATE TABLE unnamed_foreign (
    code TEXT NOT NULL, CONSTRAINT unnamed_foreign_key PRIMARY KEY (code),
    FOREIGN KEY (code) REFERENCES kind (code));
-- expect: a constraint's name has at most 50 bytes
CREATE TABLE long_name (
    town BIGINT NOT NULL,
    CONSTRAINT long_name_that_leaves_no_room_for_the_number_of_a_shard PRIMARY KEY (town));
-- expect: town_last: write PRIMARY KEY (town, …): town comes first
CREATE TABLE town_last (
    id BIGINT NOT NULL, town BIGINT NOT NULL,
    CONSTRAINT town_last_key PRIMARY KEY (id, town));
-- expect: town_narrow: town is INTEGER: write town BIGINT NOT NULL
CREATE TABLE town_narrow (
    town INTEGER NOT NULL, CONSTRAINT town_narrow_key PRIMARY KEY (town));
-- expect: unique_without_town: UNIQUE (name): write UNIQUE (town, …)
CREATE TABLE unique_without_town (
    town BIGINT NOT NULL, name TEXT NOT NULL,
    CONSTRAINT unique_without_town_key PRIMARY KEY (town),
    CONSTRAINT unique_without_town_name UNIQUE (name));
-- expect: index_without_town: UNIQUE (name, town): write UNIQUE (town, …)
CREATE TABLE index_without_town (
    town BIGINT NOT NULL, name TEXT NOT NULL,
    CONSTRAINT index_without_town_key PRIMARY KEY (town));
CREATE UNIQUE INDEX index_without_town_name ON index_without_town (name, town);
-- expect: foreign_without_town: write FOREIGN KEY (town, …) REFERENCES line (town, …)
CREATE TABLE foreign_without_town (
    town BIGINT NOT NULL, id BIGINT NOT NULL,
    CONSTRAINT foreign_without_town_key PRIMARY KEY (town),
    CONSTRAINT foreign_without_town_line FOREIGN KEY (id, town) REFERENCES line (town, id));
-- expect: upwards: a table without town cannot have a foreign key to line
CREATE TABLE upwards (
    id BIGINT NOT NULL, line_id BIGINT NOT NULL,
    CONSTRAINT upwards_key PRIMARY KEY (id),
    CONSTRAINT upwards_line FOREIGN KEY (id, line_id) REFERENCES line (town, id));
-- expect: keyless: a table has a PRIMARY KEY
CREATE TABLE keyless (id BIGINT NOT NULL);
-- expect: nullable: name: write NOT NULL
CREATE TABLE nullable (
    id BIGINT NOT NULL, name TEXT, CONSTRAINT nullable_key PRIMARY KEY (id));
-- expect: typed: at TIMESTAMP: columns are BIGINT, INTEGER, TEXT or BYTEA
CREATE TABLE typed (
    id BIGINT NOT NULL, at TIMESTAMP NOT NULL, CONSTRAINT typed_key PRIMARY KEY (id));
-- expect: register: a column's name is a plain word
CREATE TABLE worded (
    register BIGINT NOT NULL, CONSTRAINT worded_key PRIMARY KEY (register));
-- expect: IDENTITY: ids are made by the program
-- expect: GENERATED: no generated columns
CREATE TABLE counted (
    id BIGINT NOT NULL /*pg GENERATED ALWAYS AS IDENTITY */,
    CONSTRAINT counted_key PRIMARY KEY (id));
-- expect: TRIGGER: no triggers
CREATE TRIGGER moved AFTER INSERT ON kind BEGIN DELETE FROM kind
-- expect: SQLite refuses this: incomplete input
;
-- expect: SQLite refuses this: cannot commit - no transaction is active
END;
-- expect: write CREATE TABLE name ( … )
CREATE TABLE IF NOT EXISTS maybe (
    id BIGINT NOT NULL, CONSTRAINT maybe_key PRIMARY KEY (id));
-- expect: there is already another table or index with this name: kind
ALTER TABLE line RENAME TO kind;
-- expect: a semicolon is missing
DROP TABLE counted
