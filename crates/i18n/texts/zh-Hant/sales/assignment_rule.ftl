entity-assignment-rule = 分派規則
entity-assignment-rule-plural = 分派規則

field-assignment-rule-filter = 適用的潛在客戶
field-assignment-rule-accept-hours = 接受時限（小時）
field-assignment-rule-turn = 輪次
field-assignment-rule-members = 成員

entity-assignment-member = 成員
entity-assignment-member-plural = 成員
