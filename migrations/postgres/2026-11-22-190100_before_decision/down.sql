ALTER TABLE opportunity_competitors DROP COLUMN before_decision;
