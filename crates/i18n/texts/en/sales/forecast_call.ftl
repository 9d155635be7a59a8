entity-forecast-call = Forecast call
entity-forecast-call-plural = Forecast calls

field-forecast-call-month = Month
field-forecast-call-user-id = Whose sales
field-forecast-call-amount = Expected
field-forecast-call-reason = Why
