CREATE TABLE consents (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    created_by BLOB,
    updated_at INTEGER NOT NULL,
    updated_by BLOB,
    deleted_at INTEGER,
    deleted_by BLOB,
    owner_id BLOB REFERENCES users (id),
    team_id BLOB REFERENCES teams (id),
    source TEXT NOT NULL,
    contact_id BLOB NOT NULL REFERENCES contacts (id),
    channel TEXT NOT NULL,
    purpose TEXT NOT NULL,
    status TEXT NOT NULL,
    origin TEXT,
    said_at INTEGER,
    expires_on TEXT,
    notes TEXT
) STRICT;

CREATE INDEX consents_by_updated_at ON consents (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX consents_by_created_at ON consents (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX consents_by_contact_id ON consents (contact_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX consents_contact_id_channel_purpose_unique ON consents (contact_id, channel, purpose) WHERE deleted_at IS NULL;
CREATE INDEX consents_by_deleted_at ON consents (deleted_at, id) WHERE deleted_at IS NOT NULL;

-- When people want to be left alone, and why somebody did not leave them alone.
ALTER TABLE contacts ADD COLUMN quiet_from TEXT;
ALTER TABLE contacts ADD COLUMN quiet_until TEXT;
ALTER TABLE activities ADD COLUMN despite TEXT;
