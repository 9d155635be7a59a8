entity-opportunity-competitor = 商机竞争对手
entity-opportunity-competitor-plural = 商机竞争对手

field-opportunity-competitor-competitor-id = 竞争对手
field-opportunity-competitor-before-decision = 定案前
field-opportunity-competitor-notes = 备注

choice-opportunity-competitor-status-suspected = 疑似参与
choice-opportunity-competitor-status-confirmed = 确认参与
choice-opportunity-competitor-status-eliminated = 已出局
choice-opportunity-competitor-status-won-against = 我方胜出
choice-opportunity-competitor-status-lost-to = 对手胜出
choice-opportunity-competitor-before-decision-suspected = 疑似参与
choice-opportunity-competitor-before-decision-confirmed = 确认参与
choice-opportunity-competitor-before-decision-eliminated = 已出局
choice-opportunity-competitor-before-decision-won-against = 我方胜出
choice-opportunity-competitor-before-decision-lost-to = 对手胜出
