entity-role = Role
entity-role-plural = Roles

field-role-code = Code
field-role-rights = Rights

role-administrator = Administrator
role-manager = Manager
role-sales = Sales
role-read-only = Read only
