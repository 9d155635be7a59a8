entity-stage = 阶段
entity-stage-plural = 阶段

field-stage-category = 性质
field-stage-probability = 赢单概率
field-stage-target-days = 预计天数
field-stage-exit-fields = 离开前须填

choice-stage-category-open = 进行中
choice-stage-category-won = 赢单
choice-stage-category-lost = 输单
