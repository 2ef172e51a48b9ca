-- How many questions an item asks at most before it lists a person's papers.
ALTER TABLE item ADD COLUMN asks INTEGER NOT NULL DEFAULT 0;
