CREATE TABLE assignment_rules (
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
    is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
    filter TEXT NOT NULL,
    accept_hours INTEGER,
    turn INTEGER NOT NULL
) STRICT;

CREATE INDEX assignment_rules_by_updated_at ON assignment_rules (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX assignment_rules_by_created_at ON assignment_rules (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX assignment_rules_by_name_sort ON assignment_rules (name_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX assignment_rules_by_name_key ON assignment_rules (name_key) WHERE deleted_at IS NULL;
CREATE INDEX assignment_rules_by_deleted_at ON assignment_rules (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE assignment_members (
    id BLOB NOT NULL PRIMARY KEY,
    parent_id BLOB NOT NULL REFERENCES assignment_rules (id),
    position INTEGER NOT NULL,
    user_id BLOB NOT NULL REFERENCES users (id),
    is_active INTEGER NOT NULL CHECK (is_active IN (0, 1))
) STRICT;

CREATE INDEX assignment_members_by_parent_id_position ON assignment_members (parent_id, position);
CREATE INDEX assignment_members_by_user_id_parent_id ON assignment_members (user_id, parent_id);

CREATE TABLE leads (
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
    family_name TEXT,
    given_name TEXT,
    name_order TEXT NOT NULL,
    salutation TEXT,
    company TEXT,
    company_key TEXT,
    company_sort BLOB,
    job_title TEXT,
    status TEXT NOT NULL,
    rating TEXT,
    lead_source TEXT,
    need TEXT,
    estimated_value_minor INTEGER,
    estimated_value_currency TEXT,
    website TEXT,
    industry TEXT,
    size_band TEXT,
    language TEXT,
    utm_source TEXT,
    utm_medium TEXT,
    utm_campaign TEXT,
    referrer TEXT,
    assigned_at INTEGER,
    accept_due_at INTEGER,
    accepted_at INTEGER,
    accepted_by BLOB REFERENCES users (id),
    unqualified_reason TEXT,
    unqualified_notes TEXT,
    recycle_on TEXT,
    recycle_reason TEXT,
    converted_at INTEGER,
    converted_account_id BLOB REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED,
    converted_contact_id BLOB REFERENCES contacts (id) DEFERRABLE INITIALLY DEFERRED,
    converted_opportunity_id BLOB REFERENCES opportunities (id) DEFERRABLE INITIALLY DEFERRED,
    opportunity_name TEXT,
    description TEXT,
    email TEXT,
    phone TEXT,
    city TEXT,
    country TEXT,
    custom TEXT NOT NULL DEFAULT '{}'
) STRICT;

CREATE INDEX leads_by_updated_at ON leads (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX leads_by_created_at ON leads (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX leads_by_owner_id ON leads (owner_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX leads_by_team_id ON leads (team_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX leads_by_name_sort ON leads (name_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX leads_by_name_key ON leads (name_key) WHERE deleted_at IS NULL;
CREATE INDEX leads_by_company_sort ON leads (company_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX leads_by_company_key ON leads (company_key) WHERE deleted_at IS NULL;
CREATE INDEX leads_by_accepted_by ON leads (accepted_by, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX leads_by_converted_account_id ON leads (converted_account_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX leads_by_converted_contact_id ON leads (converted_contact_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX leads_by_converted_opportunity_id ON leads (converted_opportunity_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX leads_by_status ON leads (status, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX leads_by_deleted_at ON leads (deleted_at, id) WHERE deleted_at IS NOT NULL;
