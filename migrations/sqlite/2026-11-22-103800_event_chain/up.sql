-- Binds every event of the log to all before it, in the order (tx, seq) in which readers meet them. Written by a
-- consumer after the fact. `digests` has 32 bytes per value of the event, `salts` 16; zeros where the value was erased.
CREATE TABLE event_chain (
    n INTEGER PRIMARY KEY,
    tx INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    link BLOB NOT NULL,
    salts BLOB NOT NULL,
    digests BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX event_chain_seq ON event_chain (seq);
