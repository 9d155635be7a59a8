entity-forecast-call = 預測判斷
entity-forecast-call-plural = 預測判斷

field-forecast-call-month = 月份
field-forecast-call-user-id = 誰的業績
field-forecast-call-amount = 預期金額
field-forecast-call-reason = 原因
