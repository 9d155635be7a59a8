entity-user = 使用者
entity-user-plural = 使用者
related-user-manager-id = 直屬部屬

field-user-name = 姓名
field-user-login = 登入用電子郵件
field-user-manager-id = 直屬主管
field-user-employee-no = 員工編號
field-user-preferences = 偏好設定

choice-user-status-invited = 已邀請
choice-user-status-active = 啟用
choice-user-status-suspended = 停用
choice-user-status-left = 已離職

verb-user-activate = 啟用
verb-user-suspend = 停用
verb-user-mark-left = 標記為離職
verb-user-rejoin = 重新加入
