CREATE TABLE assignment_rules (
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
    is_active BOOLEAN NOT NULL,
    filter TEXT COLLATE "C" NOT NULL,
    accept_hours BIGINT,
    turn BIGINT NOT NULL
);

CREATE INDEX assignment_rules_by_updated_at ON assignment_rules (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX assignment_rules_by_created_at ON assignment_rules (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX assignment_rules_by_name_sort ON assignment_rules (name_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX assignment_rules_by_name_key ON assignment_rules (name_key) WHERE deleted_at IS NULL;
CREATE INDEX assignment_rules_by_deleted_at ON assignment_rules (deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE assignment_members (
    id UUID NOT NULL PRIMARY KEY,
    parent_id UUID NOT NULL REFERENCES assignment_rules (id),
    position BIGINT NOT NULL,
    user_id UUID NOT NULL REFERENCES users (id),
    is_active BOOLEAN NOT NULL
);

CREATE INDEX assignment_members_by_parent_id_position ON assignment_members (parent_id, position);
CREATE INDEX assignment_members_by_user_id_parent_id ON assignment_members (user_id, parent_id);

CREATE TABLE leads (
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
    family_name TEXT COLLATE "C",
    given_name TEXT COLLATE "C",
    name_order TEXT COLLATE "C" NOT NULL,
    salutation TEXT COLLATE "C",
    company TEXT COLLATE "C",
    company_key TEXT COLLATE "C",
    company_sort BYTEA,
    job_title TEXT COLLATE "C",
    status TEXT COLLATE "C" NOT NULL,
    rating TEXT COLLATE "C",
    lead_source TEXT COLLATE "C",
    need TEXT COLLATE "C",
    estimated_value_minor BIGINT,
    estimated_value_currency TEXT COLLATE "C",
    website TEXT COLLATE "C",
    industry TEXT COLLATE "C",
    size_band TEXT COLLATE "C",
    language TEXT COLLATE "C",
    utm_source TEXT COLLATE "C",
    utm_medium TEXT COLLATE "C",
    utm_campaign TEXT COLLATE "C",
    referrer TEXT COLLATE "C",
    assigned_at TIMESTAMPTZ,
    accept_due_at TIMESTAMPTZ,
    accepted_at TIMESTAMPTZ,
    accepted_by UUID REFERENCES users (id),
    unqualified_reason TEXT COLLATE "C",
    unqualified_notes TEXT COLLATE "C",
    recycle_on DATE,
    recycle_reason TEXT COLLATE "C",
    converted_at TIMESTAMPTZ,
    converted_account_id UUID REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED,
    converted_contact_id UUID REFERENCES contacts (id) DEFERRABLE INITIALLY DEFERRED,
    converted_opportunity_id UUID REFERENCES opportunities (id) DEFERRABLE INITIALLY DEFERRED,
    opportunity_name TEXT COLLATE "C",
    description TEXT COLLATE "C",
    email TEXT COLLATE "C",
    phone TEXT COLLATE "C",
    city TEXT COLLATE "C",
    country TEXT COLLATE "C",
    custom JSONB NOT NULL DEFAULT '{}'
);

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
