entity-account-contact = Contact at an account
entity-account-contact-plural = Contacts at accounts

field-account-contact-role = Role
field-account-contact-from-on = From
field-account-contact-to-on = Until
field-account-contact-is-primary = Primary account
