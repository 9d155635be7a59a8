entity-assignment-rule = 分配规则
entity-assignment-rule-plural = 分配规则

field-assignment-rule-filter = 适用的线索
field-assignment-rule-accept-hours = 接受时限（小时）
field-assignment-rule-turn = 轮次
field-assignment-rule-members = 成员

entity-assignment-member = 成员
entity-assignment-member-plural = 成员
