entity-mention = 提及
entity-mention-plural = 提及

field-mention-activity-id = 出现于
field-mention-user-id = 被提及者
field-mention-record-entity = 记录类型
field-mention-record-id = 记录
field-mention-withdrawn = 已移除
related-mention-activity-id = 提及
