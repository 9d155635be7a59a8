entity-contact = 聯絡人
entity-contact-plural = 聯絡人

field-contact-name = 姓名
field-contact-salutation = 稱謂
field-contact-department = 部門
field-contact-preferred-channel = 偏好聯絡方式
field-contact-quiet-from = 免打擾開始
field-contact-quiet-until = 免打擾結束
field-contact-birthday = 生日

choice-contact-preferred-channel-email = 電子郵件
choice-contact-preferred-channel-phone = 電話
choice-contact-preferred-channel-mobile = 手機
choice-contact-preferred-channel-im = 即時通訊
choice-contact-preferred-channel-letter = 信件
choice-contact-preferred-channel-visit = 拜訪
