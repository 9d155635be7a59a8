entity-opportunity-contact = Contact on an opportunity
entity-opportunity-contact-plural = Contacts on opportunities

field-opportunity-contact-role = Part in the decision
field-opportunity-contact-notes = Notes

choice-opportunity-contact-role-decision-maker = Decision maker
choice-opportunity-contact-role-influencer = Influencer
choice-opportunity-contact-role-champion = Champion
choice-opportunity-contact-role-user = User
choice-opportunity-contact-role-buyer = Buyer
choice-opportunity-contact-role-blocker = Blocker
choice-opportunity-contact-role-other = Other
