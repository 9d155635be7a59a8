entity-forecast-snapshot = Forecast snapshot
entity-forecast-snapshot-plural = Forecast snapshots

field-forecast-snapshot-taken-on = Taken on
field-forecast-snapshot-month = Month
field-forecast-snapshot-category = Category
field-forecast-snapshot-deals = Opportunities
field-forecast-snapshot-amount = Amount
field-forecast-snapshot-weighted = Weighted

choice-forecast-snapshot-category-pipeline = Pipeline
choice-forecast-snapshot-category-best-case = Best case
choice-forecast-snapshot-category-commit = Commit
choice-forecast-snapshot-category-closed = Closed
choice-forecast-snapshot-category-omitted = Left out
