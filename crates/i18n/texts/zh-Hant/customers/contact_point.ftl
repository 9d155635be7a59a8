entity-contact-point = 聯絡方式
entity-contact-point-plural = 聯絡方式

field-contact-point-value = 號碼或地址
field-contact-point-normalised = 比對用格式
field-contact-point-label = 標示
field-contact-point-status = 可用狀態

choice-contact-point-kind-email = 電子郵件
choice-contact-point-kind-phone = 電話
choice-contact-point-kind-mobile = 手機
choice-contact-point-kind-fax = 傳真
choice-contact-point-kind-im = 即時通訊
choice-contact-point-kind-url = 網址
choice-contact-point-status-ok = 正常
choice-contact-point-status-invalid = 無效
choice-contact-point-status-bounced = 遭退信
choice-contact-point-status-do-not-use = 請勿使用
