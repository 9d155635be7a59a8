entity-forecast-snapshot = 預測快照
entity-forecast-snapshot-plural = 預測快照

field-forecast-snapshot-taken-on = 記錄日
field-forecast-snapshot-month = 月份
field-forecast-snapshot-category = 類別
field-forecast-snapshot-deals = 商機數
field-forecast-snapshot-amount = 金額
field-forecast-snapshot-weighted = 加權金額

choice-forecast-snapshot-category-pipeline = 培養中
choice-forecast-snapshot-category-best-case = 樂觀
choice-forecast-snapshot-category-commit = 承諾
choice-forecast-snapshot-category-closed = 已結案
choice-forecast-snapshot-category-omitted = 不列入
