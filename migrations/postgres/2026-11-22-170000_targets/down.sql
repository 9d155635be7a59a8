DROP TABLE
    forecast_snapshots,
    forecast_calls,
    targets;
