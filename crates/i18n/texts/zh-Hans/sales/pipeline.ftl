entity-pipeline = 销售流程
entity-pipeline-plural = 销售流程

field-pipeline-is-default = 默认
field-pipeline-stalled-filter = 视为停滞
field-pipeline-teams = 可使用的团队

entity-pipeline-team = 销售流程的团队
entity-pipeline-team-plural = 销售流程的团队
