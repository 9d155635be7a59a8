# 每一頁周圍的文字。

ui-skip = 跳到頁面內容
ui-places = 主選單
ui-home = 首頁
ui-today = 今天
ui-settings = 設定
ui-search = 搜尋
ui-search-everything = 搜尋或前往…
ui-create = 建立
ui-new-named = 新增{ $name }
ui-help = 說明
ui-me = 個人選單
ui-theme = 外觀
ui-theme-system = 依裝置設定
ui-theme-light = 淺色
ui-theme-dark = 深色
ui-language = 語言
ui-density-compact = 緊密
ui-density-normal = 標準
ui-density-comfortable = 寬鬆
ui-sign-out = 登出

ui-palette = 搜尋與指令
ui-palette-hint = 名稱、頁面、動作；輸入 > 只列動作
ui-undo-last = 復原上一個變更

ui-keys = 鍵盤快速鍵
ui-keys-general = 全域
ui-keys-go = 前往
ui-keys-create = 建立
ui-keys-list = 這份清單
ui-keys-record = 這筆資料
ui-letters-off = 您已在設定中關閉單一字母快速鍵。
