entity-account = Account
entity-account-plural = Accounts
related-account-parent-id = Subsidiaries

field-account-legal-name = Legal name
field-account-local-name = Name in local script
field-account-types = Types
field-account-parent-id = Parent account
field-account-industry = Industry
field-account-website = Website
field-account-tax-id = Tax number
field-account-credit-limit = Credit limit
field-account-payment-terms = Payment terms
field-account-tier = Tier

choice-account-types-prospect = Prospect
choice-account-types-customer = Customer
choice-account-types-partner = Partner
choice-account-types-dealer = Dealer
choice-account-types-supplier = Supplier
choice-account-types-competitor = Competitor
choice-account-types-other = Other
