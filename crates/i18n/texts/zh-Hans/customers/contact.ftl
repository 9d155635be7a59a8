entity-contact = 联系人
entity-contact-plural = 联系人

field-contact-name = 姓名
field-contact-salutation = 称谓
field-contact-department = 部门
field-contact-preferred-channel = 偏好联系方式
field-contact-quiet-from = 免打扰开始
field-contact-quiet-until = 免打扰结束
field-contact-birthday = 生日

choice-contact-preferred-channel-email = 电子邮件
choice-contact-preferred-channel-phone = 电话
choice-contact-preferred-channel-mobile = 手机
choice-contact-preferred-channel-im = 即时通讯
choice-contact-preferred-channel-letter = 信函
choice-contact-preferred-channel-visit = 拜访
