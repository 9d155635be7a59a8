# 資料的清單、看板、頁面與表單。

ui-yes = 是
ui-no = 否
ui-list-joint = 、
ui-row-count = { $count } 列
ui-apply = 套用
ui-open = 開啟
ui-nothing = 不指定
ui-primary = 主要
ui-overdue = 已逾期
ui-planned = 已排定
ui-weighted = 加權
ui-sum = 合計
ui-sums = 合計
ui-rows = 明細
ui-days = 天數
ui-show-all = 顯示全部
ui-load-more = 載入更多
ui-more-fields = 更多欄位
ui-type-to-find = 輸入文字以搜尋
ui-anchor-kind = 資料類型
ui-edit-named = 編輯{ $name }
ui-and-more = 另有 { $count } 筆
ui-locked = 目前狀態下已鎖定

# 清單
ui-list-tools = 搜尋與篩選
ui-search-list = 搜尋這份清單
ui-layout = 檢視方式
ui-layout-table = 表格
ui-layout-board = 看板
ui-count = { $count ->
   *[other] { $shown } 筆
}
ui-count-more = 超過 { $shown } 筆
ui-columns = 欄
ui-columns-shown = 顯示的欄
ui-columns-hidden = 隱藏的欄
ui-columns-usual = 還原預設的欄
ui-move-up = 將{ $name }上移
ui-move-down = 將{ $name }下移
ui-sort-up = 遞增排序
ui-sort-down = 遞減排序
ui-sort-also = 加入次要排序
ui-column-hide = 隱藏此欄
ui-jump = 跳至…
ui-jump-go = 跳至
ui-jump-hint = 開頭文字或數字
ui-peek = 在旁邊檢視
ui-peek-panel = 清單旁的資料
ui-open-page = 開啟頁面
ui-next-row = 下一列
ui-previous-row = 上一列
ui-next-record = 下一筆
ui-previous-record = 上一筆
ui-edit-cell = 編輯這個儲存格
ui-pick = 選取這一列
ui-pick-named = 選取{ $name }
ui-pick-all = 選取目前顯示的全部資料
ui-pick-none = 取消選取
ui-pick-matching = 選取全部 { $shown } 筆
ui-picked = 已選取 { $count } 筆
ui-picked-tools = 已選取的資料
ui-empty-title = 還沒有{ $name }
ui-empty-text = 您建立或匯入的資料會顯示在這裡。
ui-empty-account = 您往來或想要往來的公司。就從最近談過的那一家開始吧。
ui-empty-contact = 您往來的人員，可以屬於某個客戶，也可以獨立存在。
ui-empty-opportunity = 正在進行的銷售機會。就從今天手上的這一件開始吧。
ui-empty-activity = 待辦、通話、會議與備註。您記錄的內容都會顯示在相關資料上。
ui-empty-product = 您銷售的產品。商機的明細會由此帶入名稱與價格。
ui-empty-lead = 可能成為客戶的人與公司。來源可以是網站表單、匯入或手動新增；接受、跟進，再轉換為客戶。
ui-empty-competitor = 與您競爭的公司。記下對方的優劣勢，並標記在商機上，報表會統計對上每一家的勝率。
ui-empty-target = 個人或團隊在一個月、一季或一年內要達成的目標：成交金額、電話、拜訪。達成進度會自動計算。
ui-empty-forecast-call = 您對某個月業績的判斷，與系統計算的數字並列。
ui-empty-web-form = 放在網站上的表單。送出的內容會成為潛在客戶，並依分派規則指派。
ui-empty-assignment-rule = 新的潛在客戶由誰負責：條件、輪流的人員，以及須在幾小時內接受。沒有規則時，由新增的人負責。
ui-empty-tag = 加在資料上的彩色標籤。可在這裡新增，也可在任何一筆資料上新增。
ui-empty-currency-rate = 各種貨幣在某一天的匯率。有了匯率，合計就能以公司貨幣顯示，成交的商機會保留當天的匯率。
ui-empty-custom-field = 客戶、聯絡人、商機等資料上的自訂欄位。新增後立即出現在表單、清單、篩選、匯入與 API。
ui-empty-team = 一起工作的人。團隊決定誰看得到什麼、使用哪個銷售流程，以及哪些人的數字合併計算。
ui-nothing-fits = 沒有符合的資料
ui-nothing-fits-text = 沒有資料符合目前的篩選條件。

# 批次處理
ui-bulk-owner = 變更負責人
ui-bulk-field = 編輯欄位
ui-bulk-delete = 刪除資料
ui-bulk-choose = 請先選擇欄位。
ui-bulk-preview = 將變更 { $count } 筆資料：
ui-bulk-progress = 已處理 { $done }／{ $count } 筆…
ui-bulk-changed = 已變更 { $count } 筆資料
ui-bulk-deleted = 已刪除 { $count } 筆資料
ui-bulk-refused = 已變更 { $done } 筆，{ $count } 筆維持原狀：
ui-undo-skipped = { $count } 筆資料之後又有變更，因此維持現狀

