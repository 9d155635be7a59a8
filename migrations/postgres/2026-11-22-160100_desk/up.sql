CREATE TABLE favourites (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    created_by UUID,
    updated_at TIMESTAMPTZ NOT NULL,
    updated_by UUID,
    deleted_at TIMESTAMPTZ,
    deleted_by UUID,
    owner_id UUID REFERENCES users (id),
    team_id UUID REFERENCES teams (id),
    source TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    entity TEXT COLLATE "C" NOT NULL,
    record_id UUID NOT NULL,
    position BIGINT NOT NULL
);

CREATE INDEX favourites_by_updated_at ON favourites (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX favourites_by_created_at ON favourites (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX favourites_by_owner_id ON favourites (owner_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX favourites_by_team_id ON favourites (team_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX favourites_owner_id_record_id_unique ON favourites (owner_id, record_id) WHERE deleted_at IS NULL;
CREATE INDEX favourites_by_deleted_at ON favourites (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE saved_views (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    created_by UUID,
    updated_at TIMESTAMPTZ NOT NULL,
    updated_by UUID,
    deleted_at TIMESTAMPTZ,
    deleted_by UUID,
    owner_id UUID REFERENCES users (id),
    team_id UUID REFERENCES teams (id),
    source TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    name_key TEXT COLLATE "C" NOT NULL,
    name_sort BYTEA NOT NULL,
    entity TEXT COLLATE "C" NOT NULL,
    sharing TEXT COLLATE "C" NOT NULL,
    filter TEXT COLLATE "C" NOT NULL,
    sort TEXT COLLATE "C" NOT NULL,
    columns TEXT COLLATE "C" NOT NULL,
    words TEXT COLLATE "C",
    layout TEXT COLLATE "C" NOT NULL,
    within TEXT COLLATE "C"
);

CREATE INDEX saved_views_by_updated_at ON saved_views (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX saved_views_by_created_at ON saved_views (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX saved_views_by_owner_id ON saved_views (owner_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX saved_views_by_team_id ON saved_views (team_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX saved_views_by_name_sort ON saved_views (name_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX saved_views_by_name_key ON saved_views (name_key) WHERE deleted_at IS NULL;
CREATE INDEX saved_views_by_deleted_at ON saved_views (deleted_at, id) WHERE deleted_at IS NOT NULL;
