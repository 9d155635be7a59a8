entity-address = Address
entity-address-plural = Addresses

field-address-kind = Used for
field-address-lines = Street
field-address-district = District
field-address-city = City
field-address-region = State or province
field-address-postcode = Postcode

choice-address-kind-main = Main
choice-address-kind-billing = Billing
choice-address-kind-shipping = Shipping
choice-address-kind-home = Home
choice-address-kind-other = Other
