CREATE TABLE consents (
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
    contact_id UUID NOT NULL REFERENCES contacts (id),
    channel TEXT COLLATE "C" NOT NULL,
    purpose TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    origin TEXT COLLATE "C",
    said_at TIMESTAMPTZ,
    expires_on DATE,
    notes TEXT COLLATE "C"
);

CREATE INDEX consents_by_updated_at ON consents (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX consents_by_created_at ON consents (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX consents_by_contact_id ON consents (contact_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX consents_contact_id_channel_purpose_unique ON consents (contact_id, channel, purpose) WHERE deleted_at IS NULL;
CREATE INDEX consents_by_deleted_at ON consents (deleted_at, id) WHERE deleted_at IS NOT NULL;

-- When people want to be left alone, and why somebody did not leave them alone.
ALTER TABLE contacts ADD COLUMN quiet_from TEXT COLLATE "C";
ALTER TABLE contacts ADD COLUMN quiet_until TEXT COLLATE "C";
ALTER TABLE activities ADD COLUMN despite TEXT COLLATE "C";
