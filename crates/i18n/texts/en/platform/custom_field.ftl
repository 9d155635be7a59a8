entity-custom-field = Custom field
entity-custom-field-plural = Custom fields

field-custom-field-entity-name = On
field-custom-field-name = API name
field-custom-field-labels = Labels
field-custom-field-choices = Choices
field-custom-field-is-required = Required
field-custom-field-is-indexed = Quick to filter

choice-custom-field-kind-text = Text
choice-custom-field-kind-multiline = Long text
choice-custom-field-kind-int = Whole number
choice-custom-field-kind-decimal = Number
choice-custom-field-kind-bool = Yes or no
choice-custom-field-kind-day = Date
choice-custom-field-kind-instant = Date and time
choice-custom-field-kind-choice = Choice
choice-custom-field-kind-choices = Several choices
choice-custom-field-kind-email = E-mail
choice-custom-field-kind-phone = Phone
choice-custom-field-kind-url = Web address
