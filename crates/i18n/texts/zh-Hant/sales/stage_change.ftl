entity-stage-change = 階段變更
entity-stage-change-plural = 階段變更

field-stage-change-from-stage-id = 原階段
field-stage-change-to-stage-id = 新階段
field-stage-change-moved-at = 變更時間
field-stage-change-seconds = 前一階段停留時間
field-stage-change-reason = 原因
