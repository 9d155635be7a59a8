entity-stage = Stage
entity-stage-plural = Stages

field-stage-category = Meaning
field-stage-probability = Probability
field-stage-target-days = Days allowed
field-stage-exit-fields = Needed to leave

choice-stage-category-open = Open
choice-stage-category-won = Won
choice-stage-category-lost = Lost
field-stage-exit-filter = Must hold to leave
field-stage-successor-id = Replaced by

related-stage-successor-id = Stages it replaced

verb-stage-replace = Send its opportunities to another stage
