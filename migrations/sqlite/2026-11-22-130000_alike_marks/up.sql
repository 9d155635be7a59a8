-- What likely duplicates are found by, such as 'phone:55512345'; computed from the record in its transaction.
CREATE TABLE alike_marks (
    entity TEXT NOT NULL,
    mark TEXT NOT NULL,
    record_id BLOB NOT NULL,
    PRIMARY KEY (entity, mark, record_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX alike_marks_by_record ON alike_marks (record_id);
