# 拒絕的原因，依固定代碼。
# 代碼後附上數值名稱的文字，用於已知該數值時。

problem-unknown = 發生問題（{ $code }）。
problem-invalid = 有些欄位需要再確認。
problem-internal = 伺服器發生問題。請再試一次；若再次發生，請將追蹤編號告知系統管理員。
problem-not-found = 找不到內容，或您沒有檢視權限。
problem-forbidden = 您的角色沒有這項權限。
problem-unauthorized = 請先登入。
problem-wrong-credentials = 電子郵件或密碼不正確。
problem-wrong-password = 目前的密碼不正確。
problem-too-many-attempts = 嘗試次數過多，請稍候幾分鐘再試。
problem-quota-exceeded = 短時間內請求過多，請稍後再試。
problem-stale = 這筆資料已被其他人修改。
problem-changed-since = 下列欄位之後又有變更：{ $fields }。
problem-wrong-state = 目前的狀態無法執行這個動作。
problem-conflict = 與現有資料衝突。
problem-busy = 伺服器忙碌中，請稍後再試。
problem-unavailable = 無法連線到資料庫，請稍後再試。
problem-not-ready = 伺服器正在啟動。
problem-web-app-missing = 此伺服器未包含網頁應用程式。

problem-required = 此欄位必填。
problem-required-field = 請填寫 { $field }。
problem-not-unique = 已有相同的資料。
problem-id-taken = 已有相同識別碼的資料。
problem-read-only = 此欄位無法變更。
problem-locked = 目前的狀態下無法變更。
problem-needs-assign = 您沒有權限變更負責人。
problem-unknown-record = 這筆資料不存在，或您沒有檢視權限。
problem-unknown-currency = 不是有效的 ISO 4217 幣別代碼。
problem-unknown-language = 沒有提供這個語言。
problem-unknown-time-zone = 不明的時區。
problem-currency-in-use = 已有金額或匯率，公司幣別不能再變更。
problem-unknown-collation = 不明的名稱排序方式。
problem-unknown-value = 不明的值。
problem-currency-mismatch = 金額與幣別不一致。
problem-in-the-future = 此時間在未來。
problem-not-a-time = 請輸入時間，例如 21:00。
problem-cycle = 資料不能成為自己的上層。
problem-ends-before-start = 結束時間早於開始時間。
problem-duplicate-row = 這一列重複了。
problem-too-long = 最多 { $most } 個字元。
problem-out-of-range = 數字超出範圍。
problem-out-of-range-least-most = 須介於 { $least } 與 { $most } 之間。
problem-too-many-places = 小數位數過多。
problem-not-a-boolean = 須為是或否。
problem-not-a-day = 不是有效的日期。
problem-not-a-decimal = 不是有效的數字。
problem-not-a-whole-number = 不是整數。
problem-not-an-instant = 不是有效的日期與時間。
problem-not-a-text = 須為文字。
problem-not-an-id = 不是有效的識別碼。
problem-not-money = 不是含幣別的金額。
problem-not-an-email = 不是有效的電子郵件地址。
problem-not-a-phone = 不是有效的電話號碼。
problem-not-a-url = 不是有效的網址。
problem-control-character = 含有無法顯示的字元。
problem-password-too-short = 至少 { $least } 個字元。
problem-password-too-easy = 這個密碼容易被猜到。請用三、四個不相干的詞組成。
problem-setup-link-invalid = 此連結已失效。請重新啟動伺服器以取得新連結。

problem-last-administrator = 至少要保留一位系統管理員。
problem-administrator-is-fixed = 系統管理員角色無法變更。
problem-not-rights = 不是有效的權限設定。
problem-notes-stay-done = 備註沒有未完成狀態。
problem-not-an-anchor = 這類資料不能加上活動或標籤。
problem-no-custom-fields = 這類資料不能加上自訂欄位。
problem-not-a-field-name = 須以字母開頭，只能使用小寫字母、數字與 _。
problem-not-field-names = 不是有效的欄位名稱。
problem-not-choice-names = 不是有效的選項名稱。
problem-not-labels = 不是依語言列出的顯示名稱。
problem-pipeline-without-stages = 這個銷售流程還沒有進行中的階段。
problem-pipeline-without-stage = 這個銷售流程缺少對應結果的階段。
problem-pipeline-without-stage-category = 這個銷售流程缺少對應結果的階段（{ $category }）。
problem-stage-of-other-pipeline = 這個階段屬於其他銷售流程。
problem-start-in-open-stage = 新商機須從進行中的階段開始。
problem-stage-in-use = 這個階段還有商機。請先指定要移到哪個階段。
problem-pipeline-in-use = 這個銷售流程還有商機，不能刪除。
problem-pipeline-of-other-team = 這個銷售流程只供其他團隊使用，請選擇另一個。
problem-no-successor = 請選擇性質相同的另一個階段。
problem-criterion-out-of-reach = 條件所看的資料太遠。
problem-criterion-out-of-reach-field = { $field } 的條件所看的資料太遠。
problem-split-not-whole = 分配比例合計須為 100 %。
problem-split-not-whole-sum = 分配比例合計須為 100 %，目前為 { $sum } %。
problem-has-a-share-already = 這位人員已有分配比例。
problem-exit-criterion = 離開「{ $stage }」前，{ $label }{ $operator ->
    [eq] 須為 { $value }
    [ne] 不得為 { $value }
    [lt] 須小於 { $value }
    [lte] 最多為 { $value }
    [gt] 須大於 { $value }
    [gte] 至少須為 { $value }
    [in] 須為 { $value } 之一
    [nin] 不得為 { $value } 之一
    [contains] 須包含 { $value }
    [starts] 須以 { $value } 開頭
    [has] 須含有 { $value }
   *[empty] { $value ->
        [true] 須留空
       *[other] 須填寫
    }
}。
problem-exit-criterion-any = 離開「{ $stage }」前，須符合數個條件之一，例如：{ $label }{ $operator ->
    [eq] 為 { $value }
    [ne] 不為 { $value }
    [lt] 小於 { $value }
    [lte] 最多 { $value }
    [gt] 大於 { $value }
    [gte] 至少 { $value }
    [in] 為 { $value } 之一
    [nin] 不在 { $value } 之中
    [contains] 包含 { $value }
    [starts] 以 { $value } 開頭
    [has] 含有 { $value }
   *[empty] { $value ->
        [true] 留空
       *[other] 已填寫
    }
}。

