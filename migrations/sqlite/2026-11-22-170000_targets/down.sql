PRAGMA defer_foreign_keys = ON;

DROP TABLE forecast_snapshots;
DROP TABLE forecast_calls;
DROP TABLE targets;
