entity-opportunity-contact = 商机联系人
entity-opportunity-contact-plural = 商机联系人

field-opportunity-contact-role = 决策角色
field-opportunity-contact-notes = 备注

choice-opportunity-contact-role-decision-maker = 决策者
choice-opportunity-contact-role-influencer = 影响者
choice-opportunity-contact-role-champion = 支持者
choice-opportunity-contact-role-user = 使用者
choice-opportunity-contact-role-buyer = 采购
choice-opportunity-contact-role-blocker = 反对者
choice-opportunity-contact-role-other = 其他
