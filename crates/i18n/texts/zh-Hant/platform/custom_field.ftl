entity-custom-field = 自訂欄位
entity-custom-field-plural = 自訂欄位

field-custom-field-entity-name = 所屬資料
field-custom-field-name = API 名稱
field-custom-field-labels = 顯示名稱
field-custom-field-choices = 選項
field-custom-field-is-required = 必填
field-custom-field-is-indexed = 快速篩選

choice-custom-field-kind-text = 文字
choice-custom-field-kind-multiline = 長文字
choice-custom-field-kind-int = 整數
choice-custom-field-kind-decimal = 數字
choice-custom-field-kind-bool = 是或否
choice-custom-field-kind-day = 日期
choice-custom-field-kind-instant = 日期與時間
choice-custom-field-kind-choice = 單選
choice-custom-field-kind-choices = 多選
choice-custom-field-kind-email = 電子郵件
choice-custom-field-kind-phone = 電話
choice-custom-field-kind-url = 網址
