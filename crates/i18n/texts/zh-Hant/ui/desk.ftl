# 查看時他人所做的變更
ui-unseen = 有 { $count } 筆新資料
ui-row-gone = 已被他人刪除，或您已無權檢視
ui-record-gone = 這筆資料已被他人刪除，或您已無權檢視。這裡顯示的是您最後看到的內容。
ui-overtaken = 這期間有人改成「{ $value }」
ui-overtaken-empty = 這期間有人清空了此欄位

# 我的最愛與檢視
ui-favourite-add = 加入我的最愛
ui-favourite-remove = 從我的最愛移除
ui-favourite-toggle = 我的最愛
ui-favourite-removed = 已從我的最愛移除：{ $name }
ui-favourite-acts = { $name }：更多操作
ui-favourite-up = 上移
ui-favourite-down = 下移
ui-views = 檢視
ui-views-shared = 共用的檢視
ui-view-all = 全部
ui-view-save = 儲存檢視
ui-view-save-new = 另存為新檢視
ui-view-saved = 已儲存：{ $name }
ui-view-reset = 還原檢視
ui-view-rename = 重新命名或共用
ui-view-delete = 刪除檢視
ui-view-make-default = 設為預設檢視
ui-view-unmake-default = 取消預設檢視
ui-view-needs-name = 請為檢視命名。

# 批次處理
ui-bulk-verb = 變更狀態
ui-bulk-tag = 加標籤
ui-bulk-what = 要做什麼
ui-bulk-trying = 正在試算…
ui-bulk-foreseen = 將變更 { $count } 筆，{ $refused } 筆維持不變
ui-bulk-same = { $count } 筆已是如此
ui-bulk-untried = 另有 { $count } 筆未試算
ui-bulk-tagged = 已為 { $count } 筆資料加上標籤
ui-bulk-stopped = 已停止：{ $count } 筆未處理。
ui-bulk-file = 下載清單

# 儲存格
ui-paste = 貼上
ui-paste-foreseen = 將變更 { $records } 筆資料中的 { $count } 格。
ui-paste-refused = { $count } 格維持不變：
ui-paste-beyond = 有 { $count } 列沒有對應的資料。
ui-paste-failed = { $count } 筆未變更：{ $reason }
problem-paste-reference = 其他資料請逐一選擇，或從此清單的儲存格複製。
problem-paste-choice = 這不是可用的選項。
