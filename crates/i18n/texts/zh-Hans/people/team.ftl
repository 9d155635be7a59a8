entity-team = 团队
entity-team-plural = 团队
related-team-lead-id = 负责的团队
related-team-parent-id = 下级团队

field-team-lead-id = 团队负责人
field-team-parent-id = 上级团队

choice-team-kind-sales = 销售
choice-team-kind-marketing = 市场
choice-team-kind-service = 服务
choice-team-kind-other = 其他
field-team-pipeline-id = 新商机的销售流程
