entity-tagging = 记录标签
entity-tagging-plural = 记录标签
