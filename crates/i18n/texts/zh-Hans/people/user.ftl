entity-user = 用户
entity-user-plural = 用户
related-user-manager-id = 直接下属

field-user-name = 姓名
field-user-login = 登录用电子邮件
field-user-manager-id = 直属主管
field-user-employee-no = 员工编号
field-user-preferences = 偏好设置

choice-user-status-invited = 已邀请
choice-user-status-active = 启用
choice-user-status-suspended = 停用
choice-user-status-left = 已离职

verb-user-activate = 启用
verb-user-suspend = 停用
verb-user-mark-left = 标记为离职
verb-user-rejoin = 重新加入
