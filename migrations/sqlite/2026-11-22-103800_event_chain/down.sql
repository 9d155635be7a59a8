DROP TABLE event_chain;
