-- Links by which customers decide themselves how they are contacted. What is in a link follows from its seed and a secret;
-- what is stored here opens none.
CREATE TABLE preference_links (
    contact_id UUID NOT NULL PRIMARY KEY REFERENCES contacts (id),
    seed BYTEA NOT NULL,
    token_hash BYTEA NOT NULL UNIQUE,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
