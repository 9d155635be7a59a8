-- Work that comes again and again: one row a kind, taken by one node at a time. `running_on` names the node; a node
-- that is silent gives up what it took.
CREATE TABLE recurring_jobs (
    name TEXT NOT NULL PRIMARY KEY,
    next_at INTEGER NOT NULL,
    started_at INTEGER,
    ended_at INTEGER,
    running_on BLOB,
    fault TEXT,
    runs INTEGER NOT NULL,
    failures INTEGER NOT NULL
) STRICT;

-- Servers that work with this database, and when each was heard of last.
CREATE TABLE nodes (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT;
