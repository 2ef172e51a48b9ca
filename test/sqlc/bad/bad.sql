-- bad.sql -- each statement is wrong in the way that its name tells.  What sqlc must say
-- of it stands behind "expect"; it may say nothing else.

-- name: unbound one
-- expect: t is not bound to the town: write t.town = :town
SELECT t.id FROM ticket t WHERE t.id = :id;

-- name: bound_to_another_table one
-- expect: t is not bound to the town
SELECT t.id FROM ticket t JOIN line l ON l.town = :town AND l.id = t.line_id
 WHERE t.town = l.town AND t.id = :id;

-- name: bound_under_or one
-- expect: t is not bound to the town
SELECT t.id FROM ticket t WHERE t.town = :town OR t.id = :id;

-- name: bound_under_nested_or one
-- expect: t is not bound to the town
SELECT t.id FROM ticket t WHERE t.id = :id AND (t.town = :town OR t.number = 1);

-- name: bound_under_not one
-- expect: t is not bound to the town
SELECT t.id FROM ticket t WHERE NOT t.town = :town;

-- name: bound_in_case one
-- expect: t is not bound to the town
SELECT t.id FROM ticket t
 WHERE CASE WHEN t.id = 1 AND t.town = :town THEN 1 ELSE 1 END = 1;

-- name: bound_by_the_wrong_join one
-- expect: t is not bound to the town
SELECT t.id FROM ticket t LEFT JOIN line l ON t.town = :town AND l.town = :town
 WHERE t.id = :id;

-- name: subquery_unbound one
-- expect: ticket is not bound to the town
SELECT l.id FROM line l
 WHERE l.town = :town AND l.id IN (SELECT line_id FROM ticket WHERE number = 1);

-- name: unqualified_among_two one
-- expect: t is not bound to the town
-- expect: SQLite refuses this: ambiguous column name: town
SELECT t.id FROM ticket t JOIN line l ON l.id = t.line_id AND l.town = :town
 WHERE town = :town;

-- name: branch_unbound many
-- expect: line is not bound to the town
SELECT id FROM ticket WHERE town = :town UNION ALL SELECT id FROM line
 ORDER BY id LIMIT 10;

-- name: with_unbound one
-- expect: ticket is not bound to the town
WITH own AS (SELECT id FROM ticket) SELECT id FROM own;

-- name: comma_unbound one
-- expect: l is not bound to the town
SELECT t.id FROM ticket t, line l WHERE t.town = :town AND l.id = t.line_id;

-- name: nested_join_unbound one
-- expect: l is not bound to the town
SELECT t.id FROM (ticket t JOIN line l ON l.id = t.line_id) WHERE t.town = :town;

-- name: seen_by_postgres_unbound one
-- expect: l is not bound to the town
SELECT t.id FROM ticket t /*pg JOIN line l ON l.id = t.line_id */ WHERE t.town = :town;

-- name: update_unbound run
-- expect: ticket is not bound to the town
UPDATE ticket SET state = :state WHERE id = :id;

-- name: delete_unbound run
-- expect: ticket is not bound to the town
DELETE FROM ticket;

-- name: returning_unbound one
-- expect: l is not bound to the town
UPDATE ticket SET state = 'called' WHERE town = :town AND id = :id
RETURNING (SELECT l.name FROM line l WHERE l.id = ticket.line_id) AS name_of;

-- name: insert_without_town run
-- expect: INSERT names town among its columns
INSERT INTO line (id, name, mark) VALUES (:id, :name, :mark);

-- name: insert_another_town run
-- other int
-- expect: the value of town is :town, and nothing else
INSERT INTO line (id, name, town) VALUES (:id, :name, :other);

-- name: insert_second_row run
-- expect: the value of town is :town, and nothing else
INSERT INTO line (town, id, name) VALUES (:town, :id, :name), (:town + 1, :id, :name);

-- name: insert_without_columns run
-- expect: INSERT names its columns
INSERT INTO kind VALUES (:code, :name);

-- name: insert_select_parameter run
-- expect: INSERT … SELECT takes town from the table that it reads
INSERT INTO line (town, id, name)
SELECT :town, l.id + 1, l.name FROM line l WHERE l.town = :town;

-- name: insert_select_constant run
-- expect: INSERT … SELECT takes town from the table that it reads
INSERT INTO line (town, id, name) SELECT :town, 1, k.name FROM kind k;

-- name: insert_select_changed_town run
-- expect: INSERT … SELECT takes town from the table that it reads
INSERT INTO line (id, town, name)
SELECT l.id + 1, l.town + 1 AS town, l.name FROM line l WHERE l.town = :town;

