entity-saved-view = 已保存的视图
entity-saved-view-plural = 已保存的视图

field-saved-view-entity = 记录类型
field-saved-view-sharing = 谁能看到
field-saved-view-filter = 筛选
field-saved-view-sort = 排序
field-saved-view-columns = 列
field-saved-view-words = 搜索词
field-saved-view-layout = 布局
field-saved-view-within = 所属范围

choice-saved-view-sharing-private = 仅自己
choice-saved-view-sharing-team = 我的团队
choice-saved-view-sharing-everyone = 所有人
choice-saved-view-layout-table = 表格
choice-saved-view-layout-board = 看板

problem-not-a-list-of-names = 这里必须是一串简短的字段名称。
