entity-competitor = 竞争对手
entity-competitor-plural = 竞争对手

field-competitor-website = 网站
field-competitor-strengths = 优势
field-competitor-weaknesses = 弱点
field-competitor-price-notes = 价格信息
field-competitor-sources = 信息来源
field-competitor-reviewed-on = 最近核查日
