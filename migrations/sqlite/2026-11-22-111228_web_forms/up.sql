CREATE TABLE web_forms (
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
    slug TEXT NOT NULL,
    is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
    lead_source TEXT NOT NULL,
    thanks_url TEXT,
    description TEXT
) STRICT;

CREATE INDEX web_forms_by_updated_at ON web_forms (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX web_forms_by_created_at ON web_forms (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX web_forms_by_name_sort ON web_forms (name_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX web_forms_by_name_key ON web_forms (name_key) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX web_forms_slug_unique ON web_forms (slug) WHERE deleted_at IS NULL;
CREATE INDEX web_forms_by_deleted_at ON web_forms (deleted_at, id) WHERE deleted_at IS NOT NULL;
