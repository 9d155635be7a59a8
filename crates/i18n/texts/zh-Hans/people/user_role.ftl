entity-user-role = 用户角色
entity-user-role-plural = 用户角色
