DROP INDEX activities_by_external_uid;
DROP INDEX activities_by_starts_at;
DROP TABLE calendar_feeds;
DROP TABLE attendees;
ALTER TABLE activities DROP COLUMN exceptions;
ALTER TABLE activities DROP COLUMN external_uid;
ALTER TABLE activities DROP COLUMN is_private;
ALTER TABLE activities DROP COLUMN location;
ALTER TABLE activities DROP COLUMN all_day;
