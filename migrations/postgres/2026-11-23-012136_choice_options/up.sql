CREATE TABLE choice_options (
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
    entity_name TEXT COLLATE "C" NOT NULL,
    field TEXT COLLATE "C" NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C",
    position BIGINT NOT NULL,
    is_archived BOOLEAN NOT NULL
);

CREATE INDEX choice_options_by_updated_at ON choice_options (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX choice_options_by_created_at ON choice_options (created_at, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX choice_options_entity_name_field_code_unique ON choice_options (entity_name, field, code) WHERE deleted_at IS NULL;
CREATE INDEX choice_options_by_deleted_at ON choice_options (deleted_at, id) WHERE deleted_at IS NOT NULL;

-- What all share is changed by administrators only, also where the roles were made before there was such a thing.
UPDATE roles SET rights = jsonb_set(rights::jsonb, '{choice_option}', '{"read":"all"}'::jsonb)::text
WHERE code IN ('manager', 'sales', 'read_only') AND (rights::jsonb -> 'choice_option') IS NULL;
