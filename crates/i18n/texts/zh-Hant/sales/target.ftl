entity-target = 目標
entity-target-plural = 目標

field-target-name = 期間
field-target-metric = 衡量項目
field-target-for-team-id = 團隊目標
field-target-period = 期間長度
field-target-starts-on = 第一天
field-target-ends-on = 最後一天
field-target-goal-amount = 目標金額
field-target-goal-count = 目標數量
field-target-reached-amount = 達成金額
field-target-reached-count = 達成數量
field-target-closed-at = 結算時間

choice-target-metric-won-amount = 成交金額
choice-target-metric-won-count = 成交商機數
choice-target-metric-new-accounts = 新客戶數
choice-target-metric-calls = 通話次數
choice-target-metric-meetings = 會議次數
choice-target-metric-visits = 拜訪次數
choice-target-period-month = 月
choice-target-period-quarter = 季
choice-target-period-year = 年
