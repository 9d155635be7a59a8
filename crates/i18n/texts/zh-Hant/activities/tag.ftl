entity-tag = 標籤
entity-tag-plural = 標籤

field-tag-hue = 顏色
