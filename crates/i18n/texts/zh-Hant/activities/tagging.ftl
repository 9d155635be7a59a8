entity-tagging = 資料標籤
entity-tagging-plural = 資料標籤
