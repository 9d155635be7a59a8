entity-pipeline = 销售流程
entity-pipeline-plural = 销售流程

field-pipeline-is-default = 默认
