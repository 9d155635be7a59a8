entity-forecast-snapshot = 预测快照
entity-forecast-snapshot-plural = 预测快照

field-forecast-snapshot-taken-on = 记录日
field-forecast-snapshot-month = 月份
field-forecast-snapshot-category = 类别
field-forecast-snapshot-deals = 商机数
field-forecast-snapshot-amount = 金额
field-forecast-snapshot-weighted = 加权金额

choice-forecast-snapshot-category-pipeline = 跟进中
choice-forecast-snapshot-category-best-case = 乐观
choice-forecast-snapshot-category-commit = 承诺
choice-forecast-snapshot-category-closed = 已关闭
choice-forecast-snapshot-category-omitted = 不计入
