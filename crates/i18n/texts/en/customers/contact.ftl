entity-contact = Contact
entity-contact-plural = Contacts

field-contact-name = Name
field-contact-salutation = Salutation
field-contact-department = Department
field-contact-preferred-channel = Prefers
field-contact-quiet-from = Quiet from
field-contact-quiet-until = Quiet until
field-contact-birthday = Birthday

choice-contact-preferred-channel-email = E-mail
choice-contact-preferred-channel-phone = Phone
choice-contact-preferred-channel-mobile = Mobile
choice-contact-preferred-channel-im = Messenger
choice-contact-preferred-channel-letter = Letter
choice-contact-preferred-channel-visit = Visit
