DROP INDEX leads_by_opportunity_pipeline_id;
ALTER TABLE leads DROP COLUMN opportunity_pipeline_id;
