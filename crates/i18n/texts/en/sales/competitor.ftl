entity-competitor = Competitor
entity-competitor-plural = Competitors

field-competitor-website = Website
field-competitor-strengths = Strengths
field-competitor-weaknesses = Weaknesses
field-competitor-price-notes = About prices
field-competitor-sources = Sources
field-competitor-reviewed-on = Last checked
