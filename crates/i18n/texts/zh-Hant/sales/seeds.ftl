# 新工作區的預設資料。

seed-pipeline = 業務銷售
seed-stage-qualification = 資格確認
seed-stage-needs = 需求分析
seed-stage-proposal = 提案報價
seed-stage-negotiation = 議價協商
seed-stage-commitment = 口頭承諾
seed-stage-won = 成交
seed-stage-lost = 失單
