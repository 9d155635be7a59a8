PRAGMA defer_foreign_keys = ON;

DROP TABLE choice_options;
