entity-tag = 标签
entity-tag-plural = 标签

field-tag-hue = 颜色
