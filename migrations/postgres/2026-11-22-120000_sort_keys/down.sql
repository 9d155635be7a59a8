DROP TABLE sort_keys;
