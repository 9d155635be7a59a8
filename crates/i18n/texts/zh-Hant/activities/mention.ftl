entity-mention = 提及
entity-mention-plural = 提及

field-mention-activity-id = 出現於
field-mention-user-id = 被提及者
field-mention-record-entity = 資料類型
field-mention-record-id = 記錄
field-mention-withdrawn = 已移除
related-mention-activity-id = 提及
