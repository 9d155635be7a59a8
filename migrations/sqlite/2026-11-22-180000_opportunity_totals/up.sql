-- How many live opportunities there are and what they come to, by what summaries ask for. Every write adds what it changes as
-- rows of its own, so that nobody waits for others; now and then they are added up.
CREATE TABLE opportunity_totals (
    pipeline_id BLOB,
    stage_id BLOB,
    status TEXT,
    forecast_category TEXT,
    owner_id BLOB,
    team_id BLOB,
    amount_currency TEXT,
    weighted_currency TEXT,
    amount_minor INTEGER NOT NULL,
    weighted_minor INTEGER NOT NULL,
    records INTEGER NOT NULL
) STRICT;
INSERT INTO opportunity_totals
SELECT pipeline_id, stage_id, status, forecast_category, owner_id, team_id, amount_currency, weighted_currency,
    COALESCE(SUM(amount_minor), 0), COALESCE(SUM(weighted_minor), 0), COUNT(*)
FROM opportunities
WHERE deleted_at IS NULL
GROUP BY pipeline_id, stage_id, status, forecast_category, owner_id, team_id, amount_currency, weighted_currency;
