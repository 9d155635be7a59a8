entity-currency-rate = 匯率
entity-currency-rate-plural = 匯率

field-currency-rate-valid-on = 生效日
field-currency-rate-rate = 匯率
