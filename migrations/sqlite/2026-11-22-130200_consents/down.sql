ALTER TABLE activities DROP COLUMN despite;
ALTER TABLE contacts DROP COLUMN quiet_until;
ALTER TABLE contacts DROP COLUMN quiet_from;
DROP TABLE consents;
