entity-stage-change = Stage change
entity-stage-change-plural = Stage changes

field-stage-change-from-stage-id = From stage
field-stage-change-to-stage-id = To stage
field-stage-change-moved-at = Moved at
field-stage-change-seconds = Time in the stage before
field-stage-change-reason = Reason
