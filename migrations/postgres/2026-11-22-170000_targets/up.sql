CREATE TABLE targets (
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
    metric TEXT COLLATE "C" NOT NULL,
    for_team_id UUID REFERENCES teams (id),
    period TEXT COLLATE "C" NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE,
    goal_amount_minor BIGINT,
    goal_amount_currency TEXT COLLATE "C",
    goal_count BIGINT,
    reached_amount_minor BIGINT,
    reached_amount_currency TEXT COLLATE "C",
    reached_count BIGINT,
    closed_at TIMESTAMPTZ
);

CREATE INDEX targets_by_updated_at ON targets (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX targets_by_created_at ON targets (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX targets_by_owner_id ON targets (owner_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX targets_by_team_id ON targets (team_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX targets_by_name_sort ON targets (name_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX targets_by_name_key ON targets (name_key) WHERE deleted_at IS NULL;
CREATE INDEX targets_by_for_team_id ON targets (for_team_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX targets_by_deleted_at ON targets (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE forecast_calls (
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
    month DATE NOT NULL,
    user_id UUID NOT NULL REFERENCES users (id),
    amount_minor BIGINT NOT NULL,
    amount_currency TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C"
);

CREATE INDEX forecast_calls_by_updated_at ON forecast_calls (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX forecast_calls_by_created_at ON forecast_calls (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX forecast_calls_by_owner_id ON forecast_calls (owner_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX forecast_calls_by_team_id ON forecast_calls (team_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX forecast_calls_by_user_id ON forecast_calls (user_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX forecast_calls_owner_id_user_id_month_unique ON forecast_calls (owner_id, user_id, month) WHERE deleted_at IS NULL;
CREATE INDEX forecast_calls_by_deleted_at ON forecast_calls (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE forecast_snapshots (
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
    taken_on DATE NOT NULL,
    month DATE NOT NULL,
    category TEXT COLLATE "C" NOT NULL,
    deals BIGINT NOT NULL,
    amount_minor BIGINT NOT NULL,
    amount_currency TEXT COLLATE "C" NOT NULL,
    weighted_minor BIGINT,
    weighted_currency TEXT COLLATE "C"
);

CREATE INDEX forecast_snapshots_by_updated_at ON forecast_snapshots (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX forecast_snapshots_by_created_at ON forecast_snapshots (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX forecast_snapshots_by_owner_id ON forecast_snapshots (owner_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX forecast_snapshots_by_team_id ON forecast_snapshots (team_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX forecast_snapshots_by_deleted_at ON forecast_snapshots (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE INDEX targets_by_ends_on ON targets (ends_on, id) WHERE deleted_at IS NULL;
CREATE INDEX forecast_snapshots_by_taken_on ON forecast_snapshots (taken_on, month, id) WHERE deleted_at IS NULL;
