entity-choice-option = 选项名称
entity-choice-option-plural = 选项名称

field-choice-option-entity-name = 所属数据
field-choice-option-field = 字段
field-choice-option-code = 存储值
field-choice-option-name = 名称
field-choice-option-position = 顺序
field-choice-option-is-archived = 不再提供
