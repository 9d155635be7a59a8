entity-opportunity-line = 商机明细
entity-opportunity-line-plural = 商机明细

field-opportunity-line-quantity = 数量
field-opportunity-line-unit-price = 单价
field-opportunity-line-discount-percent = 折扣
field-opportunity-line-net = 小计
