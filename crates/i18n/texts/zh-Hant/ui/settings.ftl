# 個人設定。

ui-profile = 個人資料
ui-profile-text = 同事看到的您。
ui-family-first = 姓在前
ui-given-first = 名在前
ui-language-region = 語言與地區
ui-language-region-text = 語言決定文字，地區決定日期、數字與金額的寫法。
ui-region = 地區
ui-time-zone = 時區
ui-time-zone-help = 您的一天以此時區起訖。
ui-theme-text = 套用到您使用的所有裝置。
ui-theme-choice = 淺色或深色
ui-density = 列高
ui-keyboard = 鍵盤
ui-keyboard-text = 在任何頁面按 ? 可查看快速鍵。
ui-letter-keys = 單一字母快速鍵
ui-letter-keys-help = 若影響語音輸入或其他工具，可將其關閉。含 Ctrl、⌘ 或 Alt 的按鍵不受影響。
ui-password-text = 變更後，您在其他裝置上的登入都會結束。
ui-password-current = 目前的密碼
ui-password-new = 新密碼
ui-password-change = 變更密碼
ui-password-changed = 密碼已變更
ui-sessions = 登入中的裝置
ui-sessions-text = 若有不認得的登入，請先結束它，再變更密碼。
ui-session-here = 目前的瀏覽器
ui-session-used = 上次使用：
ui-session-unknown = 不明的程式
ui-session-end = 結束
ui-session-end-named = 結束 { $name } 的登入

ui-workspace = 工作區
ui-lists = 清單
ui-lists-text = 大家共用的人員、規則與選項。
ui-workspace-text = 適用於所有同事；只有系統管理員看得到並可變更。
ui-company-currency-fixed = 報表以此幣別加總；一旦有金額或匯率，便不能再變更。
ui-company-zone = 公司所在時區
ui-company-zone-help = 共用的期限與規則以此時區的日期為準。
ui-company-language = 公司語言
ui-company-language-help = Guanxi 為大家產生的名稱與文字所用的語言；個人的語言請在上方選擇。
ui-collation = 名稱排序方式
ui-collation-help = 清單中名稱的排列順序。資料很多時，變更需要一段時間；在此之前清單維持原來的順序。
ui-collation-root = 字母順序，中文依部首
ui-collation-pinyin = 中文依拼音
ui-collation-stroke = 中文依筆畫
ui-collation-preparing = 正在準備新的排序：{ $order }。完成後清單會自動更新。
ui-workspace-save = 為所有人儲存

# Demo firm
ui-demo = 示範公司
ui-demo-text = 一家虛構的測量儀器公司，附有一年的客戶、商機與往來記錄，供您瀏覽試用。
ui-demo-make = 載入示範公司
ui-demo-remove = 移除示範公司
ui-demo-made = 已載入示範公司
ui-demo-removed = 已移除示範公司
ui-demo-there =
    { $count ->
       *[other] 目前有 { $count } 筆資料。
    }
ui-demo-question =
    { $count ->
       *[other] { $count } 筆資料會移到資源回收筒
    }，{ $changed ->
        [0] 其中沒有被人修改過的
       *[other] 其中 { $changed } 筆曾被人修改
    }。使用者自行建立的資料會保留。
