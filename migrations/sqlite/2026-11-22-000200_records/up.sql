CREATE TABLE roles (
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
    code TEXT,
    description TEXT,
    rights TEXT NOT NULL
) STRICT;

CREATE INDEX roles_by_updated_at ON roles (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX roles_by_created_at ON roles (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX roles_by_name_sort ON roles (name_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX roles_by_name_key ON roles (name_key) WHERE deleted_at IS NULL;
CREATE INDEX roles_by_deleted_at ON roles (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE teams (
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
    kind TEXT NOT NULL,
    lead_id BLOB REFERENCES users (id),
    parent_id BLOB REFERENCES teams (id)
) STRICT;

CREATE INDEX teams_by_updated_at ON teams (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX teams_by_created_at ON teams (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX teams_by_name_sort ON teams (name_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX teams_by_name_key ON teams (name_key) WHERE deleted_at IS NULL;
CREATE INDEX teams_by_lead_id ON teams (lead_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX teams_by_parent_id ON teams (parent_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX teams_by_deleted_at ON teams (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE users (
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
    family_name TEXT NOT NULL,
    given_name TEXT,
    name_order TEXT NOT NULL,
    login TEXT,
    status TEXT NOT NULL,
    manager_id BLOB REFERENCES users (id),
    job_title TEXT,
    employee_no TEXT,
    phone TEXT,
    language TEXT NOT NULL,
    region TEXT,
    time_zone TEXT NOT NULL,
    preferences TEXT NOT NULL
) STRICT;

CREATE INDEX users_by_updated_at ON users (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX users_by_created_at ON users (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX users_by_name_sort ON users (name_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX users_by_name_key ON users (name_key) WHERE deleted_at IS NULL;
CREATE INDEX users_by_manager_id ON users (manager_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX users_by_status ON users (status, updated_at, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX users_login_unique ON users (login) WHERE deleted_at IS NULL;
CREATE INDEX users_by_deleted_at ON users (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE user_roles (
    id BLOB NOT NULL PRIMARY KEY,
    parent_id BLOB NOT NULL REFERENCES users (id),
    position INTEGER NOT NULL,
    role_id BLOB NOT NULL REFERENCES roles (id)
) STRICT;

CREATE INDEX user_roles_by_parent_id_position ON user_roles (parent_id, position);
CREATE INDEX user_roles_by_role_id_parent_id ON user_roles (role_id, parent_id);

CREATE TABLE user_teams (
    id BLOB NOT NULL PRIMARY KEY,
    parent_id BLOB NOT NULL REFERENCES users (id),
    position INTEGER NOT NULL,
    team_id BLOB NOT NULL REFERENCES teams (id)
) STRICT;

CREATE INDEX user_teams_by_parent_id_position ON user_teams (parent_id, position);
CREATE INDEX user_teams_by_team_id_parent_id ON user_teams (team_id, parent_id);

CREATE TABLE custom_fields (
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
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    labels TEXT NOT NULL,
    choices TEXT NOT NULL,
    is_required INTEGER NOT NULL CHECK (is_required IN (0, 1)),
    is_indexed INTEGER NOT NULL CHECK (is_indexed IN (0, 1)),
    position INTEGER NOT NULL
) STRICT;

CREATE INDEX custom_fields_by_updated_at ON custom_fields (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX custom_fields_by_created_at ON custom_fields (created_at, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX custom_fields_entity_name_name_unique ON custom_fields (entity_name, name) WHERE deleted_at IS NULL;
CREATE INDEX custom_fields_by_deleted_at ON custom_fields (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE currency_rates (
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
    currency TEXT NOT NULL,
    valid_on TEXT NOT NULL,
    rate INTEGER NOT NULL
) STRICT;

CREATE INDEX currency_rates_by_updated_at ON currency_rates (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX currency_rates_by_created_at ON currency_rates (created_at, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX currency_rates_currency_valid_on_unique ON currency_rates (currency, valid_on) WHERE deleted_at IS NULL;
CREATE INDEX currency_rates_by_deleted_at ON currency_rates (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE accounts (
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
    legal_name TEXT,
    local_name TEXT,
    local_name_key TEXT,
    local_name_sort BLOB,
    types TEXT NOT NULL DEFAULT '',
    parent_id BLOB REFERENCES accounts (id),
    industry TEXT,
    size_band TEXT,
    website TEXT,
    tax_id TEXT,
    credit_limit_minor INTEGER,
    credit_limit_currency TEXT,
    payment_terms TEXT,
    tier TEXT,
    description TEXT,
    email TEXT,
    phone TEXT,
    city TEXT,
    country TEXT,
    custom TEXT NOT NULL DEFAULT '{}'
) STRICT;

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
    family_name TEXT NOT NULL,
    given_name TEXT,
    name_order TEXT NOT NULL,
    salutation TEXT,
    account_id BLOB REFERENCES accounts (id),
    job_title TEXT,
    department TEXT,
    language TEXT,
    time_zone TEXT,
    preferred_channel TEXT,
    birthday TEXT,
    description TEXT,
    email TEXT,
    phone TEXT,
    city TEXT,
    country TEXT,
    custom TEXT NOT NULL DEFAULT '{}'
) STRICT;

CREATE INDEX contacts_by_updated_at ON contacts (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_by_created_at ON contacts (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_by_owner_id ON contacts (owner_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_by_team_id ON contacts (team_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_by_name_sort ON contacts (name_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_by_name_key ON contacts (name_key) WHERE deleted_at IS NULL;
CREATE INDEX contacts_by_account_id ON contacts (account_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_by_deleted_at ON contacts (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE contact_points (
    id BLOB NOT NULL PRIMARY KEY,
    parent_id BLOB NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    normalised TEXT,
    label TEXT,
    is_primary INTEGER NOT NULL CHECK (is_primary IN (0, 1)),
    status TEXT NOT NULL
) STRICT;

CREATE INDEX contact_points_by_parent_id_position ON contact_points (parent_id, position);
CREATE INDEX contact_points_by_normalised ON contact_points (normalised);

CREATE TABLE addresses (
    id BLOB NOT NULL PRIMARY KEY,
    parent_id BLOB NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    lines TEXT,
    district TEXT,
    city TEXT,
    region TEXT,
    postcode TEXT,
    country TEXT
) STRICT;

CREATE INDEX addresses_by_parent_id_position ON addresses (parent_id, position);

CREATE TABLE account_contacts (
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
    account_id BLOB NOT NULL REFERENCES accounts (id),
    contact_id BLOB NOT NULL REFERENCES contacts (id),
    role TEXT,
    from_on TEXT,
    to_on TEXT,
    is_primary INTEGER NOT NULL CHECK (is_primary IN (0, 1))
) STRICT;

CREATE INDEX account_contacts_by_updated_at ON account_contacts (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX account_contacts_by_created_at ON account_contacts (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX account_contacts_by_account_id ON account_contacts (account_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX account_contacts_by_contact_id ON account_contacts (contact_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX account_contacts_by_deleted_at ON account_contacts (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE products (
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
    sku TEXT,
    kind TEXT NOT NULL,
    lifecycle TEXT NOT NULL,
    family TEXT,
    unit TEXT,
    list_price_minor INTEGER,
    list_price_currency TEXT,
    tax_category TEXT,
    active_from TEXT,
    active_to TEXT,
    description TEXT,
    custom TEXT NOT NULL DEFAULT '{}'
) STRICT;

CREATE INDEX products_by_updated_at ON products (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX products_by_created_at ON products (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX products_by_name_sort ON products (name_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX products_by_name_key ON products (name_key) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX products_sku_unique ON products (sku) WHERE deleted_at IS NULL;
CREATE INDEX products_by_deleted_at ON products (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE pipelines (
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
    position INTEGER NOT NULL,
    is_default INTEGER NOT NULL CHECK (is_default IN (0, 1)),
    description TEXT
) STRICT;

CREATE INDEX pipelines_by_updated_at ON pipelines (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX pipelines_by_created_at ON pipelines (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX pipelines_by_name_sort ON pipelines (name_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX pipelines_by_name_key ON pipelines (name_key) WHERE deleted_at IS NULL;
CREATE INDEX pipelines_by_deleted_at ON pipelines (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE stages (
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
    pipeline_id BLOB NOT NULL REFERENCES pipelines (id),
    position INTEGER NOT NULL,
    category TEXT NOT NULL,
    probability INTEGER NOT NULL,
    target_days INTEGER,
    exit_fields TEXT NOT NULL
) STRICT;

CREATE INDEX stages_by_updated_at ON stages (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX stages_by_created_at ON stages (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX stages_by_name_sort ON stages (name_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX stages_by_name_key ON stages (name_key) WHERE deleted_at IS NULL;
CREATE INDEX stages_by_pipeline_id ON stages (pipeline_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX stages_by_deleted_at ON stages (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE opportunities (
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
    account_id BLOB REFERENCES accounts (id),
    primary_contact_id BLOB REFERENCES contacts (id),
    pipeline_id BLOB NOT NULL REFERENCES pipelines (id),
    stage_id BLOB NOT NULL REFERENCES stages (id),
    status TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount_minor INTEGER,
    amount_currency TEXT,
    probability INTEGER,
    weighted_minor INTEGER,
    weighted_currency TEXT,
    close_on TEXT,
    push_count INTEGER NOT NULL,
    forecast_category TEXT NOT NULL,
    next_step TEXT,
    next_step_on TEXT,
    stage_entered_at INTEGER,
    won_at INTEGER,
    lost_at INTEGER,
    lost_reason TEXT,
    lost_notes TEXT,
    reopen_reason TEXT,
    description TEXT,
    custom TEXT NOT NULL DEFAULT '{}'
) STRICT;

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
    id BLOB NOT NULL PRIMARY KEY,
    parent_id BLOB NOT NULL REFERENCES opportunities (id),
    position INTEGER NOT NULL,
    product_id BLOB REFERENCES products (id),
    description TEXT,
    quantity INTEGER NOT NULL,
    unit_price INTEGER NOT NULL,
    discount_percent INTEGER NOT NULL,
    net_minor INTEGER,
    net_currency TEXT
) STRICT;

CREATE INDEX opportunity_lines_by_parent_id_position ON opportunity_lines (parent_id, position);
CREATE INDEX opportunity_lines_by_product_id_parent_id ON opportunity_lines (product_id, parent_id);

CREATE TABLE opportunity_contacts (
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
    contact_id BLOB NOT NULL REFERENCES contacts (id),
    role TEXT NOT NULL,
    notes TEXT
) STRICT;

CREATE INDEX opportunity_contacts_by_updated_at ON opportunity_contacts (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunity_contacts_by_created_at ON opportunity_contacts (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunity_contacts_by_opportunity_id ON opportunity_contacts (opportunity_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunity_contacts_by_contact_id ON opportunity_contacts (contact_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX opportunity_contacts_opportunity_id_contact_id_unique ON opportunity_contacts (opportunity_id, contact_id) WHERE deleted_at IS NULL;
CREATE INDEX opportunity_contacts_by_deleted_at ON opportunity_contacts (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE stage_changes (
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
    account_id BLOB REFERENCES accounts (id),
    from_stage_id BLOB REFERENCES stages (id),
    to_stage_id BLOB NOT NULL REFERENCES stages (id),
    moved_at INTEGER NOT NULL,
    seconds INTEGER,
    reason TEXT
) STRICT;

CREATE INDEX stage_changes_by_updated_at ON stage_changes (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX stage_changes_by_created_at ON stage_changes (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX stage_changes_by_opportunity_id ON stage_changes (opportunity_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX stage_changes_by_account_id ON stage_changes (account_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX stage_changes_by_from_stage_id ON stage_changes (from_stage_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX stage_changes_by_to_stage_id ON stage_changes (to_stage_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX stage_changes_by_deleted_at ON stage_changes (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE activities (
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
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT,
    status TEXT NOT NULL,
    priority TEXT NOT NULL,
    due_on TEXT,
    starts_at INTEGER,
    ends_at INTEGER,
    done_at INTEGER,
    direction TEXT,
    outcome TEXT,
    contact_id BLOB REFERENCES contacts (id),
    anchor_entity TEXT,
    anchor_id BLOB,
    custom TEXT NOT NULL DEFAULT '{}'
) STRICT;

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
    hue INTEGER NOT NULL
) STRICT;

CREATE INDEX tags_by_updated_at ON tags (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX tags_by_created_at ON tags (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX tags_by_name_sort ON tags (name_sort, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX tags_name_unique ON tags (name_key) WHERE deleted_at IS NULL;
CREATE INDEX tags_by_deleted_at ON tags (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE taggings (
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
    tag_id BLOB NOT NULL REFERENCES tags (id),
    anchor_entity TEXT NOT NULL,
    anchor_id BLOB NOT NULL
) STRICT;

CREATE INDEX taggings_by_updated_at ON taggings (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX taggings_by_created_at ON taggings (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX taggings_by_owner_id ON taggings (owner_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX taggings_by_team_id ON taggings (team_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX taggings_by_anchor_id ON taggings (anchor_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX taggings_by_tag_id ON taggings (tag_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX taggings_tag_id_anchor_id_unique ON taggings (tag_id, anchor_id) WHERE deleted_at IS NULL;
CREATE INDEX taggings_by_deleted_at ON taggings (deleted_at, id) WHERE deleted_at IS NOT NULL;
