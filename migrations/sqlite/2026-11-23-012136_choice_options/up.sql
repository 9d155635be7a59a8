CREATE TABLE choice_options (
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
    entity_name TEXT NOT NULL,
    field TEXT NOT NULL,
    code TEXT NOT NULL,
    name TEXT,
    position INTEGER NOT NULL,
    is_archived INTEGER NOT NULL CHECK (is_archived IN (0, 1))
) STRICT;

CREATE INDEX choice_options_by_updated_at ON choice_options (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX choice_options_by_created_at ON choice_options (created_at, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX choice_options_entity_name_field_code_unique ON choice_options (entity_name, field, code) WHERE deleted_at IS NULL;
CREATE INDEX choice_options_by_deleted_at ON choice_options (deleted_at, id) WHERE deleted_at IS NOT NULL;

-- What all share is changed by administrators only, also where the roles were made before there was such a thing.
UPDATE roles SET rights = json_set(rights, '$.choice_option', json('{"read":"all"}'))
WHERE code IN ('manager', 'sales', 'read_only') AND json_extract(rights, '$.choice_option') IS NULL;
