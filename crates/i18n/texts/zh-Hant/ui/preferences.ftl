# The page on which customers decide themselves how they are contacted.
ui-preferences-title = 您希望我們如何聯絡您
ui-preferences-intro = { $name }您好，{ $workspace }會依照以下設定與您聯絡，您可以隨時更改。
ui-preferences-at-once = 更改後立即生效。
ui-preferences-saved = 已儲存，即刻生效。
ui-preferences-closed = 這個連結已經失效。請向提供連結的人索取新的連結。
ui-preferences-may = 可以這樣聯絡我
ui-preferences-how = 方式與時間
ui-preferences-best = 我偏好的方式
ui-preferences-any = 都可以
ui-preferences-quiet = 勿擾時段
ui-preferences-quiet-text = 這段時間內不會有人致電或拜訪。
ui-preferences-quiet-both = 請填寫兩個時間，或兩個都不填。
ui-preferences-from = 從
ui-preferences-until = 到
ui-preferences-none = 完全不要聯絡
ui-preferences-none-text = 無論什麼事，我們都不再寫信、致電或拜訪。您隨時可以回到這裡改變主意。
ui-preferences-refuse = 全部拒絕

# Its link, on the contact's page.
ui-preference-link = 複製偏好設定連結…
ui-preference-link-title = 偏好設定頁
ui-preference-link-text = 聯絡人在這個頁面自行決定可以用什麼方式、為了什麼與他聯絡。知道網址的人都能更改，請勿交給其他人。
ui-preference-link-copy = 複製連結
ui-preference-link-end = 停用連結
ui-preference-link-ended = 連結已停用
ui-event-customer = 客戶
ui-event-linked = { $name } 建立了偏好設定連結
ui-event-unlinked = { $name } 停用了偏好設定連結
