ALTER TABLE activities ADD COLUMN parent_id UUID REFERENCES activities (id);
ALTER TABLE activities ADD COLUMN steps_total BIGINT NOT NULL DEFAULT 0;
ALTER TABLE activities ADD COLUMN steps_done BIGINT NOT NULL DEFAULT 0;
ALTER TABLE activities ADD COLUMN follows_id UUID REFERENCES activities (id);
ALTER TABLE activities ADD COLUMN time_zone TEXT COLLATE "C";
ALTER TABLE activities ADD COLUMN starts_wall TEXT COLLATE "C";
ALTER TABLE activities ADD COLUMN recurrence TEXT COLLATE "C";
ALTER TABLE activities ADD COLUMN series_on DATE;
ALTER TABLE activities ADD COLUMN remind_at TIMESTAMPTZ;
ALTER TABLE activities ADD COLUMN reminded_at TIMESTAMPTZ;
ALTER TABLE activities ADD COLUMN snoozed_until TIMESTAMPTZ;
ALTER TABLE activities ADD COLUMN checked_in_at TIMESTAMPTZ;
ALTER TABLE activities ADD COLUMN check_in_latitude BIGINT;
ALTER TABLE activities ADD COLUMN check_in_longitude BIGINT;

CREATE INDEX activities_by_parent_id ON activities (parent_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX activities_by_follows_id ON activities (follows_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX activities_by_remind_at ON activities (remind_at) WHERE deleted_at IS NULL AND reminded_at IS NULL;
CREATE INDEX activities_by_snoozed_until ON activities (snoozed_until) WHERE deleted_at IS NULL AND snoozed_until IS NOT NULL;
