entity-user-team = 用户团队
entity-user-team-plural = 用户团队
