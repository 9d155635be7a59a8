entity-target = Target
entity-target-plural = Targets

field-target-name = Period
field-target-metric = Measured by
field-target-for-team-id = For the team
field-target-period = Length
field-target-starts-on = First day
field-target-ends-on = Last day
field-target-goal-amount = Goal
field-target-goal-count = Goal (number)
field-target-reached-amount = Reached
field-target-reached-count = Reached (number)
field-target-closed-at = Closed

choice-target-metric-won-amount = Amount won
choice-target-metric-won-count = Opportunities won
choice-target-metric-new-accounts = New accounts
choice-target-metric-calls = Calls made
choice-target-metric-meetings = Meetings held
choice-target-metric-visits = Visits made
choice-target-period-month = Month
choice-target-period-quarter = Quarter
choice-target-period-year = Year
