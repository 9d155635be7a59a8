entity-opportunity-competitor = 商機競爭對手
entity-opportunity-competitor-plural = 商機競爭對手

field-opportunity-competitor-competitor-id = 競爭對手
field-opportunity-competitor-before-decision = 定案前
field-opportunity-competitor-notes = 備註

choice-opportunity-competitor-status-suspected = 疑似參與
choice-opportunity-competitor-status-confirmed = 確認參與
choice-opportunity-competitor-status-eliminated = 已出局
choice-opportunity-competitor-status-won-against = 我方勝出
choice-opportunity-competitor-status-lost-to = 對手勝出
choice-opportunity-competitor-before-decision-suspected = 疑似參與
choice-opportunity-competitor-before-decision-confirmed = 確認參與
choice-opportunity-competitor-before-decision-eliminated = 已出局
choice-opportunity-competitor-before-decision-won-against = 我方勝出
choice-opportunity-competitor-before-decision-lost-to = 對手勝出