problem-unknown-field = 沒有這個欄位。
problem-unknown-field-field = 沒有 { $field } 這個欄位。
problem-unknown-entity = 沒有這類資料。
problem-unknown-entity-entity = 沒有 { $entity } 這類資料。
problem-unknown-operator = 沒有這種比較方式。
problem-unknown-operator-operator = 沒有 { $operator } 這種比較方式。
problem-operator-not-for-kind = 這種比較方式不適用於此欄位。
problem-operator-not-for-kind-operator = { $operator } 不適用於此欄位。
problem-unknown-period = 沒有這種期間。
problem-unknown-bucket = 沒有這種時間區段。
problem-unknown-function = 沒有這種計算。
problem-unknown-operation = 沒有這種操作。
problem-unknown-parameter = 沒有這個參數。
problem-unknown-parameter-parameter = 沒有 { $parameter } 這個參數。
problem-not-filterable = 此欄位無法篩選。
problem-not-groupable = 此欄位無法分組。
problem-not-sortable = 此欄位無法排序。
problem-measure-not-for-field = 這種計算不適用於此欄位。
problem-filter-shape = 無法辨識篩選條件。
problem-too-deep = 篩選條件巢狀過深。
problem-too-many-tests = 篩選條件超過 { $most } 個。
problem-too-many-sorts = 最多依 { $most } 個欄位排序。
problem-too-many-buckets = 超過 { $most } 個分組，請縮小篩選範圍。
problem-too-many-rows = 最多 { $most } 列。
problem-path-too-long = 最多跨 { $most } 層關聯。
problem-not-a-start = 清單無法從這裡開始。
problem-bad-cursor = 清單位置已失效。
problem-not-a-limit = 請指定 1 到 200 筆。

problem-bad-request = 無法辨識請求內容。
problem-bad-if-match = If-Match 標頭不含版本。
problem-bad-last-event-id = Last-Event-ID 標頭不含本伺服器給出的位置。
problem-bad-idempotency-key = Idempotency-Key 標頭不含有效的鍵。
problem-precondition-required = 請以 If-Match 指明要修改的版本。
problem-key-reused = 這個 Idempotency-Key 已用於其他請求。
problem-key-running = 使用這個 Idempotency-Key 的請求仍在執行。
problem-batch-rolled-back = 因批次中的其他操作失敗，未做任何變更。
problem-body-incomplete = 請求中斷。
problem-body-too-slow = 請求傳送過久。
problem-too-large = 請求內容過大。
problem-too-many-members = 請求內容的項目過多。
problem-too-many-parameters = 請求參數過多。
problem-uri-too-long = 網址過長。
problem-given-twice = 重複給了兩次。
problem-given-twice-parameter = { $parameter } 給了兩次。
problem-not-utf8 = 文字不是 UTF-8 編碼。
problem-not-an-object = 須為物件。
problem-not-a-list = 須為清單。
problem-not-a-list-most = 須為最多 { $most } 項的清單。
problem-not-a-key = 此欄位無法識別資料。
problem-differs-from-key = 值與網址中的鍵不同。
problem-unsupported-media-type = 不接受這種內容類型。
problem-method-not-allowed = 此網址不支援這個方法。
problem-header-missing = 缺少標頭。
problem-header-missing-header = 缺少 { $header } 標頭。
problem-foreign-origin = 請求來自其他網站。
problem-insecure-transport = 登入需要安全連線（https）。
problem-not-a-filter = 這不是清單可用的篩選條件。
problem-conversion-stays = 轉換無法復原：由它產生的資料可能已在使用。
problem-not-a-slug = 只能用小寫字母、數字、連字號和底線。
problem-in-the-past = 此時間已過。
problem-not-a-recurrence = 這不是 Guanxi 支援的重複規則。
problem-recurrence-needs-day = 重複的活動需要一個起始日期。
problem-notes-have-no-steps = 備註沒有步驟。
problem-target-is-closed = 此期間已結算，達成值保持不變。
problem-not-days = 請輸入像 2026-12-24 的日期，並以逗號分隔。
problem-not-a-span = 結束時間須晚於開始時間，且相隔不超過 62 天。
problem-too-many = 最多 { $most } 個。
problem-not-a-calendar = 這不是 iCalendar 檔案。
problem-not-asked = 您不在受邀之列。可請安排的人把您加入。
problem-answers-for-oneself = 是否出席只能由本人回覆。請保留「尚未回覆」，或詢問對方。
problem-choice-is-fixed = 這個欄位的選項由 Guanxi 固定，無法更改。請指定可由工作區擴充的欄位，例如商機的失單原因。
