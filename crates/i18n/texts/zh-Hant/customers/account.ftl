entity-account = 客戶
entity-account-plural = 客戶
related-account-parent-id = 子公司

field-account-legal-name = 登記名稱
field-account-local-name = 當地文字名稱
field-account-types = 類別
field-account-parent-id = 上層客戶
field-account-industry = 產業
field-account-website = 網站
field-account-tax-id = 統一編號
field-account-credit-limit = 信用額度
field-account-payment-terms = 付款條件
field-account-tier = 等級

choice-account-types-prospect = 準客戶
choice-account-types-customer = 往來客戶
choice-account-types-partner = 合作夥伴
choice-account-types-dealer = 經銷商
choice-account-types-supplier = 供應商
choice-account-types-competitor = 競爭對手
choice-account-types-other = 其他
