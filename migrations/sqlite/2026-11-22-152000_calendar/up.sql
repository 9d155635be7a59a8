ALTER TABLE activities ADD COLUMN all_day INTEGER NOT NULL DEFAULT 0 CHECK (all_day IN (0, 1));
ALTER TABLE activities ADD COLUMN location TEXT;
ALTER TABLE activities ADD COLUMN is_private INTEGER NOT NULL DEFAULT 0 CHECK (is_private IN (0, 1));
ALTER TABLE activities ADD COLUMN external_uid TEXT;
ALTER TABLE activities ADD COLUMN exceptions TEXT;

CREATE INDEX activities_by_starts_at ON activities (starts_at, id) WHERE deleted_at IS NULL;
CREATE INDEX activities_by_external_uid ON activities (external_uid) WHERE deleted_at IS NULL;

CREATE TABLE attendees (
    id BLOB NOT NULL PRIMARY KEY,
    parent_id BLOB NOT NULL REFERENCES activities (id),
    position INTEGER NOT NULL,
    user_id BLOB REFERENCES users (id),
    contact_id BLOB REFERENCES contacts (id),
    name TEXT,
    email TEXT,
    answer TEXT NOT NULL
) STRICT;

CREATE INDEX attendees_by_parent_id_position ON attendees (parent_id, position);
CREATE INDEX attendees_by_user_id_parent_id ON attendees (user_id, parent_id);
CREATE INDEX attendees_by_contact_id_parent_id ON attendees (contact_id, parent_id);

CREATE TABLE calendar_feeds (
    user_id BLOB NOT NULL PRIMARY KEY REFERENCES users (id),
    secret_hash BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
