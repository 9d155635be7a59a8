DROP TABLE jobs;
DROP TABLE search_words;
DROP TABLE search_rows;
DROP TABLE external_refs;
DROP TABLE anchors;
DROP TABLE event_log;
DROP TABLE settings;
