entity-pipeline = 銷售流程
entity-pipeline-plural = 銷售流程

field-pipeline-is-default = 預設