-- name: insert_select_made_up_town run
-- other int
-- expect: INSERT … SELECT takes town from the table that it reads
WITH made (town) AS (SELECT :other)
INSERT INTO line (town, id, name)
SELECT m.town, l.id, l.name FROM made m JOIN line l ON l.town = :town;

-- name: insert_subquery run
-- expect: no subquery in VALUES
INSERT INTO line (town, id, name)
VALUES (:town, :id, (SELECT name FROM kind WHERE code = 'a'));

-- name: insert_conflict_subquery run
-- expect: no subquery in ON CONFLICT
INSERT INTO line (town, id, name) VALUES (:town, :id, :name)
    ON CONFLICT (town, id) DO UPDATE SET name = (SELECT name FROM kind WHERE code = 'a');

-- name: replace run
-- expect: write INSERT INTO, with ON CONFLICT
REPLACE INTO kind (code, name) VALUES (:code, :name);

-- name: set_town run
-- expect: town is never SET
UPDATE line SET name = :name, town = 3 WHERE town = :town AND id = :id;

-- name: set_town_on_conflict run
-- expect: town is never SET
INSERT INTO line (town, id, name) VALUES (:town, :id, :name)
    ON CONFLICT (town, id) DO UPDATE SET town = 3;

-- name: set_row run
-- expect: SET one column at a time
UPDATE line SET (name, mark) = (:name, :mark) WHERE town = :town AND id = :id;

-- name: writing_with one
-- expect: a statement inside a statement writes
SELECT id FROM ticket WHERE town = :town
   /*pg AND id IN (UPDATE line SET name = '' WHERE town = :town RETURNING id) */;

-- name: all_towns_write run
-- @all_towns because
-- expect: @all_towns is for reading only
DELETE FROM ticket;

-- name: all_towns_lock one
-- @all_towns because
-- expect: no locking over all towns
SELECT id FROM ticket WHERE id = :id /*pg FOR UPDATE */;

-- name: all_towns_recursion one
-- n int
-- @all_towns because
-- expect: no recursion over all towns
WITH RECURSIVE r (n) AS (SELECT id FROM ticket UNION ALL SELECT n + 1 FROM r WHERE n < 3)
SELECT r.n FROM r;

-- name: all_towns_without_reason one
-- @all_towns
-- expect: @all_towns says why
SELECT id FROM ticket WHERE id = :id;

-- name: all_towns_not_needed one
-- @all_towns because
-- expect: @all_towns is not needed
SELECT id FROM ticket WHERE town = :town AND id = :id;

-- name: next_by_max one
-- next int
-- expect: numbers come from a counter row
SELECT coalesce(max(number), 0) + 1 AS next FROM ticket WHERE town = :town;

-- name: number_by_max run
-- expect: numbers come from a counter row
UPDATE ticket SET number = (SELECT max(t.number) FROM ticket t WHERE t.town = :town) + 1
 WHERE town = :town AND id = :id;

-- name: insert_by_max run
-- expect: numbers come from a counter row
-- expect: INSERT … SELECT takes town from the table that it reads
WITH last AS (SELECT max(l.id) AS id FROM line l WHERE l.town = :town)
INSERT INTO line (town, id, name) SELECT :town, last.id + 1, :name FROM last;

-- name: without_order many
-- expect: many rows have an order: write ORDER BY
SELECT id FROM ticket WHERE town = :town LIMIT 10;

-- name: without_limit many
-- expect: many rows have a bound: write LIMIT
SELECT id FROM ticket WHERE town = :town ORDER BY id;

-- name: limit_too_large many
-- expect: LIMIT is at most 20000
SELECT id FROM ticket WHERE town = :town ORDER BY id LIMIT 20001;

-- name: sum_without_cast one
-- total int
-- expect: write CAST(sum(x) AS BIGINT)
SELECT sum(number) AS total FROM ticket WHERE town = :town;

-- name: sum_cast_to_integer one
-- total int
-- expect: write CAST(sum(x) AS BIGINT)
SELECT CAST(sum(number) AS INTEGER) AS total FROM ticket WHERE town = :town;

-- name: average one
-- mean int
-- expect: avg: it rounds differently
SELECT CAST(avg(number) AS BIGINT) AS mean FROM ticket WHERE town = :town;

-- name: greatest_of_two one
-- most int
-- expect: max() and min() of several values are SQLite's
SELECT max(number, 3) AS most FROM ticket WHERE town = :town;

-- name: star one
-- expect: name the columns instead of *
SELECT * FROM kind WHERE code = :code;

-- name: star_of_a_table one
-- expect: name the columns instead of *
SELECT k.code AS c, k.* FROM kind k WHERE k.code = :code;

-- name: lock_everywhere one
-- expect: SQLite does not know FOR UPDATE
-- expect: SQLite refuses this: near "FOR": syntax error
SELECT id FROM ticket WHERE town = :town AND id = :id FOR UPDATE;

