CREATE TABLE mentions (
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
    activity_id UUID NOT NULL REFERENCES activities (id),
    user_id UUID REFERENCES users (id),
    record_entity TEXT COLLATE "C",
    record_id UUID,
    withdrawn BOOLEAN NOT NULL
);

CREATE INDEX mentions_by_updated_at ON mentions (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX mentions_by_created_at ON mentions (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX mentions_by_activity_id ON mentions (activity_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX mentions_by_user_id ON mentions (user_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX mentions_by_deleted_at ON mentions (deleted_at, id) WHERE deleted_at IS NOT NULL;
