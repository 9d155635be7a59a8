entity-opportunity = Opportunity
entity-opportunity-plural = Opportunities
related-opportunity-primary-contact-id = Opportunities as main contact

field-opportunity-primary-contact-id = Main contact
field-opportunity-amount = Amount
field-opportunity-probability = Probability
field-opportunity-weighted = Weighted
field-opportunity-close-on = Close date
field-opportunity-push-count = Times put off
field-opportunity-forecast-category = Forecast
field-opportunity-next-step = Next step
field-opportunity-next-step-on = Next step on
field-opportunity-stage-entered-at = In this stage since
field-opportunity-won-at = Won at
field-opportunity-lost-at = Lost at
field-opportunity-lost-reason = Why it was lost
field-opportunity-lost-notes = What we learnt
field-opportunity-reopen-reason = Why it is open again
field-opportunity-days-in-stage = Days in stage
field-opportunity-age-days = Age in days

choice-opportunity-status-open = Open
choice-opportunity-status-won = Won
choice-opportunity-status-lost = Lost
choice-opportunity-forecast-category-pipeline = Pipeline
choice-opportunity-forecast-category-best-case = Best case
choice-opportunity-forecast-category-commit = Commit
choice-opportunity-forecast-category-closed = Closed
choice-opportunity-forecast-category-omitted = Left out
choice-opportunity-lost-reason-price = Price
choice-opportunity-lost-reason-competitor = Competitor
choice-opportunity-lost-reason-product = Product
choice-opportunity-lost-reason-timing = Timing
choice-opportunity-lost-reason-budget = Budget
choice-opportunity-lost-reason-no-decision = No decision
choice-opportunity-lost-reason-no-contact = Contact lost
choice-opportunity-lost-reason-other = Other

verb-opportunity-move = Move to another stage
verb-opportunity-win = Win
verb-opportunity-lose = Lose
verb-opportunity-reopen = Reopen
field-opportunity-lost-to-id = Lost to
field-opportunity-rate = Rate when won
field-opportunity-rate-on = Day of the rate
field-opportunity-base-amount = In company currency
field-opportunity-split = Split

related-opportunity-lost-to-id = Opportunities lost to it

entity-opportunity-split = Share
entity-opportunity-split-plural = Shares

field-opportunity-split-percent = Share
