CREATE TABLE mentions (
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
    activity_id BLOB NOT NULL REFERENCES activities (id),
    user_id BLOB REFERENCES users (id),
    record_entity TEXT,
    record_id BLOB,
    withdrawn INTEGER NOT NULL
) STRICT;

CREATE INDEX mentions_by_updated_at ON mentions (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX mentions_by_created_at ON mentions (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX mentions_by_activity_id ON mentions (activity_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX mentions_by_user_id ON mentions (user_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX mentions_by_deleted_at ON mentions (deleted_at, id) WHERE deleted_at IS NOT NULL;
