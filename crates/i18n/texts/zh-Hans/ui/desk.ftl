# 查看时他人所做的变更
ui-unseen = 有 { $count } 条新记录
ui-row-gone = 已被他人删除，或您已无权查看
ui-record-gone = 此记录已被他人删除，或您已无权查看。这里显示的是您最后看到的内容。
ui-overtaken = 这期间有人改成了“{ $value }”
ui-overtaken-empty = 这期间有人清空了此字段
