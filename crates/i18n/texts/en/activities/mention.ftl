entity-mention = Mention
entity-mention-plural = Mentions

field-mention-activity-id = In
field-mention-user-id = Who
field-mention-record-entity = Kind of record
field-mention-record-id = Record
field-mention-withdrawn = No longer said
related-mention-activity-id = Mentions
