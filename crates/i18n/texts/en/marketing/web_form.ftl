entity-web-form = Web form
entity-web-form-plural = Web forms

field-web-form-slug = Name in addresses
field-web-form-thanks-url = Page of thanks
