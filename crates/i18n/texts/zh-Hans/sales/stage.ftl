entity-stage = 阶段
entity-stage-plural = 阶段

field-stage-category = 性质
field-stage-probability = 赢单概率
field-stage-target-days = 预计天数
field-stage-exit-fields = 离开前须填

choice-stage-category-open = 进行中
choice-stage-category-won = 赢单
choice-stage-category-lost = 输单
field-stage-exit-filter = 离开前须符合
field-stage-successor-id = 由此阶段接替

related-stage-successor-id = 所接替的阶段

verb-stage-replace = 将商机移到另一个阶段
