# 各组件与多数页面共用的文字。

ui-save = 保存
ui-saving = 正在保存…
ui-saved = 已保存
ui-cancel = 取消
ui-close = 关闭
ui-delete = 删除
ui-edit = 编辑
ui-add = 添加
ui-undo = 撤销
ui-retry = 重试
ui-clear = 清除
ui-choose = 选择
ui-narrow = 缩小列表范围
ui-more = 更多
ui-loading = 正在加载…
ui-searching = 正在搜索…
ui-nothing-found = 没有找到匹配项
ui-create-named = 新建“{ $name }”
ui-remove-named = 移除{ $name }
ui-messages = 消息
ui-currency = 币种
ui-none = 无

ui-error-title = 加载失败
ui-trace-id = 跟踪编号
ui-no-permission-title = 您没有权限查看
ui-no-permission-text = 请向系统管理员申请查看权限。
ui-no-permission-ask = 请向{ $name }申请查看权限。
ui-not-found = 找不到页面
ui-not-found-title = 这里没有内容
ui-not-found-text = 内容可能已被删除，或者您无权查看。
ui-go-home = 返回首页