-- name: state_not_repeated one
-- expect: the outer UPDATE repeats the state
UPDATE ticket SET state = 'called'
 WHERE town = :town
   AND id = (SELECT t.id FROM ticket t WHERE t.town = :town AND t.state = 'waiting'
              ORDER BY t.number LIMIT 1 /*pg FOR UPDATE SKIP LOCKED */)
RETURNING id;

-- name: quoted_parameter one
-- expect: a parameter inside quotes is plain text
SELECT code FROM kind WHERE name LIKE '%:name%' ESCAPE '!';

-- name: like_without_escape one
-- expect: write LIKE :pattern ESCAPE '!'
SELECT code FROM kind WHERE name LIKE :name AND code = 'a';

-- name: clock one
-- expect: current_timestamp: the moment is :now_ms
SELECT code FROM kind WHERE name < CURRENT_TIMESTAMP;

-- name: fraction one
-- half int
-- expect: no fractions
SELECT 0.5 * number AS half FROM ticket WHERE town = :town AND id = :id;

-- name: unknown_type one
-- expect: the type of parameter limit is not known: write -- limit int
SELECT code FROM kind ORDER BY code LIMIT :limit;

-- name: unknown_column_type one
-- expect: the type of column count is not known: write -- count int
SELECT count(*) AS count FROM kind;

-- name: needless_declaration one
-- code text
-- expect: -- code text is not needed
SELECT name FROM kind WHERE code = :code;

-- name: idle_declaration one
-- colour text
-- expect: -- colour text: there is no such parameter or column
SELECT name FROM kind WHERE code = :code;

-- name: twice_the_same_column one
-- expect: two columns are named id
SELECT t.id, l.id FROM ticket t JOIN line l ON l.town = :town AND l.id = t.line_id
 WHERE t.town = :town AND t.id = :id;

-- name: column_without_name one
-- expect: column 1 (count(*)) needs a name
SELECT count(*) FROM kind;

-- name: keyword_of_c one
-- expect: :case: a parameter is a plain word
-- expect: the type of parameter case is not known
SELECT name FROM kind WHERE code = :case;

-- name: run_with_rows run
-- expect: it gives rows: write one or many
SELECT name FROM kind WHERE code = :code;

-- name: one_without_rows one
-- expect: it gives no rows: write run
DELETE FROM kind WHERE code = :code;

-- name: no_such_table one
-- expect: there is no table nothing
SELECT n.name FROM nothing n;

-- name: no_such_column one
-- expect: SQLite refuses this: no such column: colour
SELECT colour FROM kind;

-- name: hidden_table one
-- expect: there is no table sqlite_master
SELECT m.sql FROM sqlite_master m;

-- name: table_without_from one
-- expect: ticket stands where sqlc sees no table
SELECT k.code FROM kind k WHERE 1 = 1 /*pg AND 1 IN (TABLE ticket) */;

-- name: table_renames_its_columns one
-- expect: a table keeps the names of its columns
SELECT l.id FROM line AS l /*pg (id, town) */ WHERE l.town = :town;

-- name: with_named_as_a_table one
-- expect: the WITH has the name of a table
WITH line AS (SELECT code FROM kind) SELECT code FROM line;

-- name: natural one
-- expect: no NATURAL JOIN
SELECT t.id FROM ticket t NATURAL JOIN line l WHERE t.town = :town AND l.town = :town;

-- name: right one
-- expect: write a LEFT JOIN instead
SELECT k.name FROM kind k RIGHT JOIN kind o ON o.code = k.code;

-- name: function_as_table one
-- expect: a function in FROM is not the same
SELECT j.value FROM json_each(:text) j;

-- name: one_database_only one
-- expect: :code is seen by one database only
SELECT name FROM kind /*pg WHERE code = :code */;

-- name: pragma one
-- expect: a statement is a SELECT, INSERT, UPDATE or DELETE
PRAGMA journal_mode;

-- name: take several
-- expect: a statement begins with -- name: NAME one, many or run
DELETE FROM kind WHERE code = :code;

-- name: empty run
-- expect: there is no statement under this name
;

-- name: of_nothing many nothing
-- expect: no fragment nothing stands above it
SELECT k.code FROM kind k ORDER BY k.code LIMIT 1;

-- fragment: part
SELECT k.code FROM kind k;

-- expect: the fragment's name part is taken
-- fragment: part
SELECT k.name FROM kind k;

-- expect: a fragment begins with -- fragment: NAME
-- fragment: two words
SELECT k.name FROM kind k;

-- name: endless run
-- expect: the statement does not end with a semicolon
DELETE FROM kind WHERE code = :code
-- name: empty run
-- expect: the name is taken
-- expect: there is no statement under this name
;
