entity-account = Account
entity-account-plural = Accounts

field-account-legal-name = Legal name
field-account-local-name = Name in local script
field-account-types = Types
field-account-parent-id = Parent account
field-account-industry = Industry
field-account-size-band = Employees
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
choice-account-size-band-1 = 1
choice-account-size-band-2-9 = 2–9
choice-account-size-band-10-49 = 10–49
choice-account-size-band-50-249 = 50–249
choice-account-size-band-250-999 = 250–999
choice-account-size-band-1000-plus = 1,000 and more
