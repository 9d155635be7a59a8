entity-pipeline = Pipeline
entity-pipeline-plural = Pipelines

field-pipeline-is-default = Default
field-pipeline-stalled-filter = Counts as stalled
field-pipeline-teams = Teams that may use it

entity-pipeline-team = Team of a pipeline
entity-pipeline-team-plural = Teams of pipelines
