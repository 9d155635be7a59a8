ALTER TABLE stages ADD COLUMN exit_filter TEXT NOT NULL DEFAULT '{}';
ALTER TABLE stages ADD COLUMN successor_id BLOB REFERENCES stages (id);
CREATE INDEX stages_by_successor_id ON stages (successor_id, updated_at, id) WHERE deleted_at IS NULL;

ALTER TABLE pipelines ADD COLUMN stalled_filter TEXT NOT NULL DEFAULT '{"or":[{"field":"next_step_on","op":"empty","value":true},{"field":"next_step_on","op":"lt","value":"@today-7"},{"field":"days_in_stage","op":"gt","value":30}]}';
ALTER TABLE teams ADD COLUMN pipeline_id BLOB REFERENCES pipelines (id);
CREATE INDEX teams_by_pipeline_id ON teams (pipeline_id, updated_at, id) WHERE deleted_at IS NULL;

CREATE TABLE pipeline_teams (
    id BLOB NOT NULL PRIMARY KEY,
    parent_id BLOB NOT NULL REFERENCES pipelines (id),
    position INTEGER NOT NULL,
    team_id BLOB NOT NULL REFERENCES teams (id)
) STRICT;

CREATE INDEX pipeline_teams_by_parent_id_position ON pipeline_teams (parent_id, position);
CREATE INDEX pipeline_teams_by_team_id_parent_id ON pipeline_teams (team_id, parent_id);

ALTER TABLE opportunities ADD COLUMN lost_to_id BLOB REFERENCES competitors (id);
ALTER TABLE opportunities ADD COLUMN rate INTEGER;
ALTER TABLE opportunities ADD COLUMN rate_on TEXT;
ALTER TABLE opportunities ADD COLUMN base_amount_minor INTEGER;
ALTER TABLE opportunities ADD COLUMN base_amount_currency TEXT;
CREATE INDEX opportunities_by_lost_to_id ON opportunities (lost_to_id, updated_at, id) WHERE deleted_at IS NULL;

CREATE TABLE opportunity_splits (
    id BLOB NOT NULL PRIMARY KEY,
    parent_id BLOB NOT NULL REFERENCES opportunities (id),
    position INTEGER NOT NULL,
    user_id BLOB NOT NULL REFERENCES users (id),
    percent INTEGER NOT NULL
) STRICT;

CREATE INDEX opportunity_splits_by_parent_id_position ON opportunity_splits (parent_id, position);
CREATE INDEX opportunity_splits_by_user_id_parent_id ON opportunity_splits (user_id, parent_id);
