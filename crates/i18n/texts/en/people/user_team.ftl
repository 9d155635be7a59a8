entity-user-team = Team of a user
entity-user-team-plural = Teams of users
