CREATE TABLE competitors (
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
    website TEXT COLLATE "C",
    account_id UUID REFERENCES accounts (id),
    strengths TEXT COLLATE "C",
    weaknesses TEXT COLLATE "C",
    price_notes TEXT COLLATE "C",
    sources TEXT COLLATE "C",
    reviewed_on DATE,
    custom JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX competitors_by_updated_at ON competitors (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX competitors_by_created_at ON competitors (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX competitors_by_name_sort ON competitors (name_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX competitors_by_name_key ON competitors (name_key) WHERE deleted_at IS NULL;
CREATE INDEX competitors_by_account_id ON competitors (account_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX competitors_by_deleted_at ON competitors (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE opportunity_competitors (
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
    opportunity_id UUID NOT NULL REFERENCES opportunities (id),
    competitor_id UUID NOT NULL REFERENCES competitors (id),
    status TEXT COLLATE "C" NOT NULL,
    notes TEXT COLLATE "C"
);

CREATE INDEX opportunity_competitors_by_updated_at ON opportunity_competitors (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunity_competitors_by_created_at ON opportunity_competitors (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunity_competitors_by_opportunity_id ON opportunity_competitors (opportunity_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunity_competitors_by_competitor_id ON opportunity_competitors (competitor_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX opportunity_competitors_opportunity_id_competitor_id_unique ON opportunity_competitors (opportunity_id, competitor_id) WHERE deleted_at IS NULL;
CREATE INDEX opportunity_competitors_by_deleted_at ON opportunity_competitors (deleted_at, id) WHERE deleted_at IS NOT NULL;
