entity-opportunity-contact = 商機聯絡人
entity-opportunity-contact-plural = 商機聯絡人

field-opportunity-contact-role = 決策角色
field-opportunity-contact-notes = 備註

choice-opportunity-contact-role-decision-maker = 決策者
choice-opportunity-contact-role-influencer = 影響者
choice-opportunity-contact-role-champion = 支持者
choice-opportunity-contact-role-user = 使用者
choice-opportunity-contact-role-buyer = 採購
choice-opportunity-contact-role-blocker = 反對者
choice-opportunity-contact-role-other = 其他
