entity-product = Product
entity-product-plural = Products

field-product-sku = Item number
field-product-lifecycle = Lifecycle
field-product-family = Family
field-product-unit = Unit
field-product-list-price = List price
field-product-tax-category = Tax category
field-product-active-from = On sale from
field-product-active-to = On sale until

choice-product-kind-good = Good
choice-product-kind-service = Service
choice-product-kind-bundle = Bundle
choice-product-lifecycle-planned = Planned
choice-product-lifecycle-active = On sale
choice-product-lifecycle-discontinued = Discontinued
