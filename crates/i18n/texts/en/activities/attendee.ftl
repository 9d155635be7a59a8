entity-attendee = Attendee
entity-attendee-plural = Attendees

field-attendee-user-id = Colleague
field-attendee-contact-id = Contact
field-attendee-name = Name
field-attendee-email = E-mail address
field-attendee-answer = Answer

choice-attendee-answer-needs-action = No answer yet
choice-attendee-answer-accepted = Accepted
choice-attendee-answer-tentative = Tentative
choice-attendee-answer-declined = Declined
