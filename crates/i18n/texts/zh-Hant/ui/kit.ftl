# 各元件與多數頁面共用的文字。

ui-save = 儲存
ui-saving = 儲存中…
ui-saved = 已儲存
ui-cancel = 取消
ui-close = 關閉
ui-delete = 刪除
ui-edit = 編輯
ui-add = 新增
ui-undo = 復原
ui-retry = 再試一次
ui-clear = 清除
ui-choose = 選擇
ui-narrow = 縮小清單範圍
ui-more = 更多
ui-loading = 載入中…
ui-searching = 搜尋中…
ui-nothing-found = 找不到符合的項目
ui-create-named = 建立「{ $name }」
ui-remove-named = 移除{ $name }
ui-messages = 訊息
ui-currency = 幣別
ui-none = 無

ui-error-title = 無法載入
ui-trace-id = 追蹤編號
ui-no-permission-title = 您沒有權限檢視
ui-no-permission-text = 請向系統管理員申請檢視權限。
ui-no-permission-ask = 請向{ $name }申請檢視權限。
ui-not-found = 找不到頁面
ui-not-found-title = 這裡沒有內容
ui-not-found-text = 內容可能已刪除，或您沒有檢視權限。
ui-go-home = 回首頁
