entity-user-team = 使用者團隊
entity-user-team-plural = 使用者團隊
