# 登录、退出与首次启用。

ui-sign-in = 登录
ui-sign-in-title = 登录 Guanxi
ui-sign-in-wrong = 电子邮件或密码不正确。
ui-login = 电子邮件
ui-password = 密码
ui-password-show = 显示密码
ui-password-hide = 隐藏密码
ui-password-help = 越长越好：用三四个不相干的词组成。
ui-required = 此项必填。
ui-expired-title = 请重新登录
ui-expired-text = 您的登录已过期。请输入 { $login } 的密码；页面会保持原状，您输入的内容不会丢失。
ui-unreachable = 服务器没有响应
ui-error-network = 无法连接服务器。请检查网络连接后重试。
ui-error-unexpected = 服务器的响应无法识别。请刷新页面；如仍有问题，请告知系统管理员。
ui-offline = 目前离线，恢复连接前无法保存更改。
ui-offline-as-of = 目前离线，画面为 { $time } 的数据；恢复连接前无法保存更改。
ui-offline-unsaved = 目前离线，此更改尚未保存。恢复连接后请重试。
ui-upgraded-title = Guanxi 有新版本
ui-upgraded-text = 这一部分需要新版本。请先保存或复制已输入的内容，再刷新页面。
ui-reload = 刷新

ui-setup-title = 设置 Guanxi
ui-setup-text = 您是第一位用户。完成后将创建贵公司的工作区，并以系统管理员身份登录。
ui-setup-link = 此工作区尚未设置。请打开服务器启动时显示的一次性链接。
ui-setup-go = 完成设置并登录
ui-workspace-name = 公司名称
ui-company-currency = 公司币种
ui-company-currency-help = 报表以此币种汇总。
ui-setup-company = 贵公司
ui-setup-you = 您本人
