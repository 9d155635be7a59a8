entity-address = 地址
entity-address-plural = 地址

field-address-kind = 用途
field-address-lines = 街道地址
field-address-district = 区县
field-address-city = 城市
field-address-region = 省／自治区
field-address-postcode = 邮政编码

choice-address-kind-main = 主要
choice-address-kind-billing = 账单
choice-address-kind-shipping = 收货
choice-address-kind-home = 住宅
choice-address-kind-other = 其他
