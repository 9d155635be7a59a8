-- Names and values of the workspace, secrets among them.
CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- Every change of every record: audit, feed, live updates and history read this.
CREATE TABLE event_log (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    entity TEXT NOT NULL,
    record_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    verb TEXT NOT NULL,
    actor_id BLOB,
    on_behalf_of BLOB,
    channel TEXT NOT NULL,
    happened_at INTEGER NOT NULL,
    changes TEXT NOT NULL,
    old_owner_id BLOB,
    new_owner_id BLOB,
    old_team_id BLOB,
    new_team_id BLOB
) STRICT;
CREATE INDEX event_log_record ON event_log (record_id, seq);
CREATE INDEX event_log_entity ON event_log (entity, seq);

-- Owner, team and deletion of records that others hang on: activities, taggings.
CREATE TABLE anchors (
    id BLOB NOT NULL PRIMARY KEY,
    entity TEXT NOT NULL,
    owner_id BLOB,
    team_id BLOB,
    deleted_at INTEGER
) STRICT;
CREATE INDEX anchors_owner ON anchors (owner_id);
CREATE INDEX anchors_team ON anchors (team_id);

-- What other systems call our records.
CREATE TABLE external_refs (
    system TEXT NOT NULL,
    entity TEXT NOT NULL,
    external_id TEXT NOT NULL,
    record_id BLOB NOT NULL,
    PRIMARY KEY (system, entity, external_id)
) STRICT;
CREATE INDEX external_refs_record ON external_refs (record_id);

-- Words of records. The words themselves come from the application, the same on both databases.
CREATE TABLE search_rows (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    entity TEXT NOT NULL,
    record_id BLOB NOT NULL UNIQUE,
    words TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE search_words USING fts5 (
    words, content='', contentless_delete=1, prefix='2 3', tokenize="unicode61 remove_diacritics 0"
);

-- Work to be done later, written with the change that wants it.
CREATE TABLE jobs (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    run_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    leased_until INTEGER,
    leased_by TEXT,
    created_at INTEGER NOT NULL,
    created_by BLOB,
    outcome TEXT
) STRICT;
CREATE INDEX jobs_due ON jobs (state, run_at);
