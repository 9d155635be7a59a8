-- Binds every event of the log to all before it, in the order (tx, seq) in which readers meet them. Written by a
-- consumer after the fact. `digests` has 32 bytes per value of the event, `salts` 16; zeros where the value was erased.
CREATE TABLE event_chain (
    n BIGINT NOT NULL PRIMARY KEY,
    tx BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    link BYTEA NOT NULL,
    salts BYTEA NOT NULL,
    digests BYTEA NOT NULL
);
CREATE UNIQUE INDEX event_chain_seq ON event_chain (seq);
