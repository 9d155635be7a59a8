-- What likely duplicates are found by, such as 'phone:55512345'; computed from the record in its transaction.
CREATE TABLE alike_marks (
    entity TEXT COLLATE "C" NOT NULL,
    mark TEXT COLLATE "C" NOT NULL,
    record_id UUID NOT NULL,
    PRIMARY KEY (entity, mark, record_id)
);
CREATE INDEX alike_marks_by_record ON alike_marks (record_id);
