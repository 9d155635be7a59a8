entity-user-role = 使用者角色
entity-user-role-plural = 使用者角色
