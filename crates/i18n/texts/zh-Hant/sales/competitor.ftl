entity-competitor = 競爭對手
entity-competitor-plural = 競爭對手

field-competitor-website = 網站
field-competitor-strengths = 優勢
field-competitor-weaknesses = 弱點
field-competitor-price-notes = 價格資訊
field-competitor-sources = 資料來源
field-competitor-reviewed-on = 最近查核日
