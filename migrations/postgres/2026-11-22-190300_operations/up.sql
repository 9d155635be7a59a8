-- Work that comes again and again: one row a kind, taken by one node at a time. `running_on` names the node; a node
-- that is silent gives up what it took.
CREATE TABLE recurring_jobs (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    next_at TIMESTAMPTZ NOT NULL,
    started_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ,
    running_on UUID,
    fault TEXT,
    runs BIGINT NOT NULL,
    failures BIGINT NOT NULL
);

-- Servers that work with this database, and when each was heard of last.
CREATE TABLE nodes (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL
);
