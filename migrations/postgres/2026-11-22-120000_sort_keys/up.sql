-- Sort keys by another collation, computed beside those in use until all are there. `source` is the text of each.
CREATE TABLE sort_keys (
    entity TEXT COLLATE "C" NOT NULL,
    field TEXT COLLATE "C" NOT NULL,
    record_id UUID NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    key BYTEA NOT NULL,
    PRIMARY KEY (entity, field, record_id)
);
