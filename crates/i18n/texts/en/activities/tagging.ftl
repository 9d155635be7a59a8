entity-tagging = Tag on a record
entity-tagging-plural = Tags on records
