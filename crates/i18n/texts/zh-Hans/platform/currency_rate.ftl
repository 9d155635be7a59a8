entity-currency-rate = 汇率
entity-currency-rate-plural = 汇率

field-currency-rate-valid-on = 生效日期
field-currency-rate-rate = 汇率
