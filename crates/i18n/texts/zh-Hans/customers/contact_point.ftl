entity-contact-point = 联系方式
entity-contact-point-plural = 联系方式

field-contact-point-value = 号码或地址
field-contact-point-normalised = 匹配用格式
field-contact-point-label = 标注
field-contact-point-status = 可用状态

choice-contact-point-kind-email = 电子邮件
choice-contact-point-kind-phone = 电话
choice-contact-point-kind-mobile = 手机
choice-contact-point-kind-fax = 传真
choice-contact-point-kind-im = 即时通讯
choice-contact-point-kind-url = 网址
choice-contact-point-status-ok = 正常
choice-contact-point-status-invalid = 无效
choice-contact-point-status-bounced = 被退信
choice-contact-point-status-do-not-use = 请勿使用
