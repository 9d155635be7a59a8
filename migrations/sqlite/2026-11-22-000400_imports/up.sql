-- Files of records that are brought in together, by one mapping.
CREATE TABLE imports (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    mapping TEXT NOT NULL,
    state TEXT NOT NULL,
    dry_run INTEGER NOT NULL CHECK (dry_run IN (0, 1)),
    job_id BLOB,
    created_at INTEGER NOT NULL,
    created_by BLOB REFERENCES users (id),
    started_at INTEGER,
    finished_at INTEGER,
    -- Where the work stands and what came out so far, as JSON.
    progress TEXT NOT NULL,
    -- Why the whole of it failed, as JSON.
    fault TEXT
) STRICT;
CREATE INDEX imports_by_created_at ON imports (created_at, id);

-- The files, numbered as in the mapping.
CREATE TABLE import_files (
    import_id BLOB NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    is_complete INTEGER NOT NULL CHECK (is_complete IN (0, 1)),
    -- Names of its columns, as JSON, once somebody looked.
    header TEXT,
    -- Of two uploads at once, the later one counts.
    upload_id BLOB,
    PRIMARY KEY (import_id, number)
) STRICT;

-- Their bytes.
CREATE TABLE import_pieces (
    import_id BLOB NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    file INTEGER NOT NULL,
    number INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (import_id, file, number)
) STRICT;

-- Rows put aside: for the record they go into, or until the records they refer to are there.
CREATE TABLE import_rows (
    import_id BLOB NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    file INTEGER NOT NULL,
    number INTEGER NOT NULL,
    line INTEGER NOT NULL,
    key TEXT,
    state TEXT NOT NULL,
    cells TEXT NOT NULL,
    PRIMARY KEY (import_id, file, number)
) STRICT;
CREATE INDEX import_rows_by_key ON import_rows (import_id, file, key, number);

-- What was wrong with rows, or worth a warning.
CREATE TABLE import_problems (
    import_id BLOB NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    file INTEGER NOT NULL,
    line INTEGER NOT NULL,
    severity TEXT NOT NULL,
    pointer TEXT NOT NULL,
    code TEXT NOT NULL,
    -- Names and values for the text of the code, and the columns concerned, as JSON.
    params TEXT NOT NULL,
    columns TEXT NOT NULL,
    cells TEXT NOT NULL,
    PRIMARY KEY (import_id, number)
) STRICT;
