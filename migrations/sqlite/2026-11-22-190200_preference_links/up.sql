-- Links by which customers decide themselves how they are contacted. What is in a link follows from its seed and a secret;
-- what is stored here opens none.
CREATE TABLE preference_links (
    contact_id BLOB NOT NULL PRIMARY KEY REFERENCES contacts (id),
    seed BLOB NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
