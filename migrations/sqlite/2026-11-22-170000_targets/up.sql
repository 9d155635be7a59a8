CREATE TABLE targets (
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
    metric TEXT NOT NULL,
    for_team_id BLOB REFERENCES teams (id),
    period TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT,
    goal_amount_minor INTEGER,
    goal_amount_currency TEXT,
    goal_count INTEGER,
    reached_amount_minor INTEGER,
    reached_amount_currency TEXT,
    reached_count INTEGER,
    closed_at INTEGER
) STRICT;

CREATE INDEX targets_by_updated_at ON targets (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX targets_by_created_at ON targets (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX targets_by_owner_id ON targets (owner_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX targets_by_team_id ON targets (team_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX targets_by_name_sort ON targets (name_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX targets_by_name_key ON targets (name_key) WHERE deleted_at IS NULL;
CREATE INDEX targets_by_for_team_id ON targets (for_team_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX targets_by_deleted_at ON targets (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE forecast_calls (
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
    month TEXT NOT NULL,
    user_id BLOB NOT NULL REFERENCES users (id),
    amount_minor INTEGER NOT NULL,
    amount_currency TEXT NOT NULL,
    reason TEXT
) STRICT;

CREATE INDEX forecast_calls_by_updated_at ON forecast_calls (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX forecast_calls_by_created_at ON forecast_calls (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX forecast_calls_by_owner_id ON forecast_calls (owner_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX forecast_calls_by_team_id ON forecast_calls (team_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX forecast_calls_by_user_id ON forecast_calls (user_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX forecast_calls_owner_id_user_id_month_unique ON forecast_calls (owner_id, user_id, month) WHERE deleted_at IS NULL;
CREATE INDEX forecast_calls_by_deleted_at ON forecast_calls (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE forecast_snapshots (
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
    taken_on TEXT NOT NULL,
    month TEXT NOT NULL,
    category TEXT NOT NULL,
    deals INTEGER NOT NULL,
    amount_minor INTEGER NOT NULL,
    amount_currency TEXT NOT NULL,
    weighted_minor INTEGER,
    weighted_currency TEXT
) STRICT;

CREATE INDEX forecast_snapshots_by_updated_at ON forecast_snapshots (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX forecast_snapshots_by_created_at ON forecast_snapshots (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX forecast_snapshots_by_owner_id ON forecast_snapshots (owner_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX forecast_snapshots_by_team_id ON forecast_snapshots (team_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX forecast_snapshots_by_deleted_at ON forecast_snapshots (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE INDEX targets_by_ends_on ON targets (ends_on, id) WHERE deleted_at IS NULL;
CREATE INDEX forecast_snapshots_by_taken_on ON forecast_snapshots (taken_on, month, id) WHERE deleted_at IS NULL;
