entity-currency-rate = Currency rate
entity-currency-rate-plural = Currency rates

field-currency-rate-valid-on = From
field-currency-rate-rate = Rate
