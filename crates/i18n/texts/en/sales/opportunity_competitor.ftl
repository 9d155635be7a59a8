entity-opportunity-competitor = Competitor on an opportunity
entity-opportunity-competitor-plural = Competitors on opportunities

field-opportunity-competitor-competitor-id = Competitor
field-opportunity-competitor-before-decision = Before the decision
field-opportunity-competitor-notes = Notes

choice-opportunity-competitor-status-suspected = Suspected
choice-opportunity-competitor-status-confirmed = Confirmed
choice-opportunity-competitor-status-eliminated = Eliminated
choice-opportunity-competitor-status-won-against = Won against
choice-opportunity-competitor-status-lost-to = Lost to
choice-opportunity-competitor-before-decision-suspected = Suspected
choice-opportunity-competitor-before-decision-confirmed = Confirmed
choice-opportunity-competitor-before-decision-eliminated = Eliminated
choice-opportunity-competitor-before-decision-won-against = Won against
choice-opportunity-competitor-before-decision-lost-to = Lost to
