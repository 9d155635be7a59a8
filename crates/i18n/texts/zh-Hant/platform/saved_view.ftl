entity-saved-view = 已儲存的檢視
entity-saved-view-plural = 已儲存的檢視

field-saved-view-entity = 資料種類
field-saved-view-sharing = 誰看得到
field-saved-view-filter = 篩選
field-saved-view-sort = 排序
field-saved-view-columns = 欄
field-saved-view-words = 搜尋文字
field-saved-view-layout = 版面
field-saved-view-within = 所屬範圍

choice-saved-view-sharing-private = 只有我
choice-saved-view-sharing-team = 我的團隊
choice-saved-view-sharing-everyone = 所有人
choice-saved-view-layout-table = 表格
choice-saved-view-layout-board = 看板

problem-not-a-list-of-names = 這裡必須是一串簡短的欄位名稱。
