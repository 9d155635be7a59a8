ALTER TABLE activities ADD COLUMN all_day BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE activities ADD COLUMN location TEXT COLLATE "C";
ALTER TABLE activities ADD COLUMN is_private BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE activities ADD COLUMN external_uid TEXT COLLATE "C";
ALTER TABLE activities ADD COLUMN exceptions TEXT COLLATE "C";

CREATE INDEX activities_by_starts_at ON activities (starts_at, id) WHERE deleted_at IS NULL;
CREATE INDEX activities_by_external_uid ON activities (external_uid) WHERE deleted_at IS NULL;

CREATE TABLE attendees (
    id UUID NOT NULL PRIMARY KEY,
    parent_id UUID NOT NULL REFERENCES activities (id),
    position BIGINT NOT NULL,
    user_id UUID REFERENCES users (id),
    contact_id UUID REFERENCES contacts (id),
    name TEXT COLLATE "C",
    email TEXT COLLATE "C",
    answer TEXT COLLATE "C" NOT NULL
);

CREATE INDEX attendees_by_parent_id_position ON attendees (parent_id, position);
CREATE INDEX attendees_by_user_id_parent_id ON attendees (user_id, parent_id);
CREATE INDEX attendees_by_contact_id_parent_id ON attendees (contact_id, parent_id);

CREATE TABLE calendar_feeds (
    user_id UUID NOT NULL PRIMARY KEY REFERENCES users (id),
    secret_hash BYTEA NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
