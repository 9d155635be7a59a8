entity-user-role = Role of a user
entity-user-role-plural = Roles of users
