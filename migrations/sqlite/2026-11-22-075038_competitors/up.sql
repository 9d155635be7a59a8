CREATE TABLE competitors (
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
    website TEXT,
    account_id BLOB REFERENCES accounts (id),
    strengths TEXT,
    weaknesses TEXT,
    price_notes TEXT,
    sources TEXT,
    reviewed_on TEXT,
    custom TEXT NOT NULL DEFAULT '{}'
) STRICT;

CREATE INDEX competitors_by_updated_at ON competitors (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX competitors_by_created_at ON competitors (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX competitors_by_name_sort ON competitors (name_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX competitors_by_name_key ON competitors (name_key) WHERE deleted_at IS NULL;
CREATE INDEX competitors_by_account_id ON competitors (account_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX competitors_by_deleted_at ON competitors (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE opportunity_competitors (
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
    opportunity_id BLOB NOT NULL REFERENCES opportunities (id),
    competitor_id BLOB NOT NULL REFERENCES competitors (id),
    status TEXT NOT NULL,
    notes TEXT
) STRICT;

CREATE INDEX opportunity_competitors_by_updated_at ON opportunity_competitors (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunity_competitors_by_created_at ON opportunity_competitors (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunity_competitors_by_opportunity_id ON opportunity_competitors (opportunity_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunity_competitors_by_competitor_id ON opportunity_competitors (competitor_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX opportunity_competitors_opportunity_id_competitor_id_unique ON opportunity_competitors (opportunity_id, competitor_id) WHERE deleted_at IS NULL;
CREATE INDEX opportunity_competitors_by_deleted_at ON opportunity_competitors (deleted_at, id) WHERE deleted_at IS NOT NULL;
