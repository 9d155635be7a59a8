entity-custom-field = 自定义字段
entity-custom-field-plural = 自定义字段

field-custom-field-entity-name = 所属数据
field-custom-field-name = API 名称
field-custom-field-labels = 显示名称
field-custom-field-choices = 选项
field-custom-field-is-required = 必填
field-custom-field-is-indexed = 快速筛选

choice-custom-field-kind-text = 文本
choice-custom-field-kind-multiline = 长文本
choice-custom-field-kind-int = 整数
choice-custom-field-kind-decimal = 数字
choice-custom-field-kind-bool = 是或否
choice-custom-field-kind-day = 日期
choice-custom-field-kind-instant = 日期与时间
choice-custom-field-kind-choice = 单选
choice-custom-field-kind-choices = 多选
choice-custom-field-kind-email = 电子邮件
choice-custom-field-kind-phone = 电话
choice-custom-field-kind-url = 网址
