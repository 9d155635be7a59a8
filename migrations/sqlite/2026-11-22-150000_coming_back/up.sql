ALTER TABLE activities ADD COLUMN parent_id BLOB REFERENCES activities (id);
ALTER TABLE activities ADD COLUMN steps_total INTEGER NOT NULL DEFAULT 0;
ALTER TABLE activities ADD COLUMN steps_done INTEGER NOT NULL DEFAULT 0;
ALTER TABLE activities ADD COLUMN follows_id BLOB REFERENCES activities (id);
ALTER TABLE activities ADD COLUMN time_zone TEXT;
ALTER TABLE activities ADD COLUMN starts_wall TEXT;
ALTER TABLE activities ADD COLUMN recurrence TEXT;
ALTER TABLE activities ADD COLUMN series_on TEXT;
ALTER TABLE activities ADD COLUMN remind_at INTEGER;
ALTER TABLE activities ADD COLUMN reminded_at INTEGER;
ALTER TABLE activities ADD COLUMN snoozed_until INTEGER;
ALTER TABLE activities ADD COLUMN checked_in_at INTEGER;
ALTER TABLE activities ADD COLUMN check_in_latitude INTEGER;
ALTER TABLE activities ADD COLUMN check_in_longitude INTEGER;

CREATE INDEX activities_by_parent_id ON activities (parent_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX activities_by_follows_id ON activities (follows_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX activities_by_remind_at ON activities (remind_at) WHERE deleted_at IS NULL AND reminded_at IS NULL;
CREATE INDEX activities_by_snoozed_until ON activities (snoozed_until) WHERE deleted_at IS NULL AND snoozed_until IS NOT NULL;