# 篩選
ui-filter = 篩選
ui-filter-clear = 清除篩選
ui-filter-by-value = 只顯示
ui-filter-field = 欄位
ui-filter-operator = 比較方式
ui-filter-value = 值
ui-filter-group = 條件
ui-filter-all = 全部符合
ui-filter-any = 任一符合
ui-filter-add = 條件
ui-filter-add-group = 群組
ui-filter-remove = 移除條件
ui-filter-remove-group = 移除群組
ui-filter-me = 我
ui-filter-test = { $field }{ $op }{ $value }
ui-filter-state = { $field }{ $state }
ui-filter-and = { $left }且{ $right }
ui-filter-or = { $left }或{ $right }
ui-quick-mine = 我的
ui-quick-open = 進行中
ui-quick-no-next-step = 沒有下一步
ui-quick-overdue = 已逾期
ui-quick-today = 今天

ui-op-eq = 為
ui-op-ne = 不為
ui-op-in = 為其中之一：
ui-op-nin = 不為以下任一：
ui-op-contains = 包含
ui-op-starts = 開頭為
ui-op-has = 含有
ui-op-empty = 為空白
ui-op-filled = 不為空白
ui-op-number-eq = ＝
ui-op-number-ne = ≠
ui-op-number-lt = ＜
ui-op-number-lte = ≤
ui-op-number-gt = ＞
ui-op-number-gte = ≥
ui-op-day-eq = 為
ui-op-day-lt = 早於
ui-op-day-lte = 不晚於
ui-op-day-gt = 晚於
ui-op-day-gte = 不早於

ui-period-today = 今天
ui-period-yesterday = 昨天
ui-period-tomorrow = 明天
ui-period-this-week = 本週
ui-period-last-week = 上週
ui-period-next-week = 下週
ui-period-this-month = 本月
ui-period-last-month = 上個月
ui-period-next-month = 下個月
ui-period-this-quarter = 本季
ui-period-last-quarter = 上一季
ui-period-next-quarter = 下一季
ui-period-this-year = 今年
ui-period-last-year = 去年
ui-period-next-year = 明年
ui-days-ago = { $count } 天前
ui-days-ahead = { $count } 天後
ui-span-ago = 幾天前…
ui-span-ahead = 幾天後…
ui-span-exact = 指定日期…

# 單筆資料
ui-facts = 基本資料
ui-related = 相關資料
ui-record-parts = 這筆資料的各部分
ui-copy-link = 複製連結
ui-link-copied = 已複製連結
ui-deleted = 已刪除{ $name }
ui-created = 已建立{ $name }
ui-verb-done = { $verb }：{ $name }
ui-related-as = { $name }（{ $field }）
ui-related-none = 尚無資料
ui-add-to-named = 在{ $name }中新增
ui-tag-add = 新增標籤
ui-row-add = 新增一列
ui-row-named = 第 { $number } 列
ui-row-up = 第 { $number } 列上移
ui-row-down = 第 { $number } 列下移
ui-row-remove = 移除第 { $number } 列
ui-move-to = 移至…
ui-move-to-named = 移至{ $name }
ui-days-short = { $shown } 天
ui-stuck = 停留超過 { $limit } 天
ui-no-next-step = 沒有下一步
ui-overdue-since = { $day }起逾期

ui-conflict = 有人同時修改了這筆資料
ui-conflict-text = 您輸入時，{ $name }也修改了「{ $field }」。要保留哪一個？
ui-conflict-mine = 您的內容
ui-conflict-theirs = 對方的內容
ui-conflict-original = 原來的內容
ui-conflict-keep-mine = 保留我的內容
ui-conflict-keep-theirs = 保留對方的內容

# 時間軸
ui-timeline = 時間軸
ui-timeline-shows = 時間軸顯示的內容
ui-timeline-all = 全部
ui-timeline-changes = 變更紀錄
ui-timeline-more = 顯示更早的內容
ui-composer = 記錄內容
ui-composer-kind = 類型
ui-composer-note = 寫下備註…
ui-composer-call = 通話談了什麼？
ui-composer-task = 要做什麼？
ui-composer-meeting = 會議主題是什麼？
ui-composer-empty = 請先輸入幾個字。
ui-composer-saved = 已存入時間軸
ui-follow = 下一步：
ui-follow-tomorrow = 明天
ui-follow-days = 3 天後
ui-follow-week = 下週
ui-log-note = 寫備註
ui-log-call = 記錄通話
ui-log-task = 安排待辦
ui-log-meeting = 安排會議
ui-done-named = 完成：{ $name }
ui-event-created = { $name }建立了這筆資料
ui-event-updated = { $name }修改了這筆資料
ui-event-deleted = { $name }刪除了這筆資料
ui-event-restored = { $name }還原了這筆資料
ui-event-reverted = { $name }復原了一項變更
ui-event-imported = { $name }匯入了這筆資料
ui-event-verb = { $name }：{ $verb }
ui-change-emptied = 已清空
ui-changes-all = 顯示全部變更
ui-revert = 復原
ui-revert-help = 復原這項變更；若相同欄位之後又有變更則無法復原
ui-reverted = 已復原變更

