entity-opportunity-line = 商機明細
entity-opportunity-line-plural = 商機明細

field-opportunity-line-quantity = 數量
field-opportunity-line-unit-price = 單價
field-opportunity-line-discount-percent = 折扣
field-opportunity-line-net = 小計
