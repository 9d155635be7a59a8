CREATE TABLE web_forms (
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
    slug TEXT COLLATE "C" NOT NULL,
    is_active BOOLEAN NOT NULL,
    lead_source TEXT COLLATE "C" NOT NULL,
    thanks_url TEXT COLLATE "C",
    description TEXT COLLATE "C"
);

CREATE INDEX web_forms_by_updated_at ON web_forms (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX web_forms_by_created_at ON web_forms (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX web_forms_by_name_sort ON web_forms (name_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX web_forms_by_name_key ON web_forms (name_key) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX web_forms_slug_unique ON web_forms (slug) WHERE deleted_at IS NULL;
CREATE INDEX web_forms_by_deleted_at ON web_forms (deleted_at, id) WHERE deleted_at IS NOT NULL;
