CREATE TABLE favourites (
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
    name TEXT NOT NULL,
    entity TEXT NOT NULL,
    record_id BLOB NOT NULL,
    position INTEGER NOT NULL
) STRICT;

CREATE INDEX favourites_by_updated_at ON favourites (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX favourites_by_created_at ON favourites (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX favourites_by_owner_id ON favourites (owner_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX favourites_by_team_id ON favourites (team_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX favourites_owner_id_record_id_unique ON favourites (owner_id, record_id) WHERE deleted_at IS NULL;
CREATE INDEX favourites_by_deleted_at ON favourites (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE saved_views (
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
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    name_sort BLOB NOT NULL,
    entity TEXT NOT NULL,
    sharing TEXT NOT NULL,
    filter TEXT NOT NULL,
    sort TEXT NOT NULL,
    columns TEXT NOT NULL,
    words TEXT,
    layout TEXT NOT NULL,
    within TEXT
) STRICT;

CREATE INDEX saved_views_by_updated_at ON saved_views (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX saved_views_by_created_at ON saved_views (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX saved_views_by_owner_id ON saved_views (owner_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX saved_views_by_team_id ON saved_views (team_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX saved_views_by_name_sort ON saved_views (name_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX saved_views_by_name_key ON saved_views (name_key) WHERE deleted_at IS NULL;
CREATE INDEX saved_views_by_deleted_at ON saved_views (deleted_at, id) WHERE deleted_at IS NOT NULL;
