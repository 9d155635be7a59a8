ALTER TABLE opportunity_competitors ADD COLUMN before_decision TEXT;
