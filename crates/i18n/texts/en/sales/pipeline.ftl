entity-pipeline = Pipeline
entity-pipeline-plural = Pipelines

field-pipeline-is-default = Default
