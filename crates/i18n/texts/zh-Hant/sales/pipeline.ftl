entity-pipeline = 銷售流程
entity-pipeline-plural = 銷售流程

field-pipeline-is-default = 預設
field-pipeline-stalled-filter = 視為停滯
field-pipeline-teams = 可使用的團隊

entity-pipeline-team = 銷售流程的團隊
entity-pipeline-team-plural = 銷售流程的團隊
