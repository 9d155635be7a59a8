# 查看時他人所做的變更
ui-unseen = 有 { $count } 筆新資料
ui-row-gone = 已被他人刪除，或您已無權檢視
ui-record-gone = 這筆資料已被他人刪除，或您已無權檢視。這裡顯示的是您最後看到的內容。
ui-overtaken = 這期間有人改成「{ $value }」
ui-overtaken-empty = 這期間有人清空了此欄位
