ALTER TABLE leads ADD COLUMN opportunity_pipeline_id UUID REFERENCES pipelines (id);
CREATE INDEX leads_by_opportunity_pipeline_id ON leads (opportunity_pipeline_id, updated_at, id) WHERE deleted_at IS NULL;
