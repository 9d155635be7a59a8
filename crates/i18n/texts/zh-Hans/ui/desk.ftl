# 查看时他人所做的变更
ui-unseen = 有 { $count } 条新记录
ui-row-gone = 已被他人删除，或您已无权查看
ui-record-gone = 此记录已被他人删除，或您已无权查看。这里显示的是您最后看到的内容。
ui-overtaken = 这期间有人改成了“{ $value }”
ui-overtaken-empty = 这期间有人清空了此字段

# 收藏与视图
ui-favourite-add = 加入收藏
ui-favourite-remove = 移出收藏
ui-favourite-toggle = 收藏
ui-favourite-removed = 已移出收藏：{ $name }
ui-favourite-acts = { $name }：更多操作
ui-favourite-up = 上移
ui-favourite-down = 下移
ui-views = 视图
ui-views-shared = 共享的视图
ui-view-all = 全部
ui-view-save = 保存视图
ui-view-save-new = 另存为新视图
ui-view-saved = 已保存：{ $name }
ui-view-reset = 还原视图
ui-view-rename = 重命名或共享
ui-view-delete = 删除视图
ui-view-make-default = 设为默认视图
ui-view-unmake-default = 取消默认视图
ui-view-needs-name = 请为视图命名。

# 批量处理
ui-bulk-verb = 变更状态
ui-bulk-tag = 加标签
ui-bulk-what = 要做什么
ui-bulk-trying = 正在试算…
ui-bulk-foreseen = 将变更 { $count } 条，{ $refused } 条保持不变
ui-bulk-same = { $count } 条已是如此
ui-bulk-untried = 另有 { $count } 条未试算
ui-bulk-tagged = 已为 { $count } 条记录加上标签
ui-bulk-stopped = 已停止：{ $count } 条未处理。
ui-bulk-file = 下载列表

# 单元格
ui-paste = 粘贴
ui-paste-foreseen = 将变更 { $records } 条记录中的 { $count } 个单元格。
ui-paste-refused = { $count } 个单元格保持不变：
ui-paste-beyond = 有 { $count } 行没有对应的记录。
ui-paste-failed = { $count } 条未变更：{ $reason }
problem-paste-reference = 其他记录请逐一选择，或从此列表的单元格复制。
problem-paste-choice = 这不是可用的选项。
