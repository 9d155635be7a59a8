entity-opportunity-line = Line
entity-opportunity-line-plural = Lines

field-opportunity-line-quantity = Quantity
field-opportunity-line-unit-price = Unit price
field-opportunity-line-discount-percent = Discount
field-opportunity-line-net = Net
