entity-tag = Tag
entity-tag-plural = Tags

field-tag-hue = Colour
