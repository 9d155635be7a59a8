PRAGMA defer_foreign_keys = ON;

DROP TABLE leads;
DROP TABLE assignment_members;
DROP TABLE assignment_rules;
