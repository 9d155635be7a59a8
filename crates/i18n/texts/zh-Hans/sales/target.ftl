entity-target = 目标
entity-target-plural = 目标

field-target-name = 期间
field-target-metric = 衡量项目
field-target-for-team-id = 团队目标
field-target-period = 期间长度
field-target-starts-on = 第一天
field-target-ends-on = 最后一天
field-target-goal-amount = 目标金额
field-target-goal-count = 目标数量
field-target-reached-amount = 达成金额
field-target-reached-count = 达成数量
field-target-closed-at = 结算时间

choice-target-metric-won-amount = 赢单金额
choice-target-metric-won-count = 赢单数
choice-target-metric-new-accounts = 新客户数
choice-target-metric-calls = 通话次数
choice-target-metric-meetings = 会议次数
choice-target-metric-visits = 拜访次数
choice-target-period-month = 月
choice-target-period-quarter = 季
choice-target-period-year = 年
