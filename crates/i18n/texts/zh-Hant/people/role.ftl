entity-role = 角色
entity-role-plural = 角色

field-role-code = 代碼
field-role-rights = 權限

role-administrator = 系統管理員
role-manager = 主管
role-sales = 業務
role-read-only = 唯讀
