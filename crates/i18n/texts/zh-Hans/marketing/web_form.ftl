entity-web-form = 网站表单
entity-web-form-plural = 网站表单

field-web-form-slug = 网址名称
field-web-form-thanks-url = 感谢页面
