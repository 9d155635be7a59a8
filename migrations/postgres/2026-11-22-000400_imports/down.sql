DROP TABLE import_problems;
DROP TABLE import_rows;
DROP TABLE import_pieces;
DROP TABLE import_files;
DROP TABLE imports;
