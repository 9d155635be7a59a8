entity-choice-option = 選項名稱
entity-choice-option-plural = 選項名稱

field-choice-option-entity-name = 所屬資料
field-choice-option-field = 欄位
field-choice-option-code = 儲存值
field-choice-option-name = 名稱
field-choice-option-position = 順序
field-choice-option-is-archived = 不再提供
