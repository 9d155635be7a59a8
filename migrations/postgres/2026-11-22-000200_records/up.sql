CREATE TABLE roles (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    created_by UUID,
    updated_at TIMESTAMPTZ NOT NULL,
    updated_by UUID,
    deleted_at TIMESTAMPTZ,
    deleted_by UUID,
    owner_id UUID,
    team_id UUID,
    source TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    name_key TEXT COLLATE "C" NOT NULL,
    name_sort BYTEA NOT NULL,
    code TEXT COLLATE "C",
    description TEXT COLLATE "C",
    rights TEXT COLLATE "C" NOT NULL
);

CREATE INDEX roles_by_updated_at ON roles (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX roles_by_created_at ON roles (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX roles_by_name_sort ON roles (name_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX roles_by_name_key ON roles (name_key) WHERE deleted_at IS NULL;
CREATE INDEX roles_by_deleted_at ON roles (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE teams (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    created_by UUID,
    updated_at TIMESTAMPTZ NOT NULL,
    updated_by UUID,
    deleted_at TIMESTAMPTZ,
    deleted_by UUID,
    owner_id UUID,
    team_id UUID REFERENCES teams (id),
    source TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    name_key TEXT COLLATE "C" NOT NULL,
    name_sort BYTEA NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    lead_id UUID,
    parent_id UUID REFERENCES teams (id)
);

CREATE INDEX teams_by_updated_at ON teams (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX teams_by_created_at ON teams (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX teams_by_name_sort ON teams (name_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX teams_by_name_key ON teams (name_key) WHERE deleted_at IS NULL;
CREATE INDEX teams_by_lead_id ON teams (lead_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX teams_by_parent_id ON teams (parent_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX teams_by_deleted_at ON teams (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE users (
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
    family_name TEXT COLLATE "C" NOT NULL,
    given_name TEXT COLLATE "C",
    name_order TEXT COLLATE "C" NOT NULL,
    login TEXT COLLATE "C",
    status TEXT COLLATE "C" NOT NULL,
    manager_id UUID REFERENCES users (id),
    job_title TEXT COLLATE "C",
    employee_no TEXT COLLATE "C",
    phone TEXT COLLATE "C",
    language TEXT COLLATE "C" NOT NULL,
    region TEXT COLLATE "C",
    time_zone TEXT COLLATE "C" NOT NULL,
    preferences TEXT COLLATE "C" NOT NULL
);

CREATE INDEX users_by_updated_at ON users (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX users_by_created_at ON users (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX users_by_name_sort ON users (name_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX users_by_name_key ON users (name_key) WHERE deleted_at IS NULL;
CREATE INDEX users_by_manager_id ON users (manager_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX users_by_status ON users (status, updated_at, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX users_login_unique ON users (login) WHERE deleted_at IS NULL;
CREATE INDEX users_by_deleted_at ON users (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE user_roles (
    id UUID NOT NULL PRIMARY KEY,
    parent_id UUID NOT NULL REFERENCES users (id),
    position BIGINT NOT NULL,
    role_id UUID NOT NULL REFERENCES roles (id)
);

CREATE INDEX user_roles_by_parent_id_position ON user_roles (parent_id, position);
CREATE INDEX user_roles_by_role_id_parent_id ON user_roles (role_id, parent_id);

CREATE TABLE user_teams (
    id UUID NOT NULL PRIMARY KEY,
    parent_id UUID NOT NULL REFERENCES users (id),
    position BIGINT NOT NULL,
    team_id UUID NOT NULL REFERENCES teams (id)
);

CREATE INDEX user_teams_by_parent_id_position ON user_teams (parent_id, position);
CREATE INDEX user_teams_by_team_id_parent_id ON user_teams (team_id, parent_id);

CREATE TABLE custom_fields (
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
    name TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    labels TEXT COLLATE "C" NOT NULL,
    choices TEXT COLLATE "C" NOT NULL,
    is_required BOOLEAN NOT NULL,
    is_indexed BOOLEAN NOT NULL,
    position BIGINT NOT NULL
);

CREATE INDEX custom_fields_by_updated_at ON custom_fields (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX custom_fields_by_created_at ON custom_fields (created_at, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX custom_fields_entity_name_name_unique ON custom_fields (entity_name, name) WHERE deleted_at IS NULL;
CREATE INDEX custom_fields_by_deleted_at ON custom_fields (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE currency_rates (
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
    currency TEXT COLLATE "C" NOT NULL,
    valid_on DATE NOT NULL,
    rate BIGINT NOT NULL
);

CREATE INDEX currency_rates_by_updated_at ON currency_rates (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX currency_rates_by_created_at ON currency_rates (created_at, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX currency_rates_currency_valid_on_unique ON currency_rates (currency, valid_on) WHERE deleted_at IS NULL;
CREATE INDEX currency_rates_by_deleted_at ON currency_rates (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE accounts (
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
    legal_name TEXT COLLATE "C",
    local_name TEXT COLLATE "C",
    local_name_key TEXT COLLATE "C",
    local_name_sort BYTEA,
    types TEXT COLLATE "C" NOT NULL DEFAULT '',
    parent_id UUID REFERENCES accounts (id),
    industry TEXT COLLATE "C",
    size_band TEXT COLLATE "C",
    website TEXT COLLATE "C",
    tax_id TEXT COLLATE "C",
    credit_limit_minor BIGINT,
    credit_limit_currency TEXT COLLATE "C",
    payment_terms TEXT COLLATE "C",
    tier TEXT COLLATE "C",
    description TEXT COLLATE "C",
    email TEXT COLLATE "C",
    phone TEXT COLLATE "C",
    city TEXT COLLATE "C",
    country TEXT COLLATE "C",
    custom JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX accounts_by_updated_at ON accounts (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX accounts_by_created_at ON accounts (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX accounts_by_owner_id ON accounts (owner_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX accounts_by_team_id ON accounts (team_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX accounts_by_name_sort ON accounts (name_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX accounts_by_name_key ON accounts (name_key) WHERE deleted_at IS NULL;
CREATE INDEX accounts_by_local_name_sort ON accounts (local_name_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX accounts_by_local_name_key ON accounts (local_name_key) WHERE deleted_at IS NULL;
CREATE INDEX accounts_by_parent_id ON accounts (parent_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX accounts_by_deleted_at ON accounts (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE contacts (
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
    family_name TEXT COLLATE "C" NOT NULL,
    given_name TEXT COLLATE "C",
    name_order TEXT COLLATE "C" NOT NULL,
    salutation TEXT COLLATE "C",
    account_id UUID REFERENCES accounts (id),
    job_title TEXT COLLATE "C",
    department TEXT COLLATE "C",
    language TEXT COLLATE "C",
    time_zone TEXT COLLATE "C",
    preferred_channel TEXT COLLATE "C",
    birthday DATE,
    description TEXT COLLATE "C",
    email TEXT COLLATE "C",
    phone TEXT COLLATE "C",
    city TEXT COLLATE "C",
    country TEXT COLLATE "C",
    custom JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX contacts_by_updated_at ON contacts (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_by_created_at ON contacts (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_by_owner_id ON contacts (owner_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_by_team_id ON contacts (team_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_by_name_sort ON contacts (name_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_by_name_key ON contacts (name_key) WHERE deleted_at IS NULL;
CREATE INDEX contacts_by_account_id ON contacts (account_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_by_deleted_at ON contacts (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE contact_points (
    id UUID NOT NULL PRIMARY KEY,
    parent_id UUID NOT NULL,
    position BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    normalised TEXT COLLATE "C",
    label TEXT COLLATE "C",
    is_primary BOOLEAN NOT NULL,
    status TEXT COLLATE "C" NOT NULL
);

CREATE INDEX contact_points_by_parent_id_position ON contact_points (parent_id, position);
CREATE INDEX contact_points_by_normalised ON contact_points (normalised);

CREATE TABLE addresses (
    id UUID NOT NULL PRIMARY KEY,
    parent_id UUID NOT NULL,
    position BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    lines TEXT COLLATE "C",
    district TEXT COLLATE "C",
    city TEXT COLLATE "C",
    region TEXT COLLATE "C",
    postcode TEXT COLLATE "C",
    country TEXT COLLATE "C"
);

CREATE INDEX addresses_by_parent_id_position ON addresses (parent_id, position);

CREATE TABLE account_contacts (
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
    account_id UUID NOT NULL REFERENCES accounts (id),
    contact_id UUID NOT NULL REFERENCES contacts (id),
    role TEXT COLLATE "C",
    from_on DATE,
    to_on DATE,
    is_primary BOOLEAN NOT NULL
);

CREATE INDEX account_contacts_by_updated_at ON account_contacts (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX account_contacts_by_created_at ON account_contacts (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX account_contacts_by_account_id ON account_contacts (account_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX account_contacts_by_contact_id ON account_contacts (contact_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX account_contacts_by_deleted_at ON account_contacts (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE products (
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
    sku TEXT COLLATE "C",
    kind TEXT COLLATE "C" NOT NULL,
    lifecycle TEXT COLLATE "C" NOT NULL,
    family TEXT COLLATE "C",
    unit TEXT COLLATE "C",
    list_price_minor BIGINT,
    list_price_currency TEXT COLLATE "C",
    tax_category TEXT COLLATE "C",
    active_from DATE,
    active_to DATE,
    description TEXT COLLATE "C",
    custom JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX products_by_updated_at ON products (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX products_by_created_at ON products (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX products_by_name_sort ON products (name_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX products_by_name_key ON products (name_key) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX products_sku_unique ON products (sku) WHERE deleted_at IS NULL;
CREATE INDEX products_by_deleted_at ON products (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE pipelines (
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
    position BIGINT NOT NULL,
    is_default BOOLEAN NOT NULL,
    description TEXT COLLATE "C"
);

CREATE INDEX pipelines_by_updated_at ON pipelines (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX pipelines_by_created_at ON pipelines (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX pipelines_by_name_sort ON pipelines (name_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX pipelines_by_name_key ON pipelines (name_key) WHERE deleted_at IS NULL;
CREATE INDEX pipelines_by_deleted_at ON pipelines (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE stages (
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
    pipeline_id UUID NOT NULL REFERENCES pipelines (id),
    position BIGINT NOT NULL,
    category TEXT COLLATE "C" NOT NULL,
    probability BIGINT NOT NULL,
    target_days BIGINT,
    exit_fields TEXT COLLATE "C" NOT NULL
);

CREATE INDEX stages_by_updated_at ON stages (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX stages_by_created_at ON stages (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX stages_by_name_sort ON stages (name_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX stages_by_name_key ON stages (name_key) WHERE deleted_at IS NULL;
CREATE INDEX stages_by_pipeline_id ON stages (pipeline_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX stages_by_deleted_at ON stages (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE opportunities (
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
    account_id UUID REFERENCES accounts (id),
    primary_contact_id UUID REFERENCES contacts (id),
    pipeline_id UUID NOT NULL REFERENCES pipelines (id),
    stage_id UUID NOT NULL REFERENCES stages (id),
    status TEXT COLLATE "C" NOT NULL,
    currency TEXT COLLATE "C" NOT NULL,
    amount_minor BIGINT,
    amount_currency TEXT COLLATE "C",
    probability BIGINT,
    weighted_minor BIGINT,
    weighted_currency TEXT COLLATE "C",
    close_on DATE,
    push_count BIGINT NOT NULL,
    forecast_category TEXT COLLATE "C" NOT NULL,
    next_step TEXT COLLATE "C",
    next_step_on DATE,
    stage_entered_at TIMESTAMPTZ,
    won_at TIMESTAMPTZ,
    lost_at TIMESTAMPTZ,
    lost_reason TEXT COLLATE "C",
    lost_notes TEXT COLLATE "C",
    reopen_reason TEXT COLLATE "C",
    description TEXT COLLATE "C",
    custom JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX opportunities_by_updated_at ON opportunities (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunities_by_created_at ON opportunities (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunities_by_owner_id ON opportunities (owner_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunities_by_team_id ON opportunities (team_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunities_by_name_sort ON opportunities (name_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunities_by_name_key ON opportunities (name_key) WHERE deleted_at IS NULL;
CREATE INDEX opportunities_by_account_id ON opportunities (account_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunities_by_primary_contact_id ON opportunities (primary_contact_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunities_by_pipeline_id ON opportunities (pipeline_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunities_by_stage_id ON opportunities (stage_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunities_by_status ON opportunities (status, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunities_by_pipeline_id_stage_id ON opportunities (pipeline_id, stage_id, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunities_by_close_on ON opportunities (close_on, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunities_by_deleted_at ON opportunities (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE opportunity_lines (
    id UUID NOT NULL PRIMARY KEY,
    parent_id UUID NOT NULL REFERENCES opportunities (id),
    position BIGINT NOT NULL,
    product_id UUID REFERENCES products (id),
    description TEXT COLLATE "C",
    quantity BIGINT NOT NULL,
    unit_price BIGINT NOT NULL,
    discount_percent BIGINT NOT NULL,
    net_minor BIGINT,
    net_currency TEXT COLLATE "C"
);

CREATE INDEX opportunity_lines_by_parent_id_position ON opportunity_lines (parent_id, position);
CREATE INDEX opportunity_lines_by_product_id_parent_id ON opportunity_lines (product_id, parent_id);

CREATE TABLE opportunity_contacts (
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
    contact_id UUID NOT NULL REFERENCES contacts (id),
    role TEXT COLLATE "C" NOT NULL,
    notes TEXT COLLATE "C"
);

CREATE INDEX opportunity_contacts_by_updated_at ON opportunity_contacts (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunity_contacts_by_created_at ON opportunity_contacts (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunity_contacts_by_opportunity_id ON opportunity_contacts (opportunity_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunity_contacts_by_contact_id ON opportunity_contacts (contact_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX opportunity_contacts_opportunity_id_contact_id_unique ON opportunity_contacts (opportunity_id, contact_id) WHERE deleted_at IS NULL;
CREATE INDEX opportunity_contacts_by_deleted_at ON opportunity_contacts (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE stage_changes (
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
    account_id UUID REFERENCES accounts (id),
    from_stage_id UUID REFERENCES stages (id),
    to_stage_id UUID NOT NULL REFERENCES stages (id),
    moved_at TIMESTAMPTZ NOT NULL,
    seconds BIGINT,
    reason TEXT COLLATE "C"
);

CREATE INDEX stage_changes_by_updated_at ON stage_changes (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX stage_changes_by_created_at ON stage_changes (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX stage_changes_by_opportunity_id ON stage_changes (opportunity_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX stage_changes_by_account_id ON stage_changes (account_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX stage_changes_by_from_stage_id ON stage_changes (from_stage_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX stage_changes_by_to_stage_id ON stage_changes (to_stage_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX stage_changes_by_deleted_at ON stage_changes (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE activities (
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
    kind TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C",
    status TEXT COLLATE "C" NOT NULL,
    priority TEXT COLLATE "C" NOT NULL,
    due_on DATE,
    starts_at TIMESTAMPTZ,
    ends_at TIMESTAMPTZ,
    done_at TIMESTAMPTZ,
    direction TEXT COLLATE "C",
    outcome TEXT COLLATE "C",
    contact_id UUID REFERENCES contacts (id),
    anchor_entity TEXT COLLATE "C",
    anchor_id UUID,
    custom JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX activities_by_updated_at ON activities (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX activities_by_created_at ON activities (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX activities_by_owner_id ON activities (owner_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX activities_by_team_id ON activities (team_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX activities_by_anchor_id ON activities (anchor_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX activities_by_contact_id ON activities (contact_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX activities_by_status ON activities (status, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX activities_by_due_on ON activities (due_on, id) WHERE deleted_at IS NULL;
CREATE INDEX activities_by_deleted_at ON activities (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE tags (
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
    hue BIGINT NOT NULL
);

CREATE INDEX tags_by_updated_at ON tags (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX tags_by_created_at ON tags (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX tags_by_name_sort ON tags (name_sort, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX tags_name_unique ON tags (name_key) WHERE deleted_at IS NULL;
CREATE INDEX tags_by_deleted_at ON tags (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE taggings (
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
    tag_id UUID NOT NULL REFERENCES tags (id),
    anchor_entity TEXT COLLATE "C" NOT NULL,
    anchor_id UUID NOT NULL
);

CREATE INDEX taggings_by_updated_at ON taggings (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX taggings_by_created_at ON taggings (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX taggings_by_owner_id ON taggings (owner_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX taggings_by_team_id ON taggings (team_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX taggings_by_anchor_id ON taggings (anchor_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX taggings_by_tag_id ON taggings (tag_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX taggings_tag_id_anchor_id_unique ON taggings (tag_id, anchor_id) WHERE deleted_at IS NULL;
CREATE INDEX taggings_by_deleted_at ON taggings (deleted_at, id) WHERE deleted_at IS NOT NULL;

ALTER TABLE roles
    ADD CONSTRAINT roles_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users (id);

ALTER TABLE roles
    ADD CONSTRAINT roles_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams (id);

ALTER TABLE teams
    ADD CONSTRAINT teams_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users (id);

ALTER TABLE teams
    ADD CONSTRAINT teams_lead_id_fkey FOREIGN KEY (lead_id) REFERENCES users (id);
