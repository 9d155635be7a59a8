PRAGMA defer_foreign_keys = ON;

DROP TABLE opportunity_competitors;
DROP TABLE competitors;
