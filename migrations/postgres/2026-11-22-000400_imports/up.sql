-- Files of records that are brought in together, by one mapping.
CREATE TABLE imports (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    mapping TEXT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    dry_run BOOLEAN NOT NULL,
    job_id UUID,
    created_at TIMESTAMPTZ NOT NULL,
    created_by UUID REFERENCES users (id),
    started_at TIMESTAMPTZ,
    finished_at TIMESTAMPTZ,
    -- Where the work stands and what came out so far, as JSON.
    progress TEXT NOT NULL,
    -- Why the whole of it failed, as JSON.
    fault TEXT
);
CREATE INDEX imports_by_created_at ON imports (created_at, id);

-- The files, numbered as in the mapping.
CREATE TABLE import_files (
    import_id UUID NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    size BIGINT NOT NULL,
    is_complete BOOLEAN NOT NULL,
    -- Names of its columns, as JSON, once somebody looked.
    header TEXT,
    -- Of two uploads at once, the later one counts.
    upload_id UUID,
    PRIMARY KEY (import_id, number)
);

-- Their bytes.
CREATE TABLE import_pieces (
    import_id UUID NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    file BIGINT NOT NULL,
    number BIGINT NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (import_id, file, number)
);

-- Rows put aside: for the record they go into, or until the records they refer to are there.
CREATE TABLE import_rows (
    import_id UUID NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    file BIGINT NOT NULL,
    number BIGINT NOT NULL,
    line BIGINT NOT NULL,
    key TEXT COLLATE "C",
    state TEXT COLLATE "C" NOT NULL,
    cells TEXT NOT NULL,
    PRIMARY KEY (import_id, file, number)
);
CREATE INDEX import_rows_by_key ON import_rows (import_id, file, key, number);

-- What was wrong with rows, or worth a warning.
CREATE TABLE import_problems (
    import_id UUID NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    file BIGINT NOT NULL,
    line BIGINT NOT NULL,
    severity TEXT COLLATE "C" NOT NULL,
    pointer TEXT COLLATE "C" NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    -- Names and values for the text of the code, and the columns concerned, as JSON.
    params TEXT NOT NULL,
    columns TEXT NOT NULL,
    cells TEXT NOT NULL,
    PRIMARY KEY (import_id, number)
);
