# 每一页周围的文字。

ui-skip = 跳到页面内容
ui-places = 主菜单
ui-home = 首页
ui-today = 今天
ui-settings = 设置
ui-search = 搜索
ui-search-everything = 搜索或前往…
ui-create = 新建
ui-new-named = 新建{ $name }
ui-help = 帮助
ui-me = 个人菜单
ui-theme = 外观
ui-theme-system = 跟随设备
ui-theme-light = 浅色
ui-theme-dark = 深色
ui-language = 语言
ui-density-compact = 紧凑
ui-density-normal = 标准
ui-density-comfortable = 宽松
ui-sign-out = 退出登录

ui-palette = 搜索与命令
ui-palette-hint = 名称、页面、操作；输入 > 只显示操作
ui-undo-last = 撤销上一次更改

ui-keys = 键盘快捷键
ui-keys-general = 全局
ui-keys-go = 前往
ui-keys-create = 新建
ui-keys-list = 此列表
ui-keys-record = 此记录
ui-letters-off = 您已在设置中关闭单字母快捷键。
