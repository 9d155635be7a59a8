PRAGMA defer_foreign_keys = ON;

DROP TABLE opportunity_splits;
DROP INDEX opportunities_by_lost_to_id;
ALTER TABLE opportunities DROP COLUMN base_amount_currency;
ALTER TABLE opportunities DROP COLUMN base_amount_minor;
ALTER TABLE opportunities DROP COLUMN rate_on;
ALTER TABLE opportunities DROP COLUMN rate;
ALTER TABLE opportunities DROP COLUMN lost_to_id;
DROP TABLE pipeline_teams;
DROP INDEX teams_by_pipeline_id;
ALTER TABLE teams DROP COLUMN pipeline_id;
ALTER TABLE pipelines DROP COLUMN stalled_filter;
DROP INDEX stages_by_successor_id;
ALTER TABLE stages DROP COLUMN successor_id;
ALTER TABLE stages DROP COLUMN exit_filter;
