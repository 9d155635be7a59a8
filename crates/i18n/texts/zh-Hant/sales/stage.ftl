entity-stage = 階段
entity-stage-plural = 階段

field-stage-category = 性質
field-stage-probability = 成交機率
field-stage-target-days = 預計天數
field-stage-exit-fields = 離開前須填

choice-stage-category-open = 進行中
choice-stage-category-won = 成交
choice-stage-category-lost = 失單
field-stage-exit-filter = 離開前須符合
field-stage-successor-id = 由此階段接替

related-stage-successor-id = 所接替的階段

verb-stage-replace = 將商機移到另一個階段
