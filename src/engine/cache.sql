-- name: generation one
SELECT g.number FROM generation g WHERE g.town = :town AND g.topic = :topic;

-- name: touch run
INSERT INTO generation (town, topic, number) VALUES (:town, :topic, 1)
    ON CONFLICT (town, topic) DO UPDATE SET number = generation.number + 1;
