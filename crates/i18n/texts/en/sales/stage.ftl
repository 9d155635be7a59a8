entity-stage = Stage
entity-stage-plural = Stages

field-stage-category = Meaning
field-stage-probability = Probability
field-stage-target-days = Days allowed
field-stage-exit-fields = Needed to leave

choice-stage-category-open = Open
choice-stage-category-won = Won
choice-stage-category-lost = Lost