# 表單
ui-form-wrong = 請再確認以下欄位：
ui-draft-restored = 您上次輸入的內容還在這裡。
ui-draft-discard = 捨棄
ui-alike =
    { $count ->
       *[other] 可能已有（{ $count }）
    }
alike-account = 同一客戶
alike-company = 同一公司
alike-domain = 網域相同
alike-email = 電子郵件相同
alike-name = 名稱相同
alike-phone = 電話相同
alike-similar-name = 名稱相近
alike-tax-id = 統一編號相同

# 看板
ui-column-empty = 沒有資料
ui-fold = 收合欄
ui-health = 下一步狀況
ui-health-planned = { $count } 筆有下一步
ui-health-none = { $count } 筆沒有下一步
ui-health-overdue = { $count } 筆下一步已逾期

# 首頁
ui-home-hello = { $day }・{ $name }
ui-home-whose = 對象
ui-home-mine = 我的
ui-home-team = 團隊的
ui-home-activities = 待辦事項
ui-home-opportunities = 商機
ui-home-overdue = 已逾期
ui-home-today = 今天
ui-home-week = 未來七天
ui-home-undated = 未排日期
ui-home-no-next-step = 沒有下一步的商機
ui-home-step-overdue = 下一步已逾期
ui-home-closing = 本月應結案
ui-home-none = 目前沒有，很好。
ui-home-high = 高優先
ui-mention = 提及
ui-checked-in = { $at } 簽到
ui-home-mentions = 提及我的
ui-mentioned = 有人提及您：{ $name }
ui-home-reminders = 提醒
ui-home-anniversaries = 往年此時成交
ui-home-done = 完成
ui-snooze = 延後提醒
ui-snooze-named = 延後提醒「{ $name }」
ui-snooze-later = 3 小時後
ui-reminder = 提醒：{ $name }
ui-steps-done = { $total } 個步驟中已完成 { $done } 個

# 通話
ui-call-how = 這通電話談得如何？
ui-call-with = 與{ $name }通話
ui-call-skip = 暫不記錄
ui-message-to = 傳簡訊至 { $name }
ui-on-the-map = 在地圖上顯示

# Leads that become customers
ui-convert-new = 新增：{ $name }
ui-convert-none = 無
ui-convert-other = 選擇其他…
ui-convert-opportunity = 同時建立商機
ui-convert-done = 已轉換，成為：

# A record at a glance
ui-overview = 概覽
ui-overview-none = 沒有進行中或已安排的事項。
ui-overview-open = 進行中商機
ui-overview-overdue = 逾期
ui-overview-next = 下一步
ui-overview-last = 最近聯絡
ui-overview-group = 集團
ui-overview-leads = 來自潛在客戶
ui-overview-below =
    { $count ->
       *[other] { $count } 家子公司
    }

# Before somebody is contacted
contact-rule-do-not-use = 此地址或號碼已標示為請勿使用。
contact-rule-refused = 對方不希望以這種方式被聯絡。
contact-rule-withdrawn = 對方已撤回同意。
contact-rule-expired = 同意已過期。
contact-rule-no-consent = 沒有取得這方面的同意。
contact-rule-quiet-hours = 對方所在地現在是免打擾時段。
ui-contact-title = 仍要聯絡？
ui-contact-reason = 為什麼仍要聯絡？
ui-contact-kept = 會記錄在活動中。
ui-contact-go-on = 繼續

# 新使用者的第一步
ui-first = 第一步
ui-first-far = 已完成 { $done }／{ $all }
ui-first-put-away = 收起第一步
ui-first-is-done = 已完成
ui-first-is-open = 待完成
ui-first-stages = 依您的銷售方式調整階段
ui-first-account = 建立第一個客戶
ui-first-contact = 建立一位聯絡人
ui-first-opportunity = 建立一筆商機
ui-first-next-step = 為商機安排下一步
ui-first-done = 完成一項活動
ui-first-target = 設定一個目標
ui-first-all = 全部完成，您已經熟悉 Guanxi 了。
ui-first-demo = 也可以先看看示範公司：在設定中載入，之後可整個移除。
ui-answer = 您的回覆
ui-answer-asked = 您受邀參加。會出席嗎？
ui-answer-named = 對「{ $name }」的回覆
ui-home-invitations = 邀請
ui-check-in-text = 會在這次拜訪上記下您已到達，以及時間。
ui-check-in-place = 也記下我的位置
ui-check-in-stored = 勾選後才會：瀏覽器先徵求您同意，然後把這一刻的緯度與經度存進這次拜訪。看得到這次拜訪的人都看得到。之前和之後都不記錄。
ui-check-in-do = 我到了
ui-check-in-refused = 已簽到，未記位置：瀏覽器不允許。可在瀏覽器的網站設定中更改。
ui-check-in-unknown = 已簽到，未記位置：裝置無法判定位置。
