entity-assignment-rule = Assignment rule
entity-assignment-rule-plural = Assignment rules

field-assignment-rule-filter = Which leads
field-assignment-rule-accept-hours = Hours to accept
field-assignment-rule-turn = Turn
field-assignment-rule-members = Members

entity-assignment-member = Member
entity-assignment-member-plural = Members
