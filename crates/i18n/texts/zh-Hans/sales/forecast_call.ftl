entity-forecast-call = 预测判断
entity-forecast-call-plural = 预测判断

field-forecast-call-month = 月份
field-forecast-call-user-id = 谁的业绩
field-forecast-call-amount = 预期金额
field-forecast-call-reason = 原因
