ALTER TABLE stages ADD COLUMN exit_filter TEXT COLLATE "C" NOT NULL DEFAULT '{}';
ALTER TABLE stages ADD COLUMN successor_id UUID REFERENCES stages (id);
CREATE INDEX stages_by_successor_id ON stages (successor_id, updated_at, id) WHERE deleted_at IS NULL;

ALTER TABLE pipelines ADD COLUMN stalled_filter TEXT COLLATE "C" NOT NULL DEFAULT '{"or":[{"field":"next_step_on","op":"empty","value":true},{"field":"next_step_on","op":"lt","value":"@today-7"},{"field":"days_in_stage","op":"gt","value":30}]}';
ALTER TABLE teams ADD COLUMN pipeline_id UUID REFERENCES pipelines (id);
CREATE INDEX teams_by_pipeline_id ON teams (pipeline_id, updated_at, id) WHERE deleted_at IS NULL;

CREATE TABLE pipeline_teams (
    id UUID NOT NULL PRIMARY KEY,
    parent_id UUID NOT NULL REFERENCES pipelines (id),
    position BIGINT NOT NULL,
    team_id UUID NOT NULL REFERENCES teams (id)
);

CREATE INDEX pipeline_teams_by_parent_id_position ON pipeline_teams (parent_id, position);
CREATE INDEX pipeline_teams_by_team_id_parent_id ON pipeline_teams (team_id, parent_id);

ALTER TABLE opportunities ADD COLUMN lost_to_id UUID REFERENCES competitors (id);
ALTER TABLE opportunities ADD COLUMN rate BIGINT;
ALTER TABLE opportunities ADD COLUMN rate_on DATE;
ALTER TABLE opportunities ADD COLUMN base_amount_minor BIGINT;
ALTER TABLE opportunities ADD COLUMN base_amount_currency TEXT COLLATE "C";
CREATE INDEX opportunities_by_lost_to_id ON opportunities (lost_to_id, updated_at, id) WHERE deleted_at IS NULL;

CREATE TABLE opportunity_splits (
    id UUID NOT NULL PRIMARY KEY,
    parent_id UUID NOT NULL REFERENCES opportunities (id),
    position BIGINT NOT NULL,
    user_id UUID NOT NULL REFERENCES users (id),
    percent BIGINT NOT NULL
);

CREATE INDEX opportunity_splits_by_parent_id_position ON opportunity_splits (parent_id, position);
CREATE INDEX opportunity_splits_by_user_id_parent_id ON opportunity_splits (user_id, parent_id);
