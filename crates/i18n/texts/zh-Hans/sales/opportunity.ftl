entity-opportunity = 商机
entity-opportunity-plural = 商机
related-opportunity-primary-contact-id = 担任主要联系人的商机

field-opportunity-primary-contact-id = 主要联系人
field-opportunity-amount = 金额
field-opportunity-probability = 赢单概率
field-opportunity-weighted = 加权金额
field-opportunity-close-on = 预计成交日期
field-opportunity-push-count = 延期次数
field-opportunity-forecast-category = 预测类别
field-opportunity-next-step = 下一步
field-opportunity-next-step-on = 下一步日期
field-opportunity-stage-entered-at = 进入阶段时间
field-opportunity-won-at = 赢单时间
field-opportunity-lost-at = 输单时间
field-opportunity-lost-reason = 输单原因
field-opportunity-lost-notes = 输单复盘
field-opportunity-reopen-reason = 重新打开原因
field-opportunity-days-in-stage = 在此阶段天数
field-opportunity-age-days = 已开立天数

choice-opportunity-status-open = 进行中
choice-opportunity-status-won = 赢单
choice-opportunity-status-lost = 输单
choice-opportunity-forecast-category-pipeline = 跟进中
choice-opportunity-forecast-category-best-case = 乐观
choice-opportunity-forecast-category-commit = 承诺
choice-opportunity-forecast-category-closed = 已关闭
choice-opportunity-forecast-category-omitted = 不计入
choice-opportunity-lost-reason-price = 价格
choice-opportunity-lost-reason-competitor = 竞争对手
choice-opportunity-lost-reason-product = 产品
choice-opportunity-lost-reason-timing = 时机
choice-opportunity-lost-reason-budget = 预算
choice-opportunity-lost-reason-no-decision = 客户未决定
choice-opportunity-lost-reason-no-contact = 失去联系
choice-opportunity-lost-reason-other = 其他

verb-opportunity-move = 变更阶段
verb-opportunity-win = 赢单
verb-opportunity-lose = 输单
verb-opportunity-reopen = 重新打开
field-opportunity-lost-to-id = 败给
field-opportunity-rate = 成交时汇率
field-opportunity-rate-on = 汇率日期
field-opportunity-base-amount = 公司货币金额
field-opportunity-split = 业绩分配

related-opportunity-lost-to-id = 败给它的商机

entity-opportunity-split = 分配比例
entity-opportunity-split-plural = 分配比例

field-opportunity-split-percent = 比例
