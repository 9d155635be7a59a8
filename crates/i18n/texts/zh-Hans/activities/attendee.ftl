entity-attendee = 与会者
entity-attendee-plural = 与会者

field-attendee-user-id = 同事
field-attendee-contact-id = 联系人
field-attendee-name = 姓名
field-attendee-email = 电子邮件
field-attendee-answer = 回复

choice-attendee-answer-needs-action = 尚未回复
choice-attendee-answer-accepted = 接受
choice-attendee-answer-tentative = 暂定
choice-attendee-answer-declined = 谢绝
