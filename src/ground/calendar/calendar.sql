-- name: all many
SELECT h.day, h.kind, h.year FROM holiday h ORDER BY h.day LIMIT 20000;

-- name: hours one
SELECT t.opens_minute, t.closes_minute FROM town t WHERE t.town = :town;

-- name: forget run
DELETE FROM holiday WHERE year = :year;

-- name: add run
INSERT INTO holiday (day, kind, name, year) VALUES (:day, :kind, :name, :year)
    ON CONFLICT (day) DO UPDATE
       SET kind = excluded.kind, name = excluded.name, year = excluded.year;
