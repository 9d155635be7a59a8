entity-product = 产品
entity-product-plural = 产品

field-product-sku = 产品编码
field-product-lifecycle = 生命周期
field-product-family = 产品系列
field-product-unit = 单位
field-product-list-price = 标价
field-product-tax-category = 税种
field-product-active-from = 上市日期
field-product-active-to = 停售日期

choice-product-kind-good = 商品
choice-product-kind-service = 服务
choice-product-kind-bundle = 组合
choice-product-lifecycle-planned = 规划中
choice-product-lifecycle-active = 在售
choice-product-lifecycle-discontinued = 已停售
