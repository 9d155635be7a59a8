# 商机的状况、销售流程、胜败。

ui-stalled = 停滞
ui-stalled-count = { $count ->
   *[other] { $shown } 笔停滞
}
ui-missing-before-next = { $count ->
   *[other] 进入下一阶段前还缺 { $count } 项
}
ui-usual-days = { $count ->
   *[other] 此阶段通常 { $shown } 天
}
ui-days-in-stage = { $count ->
   *[other] 在此阶段 { $shown } 天
}
ui-days-against-usual = { $count ->
   *[other] 在此阶段 { $shown } 天，通常 { $usual } 天
}
ui-close-put-off = { $count ->
   *[other] 结案日已推迟 { $count } 次
}
ui-last-spoken = 上次双向联系：{ $when }
ui-never-spoken = 尚未双向联系
ui-deal-standing = 目前状况
ui-in-company-currency = 按今日汇率换算为 { $currency }
ui-no-rate-for = 没有 { $currencies } 的汇率

ui-pipelines = 销售流程与阶段
ui-pipelines-text = 销售的方式、各自的阶段，以及商机前进前须完成的事。
ui-pipelines-edit = 编辑销售流程
ui-pipeline-add = 新建销售流程
ui-pipeline-edit = 编辑销售流程
ui-pipeline-default = 默认
ui-pipeline-default-help = 团队没有自己的销售流程时，新商机从这里开始。
ui-pipeline-teams-help = 未选择时，所有人都可使用。
ui-pipeline-stalled = 商机视为停滞的条件
ui-pipeline-stalled-help = 只看商机本身的条件，用于看板的标记与计数。
ui-stalled-when = 视为停滞：{ $words }
ui-stage-add = 新建阶段
ui-stage-edit = 编辑阶段
ui-stage-category-help = 其中的商机为进行中、赢单或输单。选定后不再更改。
ui-stage-probability = 赢单概率（百分比）
ui-stage-days-help = 超过天数的商机会加上标记。留空则不标记。
ui-stage-fields-help = 商机向前离开此阶段前须填写。
ui-stage-criteria = 离开前须符合的条件
ui-stage-criteria-help = 可看商机、其明细、客户与主要联系人。
ui-stage-needs = 须填写 { $fields }。
ui-stage-holds = 须符合：{ $words }。
ui-stage-delete = 删除阶段
ui-stage-standing = { $count ->
   *[other] 其中有 { $shown } 笔商机。请指定要移到哪里。
}
ui-stage-successor = 移到
ui-stage-say-where = 请先指定商机要移到哪里。

ui-delete-named = 删除{ $name }

ui-win-loss = 胜败分析
ui-win-loss-text = 您可查看的已结案商机。
ui-win-loss-by = 按
ui-win-loss-segments = 行业
ui-win-loss-segment = 行业
ui-win-loss-reasons = 输单原因
ui-win-loss-unknown = 未知
ui-win-loss-none = 尚无可比较的结果
ui-win-loss-none-text = 这段时间赢单与输单的商机会显示在这里。在商机上记录竞争对手，就能看出对阵结果。
ui-win-rate = 胜率
ui-any = 全部
ui-decided-in = 结案时间
ui-decided-this-quarter = 本季度
ui-decided-this-year = 今年
ui-decided-last-year = 去年
ui-decided-ever = 不限时间

ui-reasons = 输单原因
ui-reasons-text = 商机输单时可选的原因，可用自己的用词并自定顺序。不再提供的原因会保留在已使用的商机和报表中。
ui-reason-new = 新的原因
ui-reason-add = 新增原因
ui-reason-archive = 不再提供“{ $name }”
ui-reason-offer = 重新提供“{ $name }”
ui-reason-archived = 不再提供
