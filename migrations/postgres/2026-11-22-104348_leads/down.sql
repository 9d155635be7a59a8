DROP TABLE
    leads,
    assignment_members,
    assignment_rules;
