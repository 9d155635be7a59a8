# 登入、登出與首次啟用。

ui-sign-in = 登入
ui-sign-in-title = 登入 Guanxi
ui-sign-in-wrong = 電子郵件或密碼不正確。
ui-login = 電子郵件
ui-password = 密碼
ui-password-show = 顯示密碼
ui-password-hide = 隱藏密碼
ui-password-help = 越長越好：用三、四個不相干的詞組成。
ui-required = 此欄位必填。
ui-expired-title = 請重新登入
ui-expired-text = 您的登入已逾時。請輸入 { $login } 的密碼；頁面會保持原狀，您輸入的內容不會遺失。
ui-unreachable = 伺服器沒有回應
ui-error-network = 無法連線到伺服器。請檢查網路連線後再試一次。
ui-error-unexpected = 伺服器的回應無法辨識。請重新整理頁面；若問題仍在，請告知系統管理員。
ui-offline = 目前離線，恢復連線前無法儲存變更。
ui-offline-as-of = 目前離線，畫面為 { $time } 的資料；恢復連線前無法儲存變更。
ui-offline-unsaved = 目前離線，這項變更尚未儲存。恢復連線後請再試一次。
ui-upgraded-title = Guanxi 有新版本
ui-upgraded-text = 這個部分需要新版本。請先儲存或複製已輸入的內容，再重新整理頁面。
ui-reload = 重新整理

ui-setup-title = 設定 Guanxi
ui-setup-text = 您是第一位使用者。完成後會建立貴公司的工作區，並以系統管理員身分登入。
ui-setup-link = 這個工作區尚未設定。請開啟伺服器啟動時顯示的一次性連結。
ui-setup-go = 完成設定並登入
ui-workspace-name = 公司名稱
ui-company-currency = 公司幣別
ui-company-currency-help = 報表以此幣別加總。
ui-setup-company = 貴公司
ui-setup-you = 您本人
