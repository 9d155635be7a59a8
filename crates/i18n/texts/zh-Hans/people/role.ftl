entity-role = 角色
entity-role-plural = 角色

field-role-code = 代码
field-role-rights = 权限

role-administrator = 系统管理员
role-manager = 主管
role-sales = 销售
role-read-only = 只读
