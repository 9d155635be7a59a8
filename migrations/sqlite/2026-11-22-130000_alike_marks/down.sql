DROP TABLE alike_marks;
