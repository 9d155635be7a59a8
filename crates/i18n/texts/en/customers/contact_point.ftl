entity-contact-point = Contact detail
entity-contact-point-plural = Contact details

field-contact-point-value = Number or address
field-contact-point-normalised = For matching
field-contact-point-label = Label
field-contact-point-status = Works

choice-contact-point-kind-email = E-mail
choice-contact-point-kind-phone = Phone
choice-contact-point-kind-mobile = Mobile
choice-contact-point-kind-fax = Fax
choice-contact-point-kind-im = Messenger
choice-contact-point-kind-url = Web address
choice-contact-point-status-ok = Fine
choice-contact-point-status-invalid = Invalid
choice-contact-point-status-bounced = Bounced
choice-contact-point-status-do-not-use = Do not use
