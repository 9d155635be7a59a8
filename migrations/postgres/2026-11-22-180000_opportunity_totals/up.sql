-- How many live opportunities there are and what they come to, by what summaries ask for. Every write adds what it changes as
-- rows of its own, so that nobody waits for others; now and then they are added up.
CREATE TABLE opportunity_totals (
    pipeline_id UUID,
    stage_id UUID,
    status TEXT COLLATE "C",
    forecast_category TEXT COLLATE "C",
    owner_id UUID,
    team_id UUID,
    amount_currency TEXT COLLATE "C",
    weighted_currency TEXT COLLATE "C",
    amount_minor BIGINT NOT NULL,
    weighted_minor BIGINT NOT NULL,
    records BIGINT NOT NULL
);
INSERT INTO opportunity_totals
SELECT pipeline_id, stage_id, status, forecast_category, owner_id, team_id, amount_currency, weighted_currency,
    CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT), CAST(COALESCE(SUM(weighted_minor), 0) AS BIGINT), COUNT(*)
FROM opportunities
WHERE deleted_at IS NULL
GROUP BY pipeline_id, stage_id, status, forecast_category, owner_id, team_id, amount_currency, weighted_currency;
