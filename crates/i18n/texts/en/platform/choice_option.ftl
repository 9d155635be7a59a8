entity-choice-option = Choice name
entity-choice-option-plural = Choice names

field-choice-option-entity-name = On
field-choice-option-field = Field
field-choice-option-code = Stored as
field-choice-option-name = Name
field-choice-option-position = Place
field-choice-option-is-archived = No longer offered
