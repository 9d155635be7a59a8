entity-stage-change = 阶段变更
entity-stage-change-plural = 阶段变更

field-stage-change-from-stage-id = 原阶段
field-stage-change-to-stage-id = 新阶段
field-stage-change-moved-at = 变更时间
field-stage-change-seconds = 前一阶段停留时间
field-stage-change-reason = 原因
