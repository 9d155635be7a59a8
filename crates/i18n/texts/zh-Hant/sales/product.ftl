entity-product = 產品
entity-product-plural = 產品

field-product-sku = 料號
field-product-lifecycle = 產品週期
field-product-family = 產品系列
field-product-unit = 單位
field-product-list-price = 定價
field-product-tax-category = 稅別
field-product-active-from = 開始銷售日
field-product-active-to = 停止銷售日

choice-product-kind-good = 商品
choice-product-kind-service = 服務
choice-product-kind-bundle = 組合
choice-product-lifecycle-planned = 規劃中
choice-product-lifecycle-active = 銷售中
choice-product-lifecycle-discontinued = 已停售
