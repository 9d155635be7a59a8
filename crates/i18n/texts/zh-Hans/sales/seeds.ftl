# 新工作区的初始数据。

seed-pipeline = 销售
seed-stage-qualification = 资格确认
seed-stage-needs = 需求分析
seed-stage-proposal = 方案报价
seed-stage-negotiation = 商务谈判
seed-stage-commitment = 口头承诺
seed-stage-won = 赢单
seed-stage-lost = 输单
