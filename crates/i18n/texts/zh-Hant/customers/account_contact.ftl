entity-account-contact = 客戶聯絡人
entity-account-contact-plural = 客戶聯絡人

field-account-contact-role = 角色
field-account-contact-from-on = 起始日
field-account-contact-to-on = 結束日
field-account-contact-is-primary = 主要所屬客戶
