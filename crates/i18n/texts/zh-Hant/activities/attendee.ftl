entity-attendee = 與會者
entity-attendee-plural = 與會者

field-attendee-user-id = 同事
field-attendee-contact-id = 聯絡人
field-attendee-name = 姓名
field-attendee-email = 電子郵件
field-attendee-answer = 回覆

choice-attendee-answer-needs-action = 尚未回覆
choice-attendee-answer-accepted = 接受
choice-attendee-answer-tentative = 暫定
choice-attendee-answer-declined = 婉拒
