-- Names and values of the workspace, secrets among them.
CREATE TABLE settings (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- Every change of every record: audit, feed, live updates and history read this. Split by month,
-- because it grows for ever; rows of months without a partition of their own go into the default.
-- `tx` orders readers: sequence order is not commit order.
CREATE TABLE event_log (
    seq BIGINT GENERATED ALWAYS AS IDENTITY,
    tx XID8 NOT NULL DEFAULT pg_current_xact_id(),
    entity TEXT COLLATE "C" NOT NULL,
    record_id UUID NOT NULL,
    version BIGINT NOT NULL,
    verb TEXT COLLATE "C" NOT NULL,
    actor_id UUID,
    on_behalf_of UUID,
    channel TEXT COLLATE "C" NOT NULL,
    happened_at TIMESTAMPTZ NOT NULL,
    changes TEXT NOT NULL,
    old_owner_id UUID,
    new_owner_id UUID,
    old_team_id UUID,
    new_team_id UUID,
    PRIMARY KEY (seq, happened_at)
) PARTITION BY RANGE (happened_at);
CREATE TABLE event_log_default PARTITION OF event_log DEFAULT;
CREATE INDEX event_log_record ON event_log (record_id, seq);
CREATE INDEX event_log_entity ON event_log (entity, seq);
CREATE INDEX event_log_order ON event_log (tx, seq);

-- Owner, team and deletion of records that others hang on: activities, taggings.
CREATE TABLE anchors (
    id UUID NOT NULL PRIMARY KEY,
    entity TEXT COLLATE "C" NOT NULL,
    owner_id UUID,
    team_id UUID,
    deleted_at TIMESTAMPTZ
);
CREATE INDEX anchors_owner ON anchors (owner_id);
CREATE INDEX anchors_team ON anchors (team_id);

-- What other systems call our records.
CREATE TABLE external_refs (
    system TEXT COLLATE "C" NOT NULL,
    entity TEXT COLLATE "C" NOT NULL,
    external_id TEXT COLLATE "C" NOT NULL,
    record_id UUID NOT NULL,
    PRIMARY KEY (system, entity, external_id)
);
CREATE INDEX external_refs_record ON external_refs (record_id);

-- Words of records. The words themselves come from the application, the same on both databases.
CREATE TABLE search_rows (
    n BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entity TEXT COLLATE "C" NOT NULL,
    record_id UUID NOT NULL UNIQUE,
    words TSVECTOR NOT NULL
);
CREATE INDEX search_rows_words ON search_rows USING GIN (words);

-- Work to be done later, written with the change that wants it.
CREATE TABLE jobs (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    payload TEXT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    run_at TIMESTAMPTZ NOT NULL,
    attempts BIGINT NOT NULL,
    leased_until TIMESTAMPTZ,
    leased_by TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    created_by UUID,
    outcome TEXT
);
CREATE INDEX jobs_due ON jobs (state, run_at);
