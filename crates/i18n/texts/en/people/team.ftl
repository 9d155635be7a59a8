entity-team = Team
entity-team-plural = Teams
related-team-lead-id = Teams led
related-team-parent-id = Teams below

field-team-lead-id = Lead
field-team-parent-id = Team above

choice-team-kind-sales = Sales
choice-team-kind-marketing = Marketing
choice-team-kind-service = Service
choice-team-kind-other = Other
field-team-pipeline-id = Pipeline of new opportunities
