# 商機的狀況、銷售流程、勝敗。

ui-stalled = 停滯
ui-stalled-count = { $count ->
   *[other] { $shown } 筆停滯
}
ui-missing-before-next = { $count ->
   *[other] 進入下一階段前還缺 { $count } 項
}
ui-usual-days = { $count ->
   *[other] 此階段通常 { $shown } 天
}
ui-days-in-stage = { $count ->
   *[other] 在此階段 { $shown } 天
}
ui-days-against-usual = { $count ->
   *[other] 在此階段 { $shown } 天，通常 { $usual } 天
}
ui-close-put-off = { $count ->
   *[other] 結案日已延後 { $count } 次
}
ui-last-spoken = 上次雙向聯絡：{ $when }
ui-never-spoken = 尚未雙向聯絡
ui-deal-standing = 目前狀況
ui-in-company-currency = 以今日匯率換算為 { $currency }
ui-no-rate-for = 沒有 { $currencies } 的匯率

ui-pipelines = 銷售流程與階段
ui-pipelines-text = 銷售的方式、各自的階段，以及商機前進前須完成的事。
ui-pipelines-edit = 編輯銷售流程
ui-pipeline-add = 新增銷售流程
ui-pipeline-edit = 編輯銷售流程
ui-pipeline-default = 預設
ui-pipeline-default-help = 團隊沒有自己的銷售流程時，新商機由此開始。
ui-pipeline-teams-help = 未選擇時，所有人都可使用。
ui-pipeline-stalled = 商機視為停滯的條件
ui-pipeline-stalled-help = 只看商機本身的條件，用於看板的標記與計數。
ui-stalled-when = 視為停滯：{ $words }
ui-stage-add = 新增階段
ui-stage-edit = 編輯階段
ui-stage-category-help = 其中的商機為進行中、成交或失單。選定後不再更改。
ui-stage-probability = 成交機率（百分比）
ui-stage-days-help = 超過天數的商機會加上標記。留空則不標記。
ui-stage-fields-help = 商機向前離開此階段前須填寫。
ui-stage-criteria = 離開前須符合的條件
ui-stage-criteria-help = 可看商機、其明細、客戶與主要聯絡人。
ui-stage-needs = 須填寫 { $fields }。
ui-stage-holds = 須符合：{ $words }。
ui-stage-delete = 刪除階段
ui-stage-standing = { $count ->
   *[other] 其中有 { $shown } 筆商機。請指定要移到哪裡。
}
ui-stage-successor = 移到
ui-stage-say-where = 請先指定商機要移到哪裡。

ui-delete-named = 刪除{ $name }

ui-win-loss = 勝敗分析
ui-win-loss-text = 您可查看的已結案商機。
ui-win-loss-by = 依
ui-win-loss-segments = 產業
ui-win-loss-segment = 產業
ui-win-loss-reasons = 失單原因
ui-win-loss-unknown = 未知
ui-win-loss-none = 尚無可比較的結果
ui-win-loss-none-text = 這段期間成交與失單的商機會顯示在此。在商機上記錄競爭對手，就能看出對陣結果。
ui-win-rate = 勝率
ui-any = 全部
ui-decided-in = 結案期間
ui-decided-this-quarter = 本季
ui-decided-this-year = 今年
ui-decided-last-year = 去年
ui-decided-ever = 不限期間

ui-reasons = 失單原因
ui-reasons-text = 商機失單時可選的原因，可用自己的用詞並自訂順序。不再提供的原因會保留在已使用的商機與報表中。
ui-reason-new = 新的原因
ui-reason-add = 新增原因
ui-reason-archive = 不再提供「{ $name }」
ui-reason-offer = 重新提供「{ $name }」
ui-reason-archived = 不再提供
