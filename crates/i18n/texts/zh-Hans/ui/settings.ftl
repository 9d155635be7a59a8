# 个人设置。

ui-profile = 个人资料
ui-profile-text = 同事看到的您。
ui-family-first = 姓在前
ui-given-first = 名在前
ui-language-region = 语言与地区
ui-language-region-text = 语言决定文字，地区决定日期、数字与金额的写法。
ui-region = 地区
ui-time-zone = 时区
ui-time-zone-help = 您的一天以此时区起止。
ui-theme-text = 应用到您使用的所有设备。
ui-theme-choice = 浅色或深色
ui-density = 行高
ui-keyboard = 键盘
ui-keyboard-text = 在任意页面按 ? 可查看快捷键。
ui-letter-keys = 单字母快捷键
ui-letter-keys-help = 如影响语音输入或其他工具，可将其关闭。含 Ctrl、⌘ 或 Alt 的按键不受影响。
ui-password-text = 修改后，您在其他设备上的登录都会结束。
ui-password-current = 当前密码
ui-password-new = 新密码
ui-password-change = 修改密码
ui-password-changed = 密码已修改
ui-sessions = 已登录的设备
ui-sessions-text = 如有不认识的登录，请先结束它，再修改密码。
ui-session-here = 当前浏览器
ui-session-used = 上次使用：
ui-session-unknown = 未知程序
ui-session-end = 结束
ui-session-end-named = 结束 { $name } 的登录

ui-workspace = 工作区
ui-lists = 列表
ui-lists-text = 大家共用的人员、规则和选项。
ui-workspace-text = 适用于所有同事；只有系统管理员可以查看和修改。
ui-company-currency-fixed = 报表以此币种汇总；一旦有金额或汇率，便不能再修改。
ui-company-zone = 公司所在时区
ui-company-zone-help = 共用的期限与规则以此时区的日期为准。
ui-company-language = 公司语言
ui-company-language-help = Guanxi 为大家生成的名称与文字所用的语言；个人的语言请在上方选择。
ui-collation = 名称排序方式
ui-collation-help = 列表中名称的排列顺序。记录很多时，修改需要一段时间；在此之前列表保持原来的顺序。
ui-collation-root = 字母顺序，中文按部首
ui-collation-pinyin = 中文按拼音
ui-collation-stroke = 中文按笔画
ui-collation-preparing = 正在准备新的排序：{ $order }。完成后列表会自动更新。
ui-workspace-save = 为所有人保存

# Demo firm
ui-demo = 示例公司
ui-demo-text = 一家虚构的测量仪器公司，附有一年的客户、商机与往来记录，供您浏览试用。
ui-demo-make = 加载示例公司
ui-demo-remove = 移除示例公司
ui-demo-made = 已加载示例公司
ui-demo-removed = 已移除示例公司
ui-demo-there =
    { $count ->
       *[other] 目前有 { $count } 条记录。
    }
ui-demo-question =
    { $count ->
       *[other] { $count } 条记录将移到回收站
    }，{ $changed ->
        [0] 其中没有被人修改过的
       *[other] 其中 { $changed } 条曾被人修改
    }。用户自行创建的记录会保留。
