entity-address = 地址
entity-address-plural = 地址

field-address-kind = 用途
field-address-lines = 街道地址
field-address-district = 鄉鎮市區
field-address-city = 縣市
field-address-region = 州或省
field-address-postcode = 郵遞區號

choice-address-kind-main = 主要
choice-address-kind-billing = 帳單
choice-address-kind-shipping = 送貨
choice-address-kind-home = 住家
choice-address-kind-other = 其他
