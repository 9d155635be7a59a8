-- Sort keys by another collation, computed beside those in use until all are there. `source` is the text of each.
CREATE TABLE sort_keys (
    entity TEXT NOT NULL,
    field TEXT NOT NULL,
    record_id BLOB NOT NULL,
    source TEXT NOT NULL,
    key BLOB NOT NULL,
    PRIMARY KEY (entity, field, record_id)
) STRICT, WITHOUT ROWID;
