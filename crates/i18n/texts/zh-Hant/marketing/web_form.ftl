entity-web-form = 網站表單
entity-web-form-plural = 網站表單

field-web-form-slug = 網址名稱
field-web-form-thanks-url = 感謝頁面
