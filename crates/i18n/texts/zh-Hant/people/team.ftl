entity-team = 團隊
entity-team-plural = 團隊
related-team-lead-id = 帶領的團隊
related-team-parent-id = 下層團隊

field-team-lead-id = 團隊主管
field-team-parent-id = 上層團隊

choice-team-kind-sales = 業務
choice-team-kind-marketing = 行銷
choice-team-kind-service = 服務
choice-team-kind-other = 其他
field-team-pipeline-id = 新商機的銷售流程
