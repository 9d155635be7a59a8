entity-opportunity = 商機
entity-opportunity-plural = 商機
related-opportunity-primary-contact-id = 擔任主要聯絡人的商機

field-opportunity-primary-contact-id = 主要聯絡人
field-opportunity-amount = 金額
field-opportunity-probability = 成交機率
field-opportunity-weighted = 加權金額
field-opportunity-close-on = 預計結案日
field-opportunity-push-count = 延期次數
field-opportunity-forecast-category = 預測類別
field-opportunity-next-step = 下一步
field-opportunity-next-step-on = 下一步日期
field-opportunity-stage-entered-at = 進入階段時間
field-opportunity-won-at = 成交時間
field-opportunity-lost-at = 失單時間
field-opportunity-lost-reason = 失單原因
field-opportunity-lost-notes = 失單檢討
field-opportunity-reopen-reason = 重新開啟原因
field-opportunity-days-in-stage = 在此階段天數
field-opportunity-age-days = 已開立天數

choice-opportunity-status-open = 進行中
choice-opportunity-status-won = 成交
choice-opportunity-status-lost = 失單
choice-opportunity-forecast-category-pipeline = 培養中
choice-opportunity-forecast-category-best-case = 樂觀
choice-opportunity-forecast-category-commit = 承諾
choice-opportunity-forecast-category-closed = 已結案
choice-opportunity-forecast-category-omitted = 不列入
choice-opportunity-lost-reason-price = 價格
choice-opportunity-lost-reason-competitor = 競爭對手
choice-opportunity-lost-reason-product = 產品
choice-opportunity-lost-reason-timing = 時機
choice-opportunity-lost-reason-budget = 預算
choice-opportunity-lost-reason-no-decision = 客戶未決定
choice-opportunity-lost-reason-no-contact = 失去聯繫
choice-opportunity-lost-reason-other = 其他

verb-opportunity-move = 變更階段
verb-opportunity-win = 成交
verb-opportunity-lose = 失單
verb-opportunity-reopen = 重新開啟
field-opportunity-lost-to-id = 敗給
field-opportunity-rate = 成交時匯率
field-opportunity-rate-on = 匯率日期
field-opportunity-base-amount = 公司貨幣金額
field-opportunity-split = 業績分配

related-opportunity-lost-to-id = 敗給它的商機

entity-opportunity-split = 分配比例
entity-opportunity-split-plural = 分配比例

field-opportunity-split-percent = 比例
