PRAGMA defer_foreign_keys = ON;

DROP TABLE saved_views;
DROP TABLE favourites;
