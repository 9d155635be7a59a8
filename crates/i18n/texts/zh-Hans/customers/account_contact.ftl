entity-account-contact = 客户联系人
entity-account-contact-plural = 客户联系人

field-account-contact-role = 角色
field-account-contact-from-on = 开始日期
field-account-contact-to-on = 结束日期
field-account-contact-is-primary = 主要所属客户
