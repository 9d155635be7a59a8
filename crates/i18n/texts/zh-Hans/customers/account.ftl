entity-account = 客户
entity-account-plural = 客户
related-account-parent-id = 子公司

field-account-legal-name = 注册名称
field-account-local-name = 本地文字名称
field-account-types = 类别
field-account-parent-id = 上级客户
field-account-industry = 行业
field-account-website = 网站
field-account-tax-id = 税号
field-account-credit-limit = 信用额度
field-account-payment-terms = 付款条件
field-account-tier = 等级

choice-account-types-prospect = 意向客户
choice-account-types-customer = 成交客户
choice-account-types-partner = 合作伙伴
choice-account-types-dealer = 经销商
choice-account-types-supplier = 供应商
choice-account-types-competitor = 竞争对手
choice-account-types-other = 其他
