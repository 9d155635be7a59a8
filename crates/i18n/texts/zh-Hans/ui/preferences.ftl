# The page on which customers decide themselves how they are contacted.
ui-preferences-title = 您希望我们如何联系您
ui-preferences-intro = { $name }您好，{ $workspace }会按照以下设置与您联系，您可以随时更改。
ui-preferences-at-once = 更改后立即生效。
ui-preferences-saved = 已保存，立即生效。
ui-preferences-closed = 此链接已失效。请向提供链接的人索取新的链接。
ui-preferences-may = 可以这样联系我
ui-preferences-how = 方式与时间
ui-preferences-best = 我偏好的方式
ui-preferences-any = 都可以
ui-preferences-quiet = 免打扰时段
ui-preferences-quiet-text = 这段时间内不会有人致电或拜访。
ui-preferences-quiet-both = 请填写两个时间，或两个都不填。
ui-preferences-from = 从
ui-preferences-until = 到
ui-preferences-none = 完全不要联系
ui-preferences-none-text = 无论什么事，我们都不再写信、致电或拜访。您随时可以回到这里改变主意。
ui-preferences-refuse = 全部拒绝

# Its link, on the contact's page.
ui-preference-link = 复制偏好设置链接…
ui-preference-link-title = 偏好设置页
ui-preference-link-text = 联系人在此页面自行决定可以用什么方式、为了什么与其联系。知道网址的人都能更改，请勿交给其他人。
ui-preference-link-copy = 复制链接
ui-preference-link-end = 停用链接
ui-preference-link-ended = 链接已停用
ui-event-customer = 客户
ui-event-linked = { $name } 创建了偏好设置链接
ui-event-unlinked = { $name } 停用了偏好设置链接
