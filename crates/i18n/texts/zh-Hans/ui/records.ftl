# 记录的列表、看板、页面与表单。

ui-yes = 是
ui-no = 否
ui-list-joint = 、
ui-row-count = { $count } 行
ui-apply = 应用
ui-open = 打开
ui-nothing = 不指定
ui-primary = 首选
ui-overdue = 已逾期
ui-planned = 已计划
ui-weighted = 加权
ui-sum = 合计
ui-sums = 合计
ui-rows = 明细
ui-days = 天数
ui-show-all = 查看全部
ui-load-more = 加载更多
ui-more-fields = 更多字段
ui-type-to-find = 输入文字进行查找
ui-anchor-kind = 记录类型
ui-edit-named = 编辑{ $name }
ui-and-more = 另有 { $count } 条
ui-locked = 当前状态下已锁定

# 列表
ui-list-tools = 搜索与筛选
ui-search-list = 搜索此列表
ui-layout = 视图
ui-layout-table = 表格
ui-layout-board = 看板
ui-count = { $count ->
   *[other] { $shown } 条
}
ui-count-more = 超过 { $shown } 条
ui-columns = 列
ui-columns-shown = 显示的列
ui-columns-hidden = 隐藏的列
ui-columns-usual = 恢复默认列
ui-move-up = 将{ $name }上移
ui-move-down = 将{ $name }下移
ui-sort-up = 升序排列
ui-sort-down = 降序排列
ui-sort-also = 添加次要排序
ui-column-hide = 隐藏此列
ui-jump = 跳转到…
ui-jump-go = 跳转
ui-jump-hint = 开头文字或数字
ui-peek = 在侧栏查看
ui-peek-panel = 列表旁的记录
ui-open-page = 打开页面
ui-next-row = 下一行
ui-previous-row = 上一行
ui-next-record = 下一条
ui-previous-record = 上一条
ui-edit-cell = 编辑此单元格
ui-pick = 选中此行
ui-pick-named = 选中{ $name }
ui-pick-all = 选中当前显示的全部记录
ui-pick-none = 取消选择
ui-pick-matching = 选中全部 { $shown } 条
ui-picked = 已选中 { $count } 条
ui-picked-tools = 已选中的记录
ui-empty-title = 还没有{ $name }
ui-empty-text = 您新建或导入的记录会显示在这里。
ui-empty-account = 您正在往来或希望往来的公司。不妨从最近沟通过的那一家开始。
ui-empty-contact = 您往来的人员，可以属于某个客户，也可以单独存在。
ui-empty-opportunity = 正在推进的销售机会。不妨从今天手头的这一单开始。
ui-empty-activity = 任务、通话、会议与备注。您记录的内容都会显示在相关记录上。
ui-empty-product = 您销售的产品。商机明细会从这里带出名称与价格。
ui-empty-lead = 可能成为客户的人和公司。来源可以是网站表单、导入或手动新建；接受、跟进，再转换为客户。
ui-empty-competitor = 与您竞争的公司。记下对方的优劣势，并标记在商机上，报表会统计对上每一家的胜率。
ui-empty-target = 个人或团队在一个月、一个季度或一年内要达成的目标：赢单金额、电话、拜访。完成进度会自动计算。
ui-empty-forecast-call = 您对某个月业绩的判断，与系统计算的数字并列。
ui-empty-web-form = 放在网站上的表单。提交的内容会成为线索，并按分配规则指派。
ui-empty-assignment-rule = 新的线索由谁负责：条件、轮流的人员，以及须在几小时内接受。没有规则时，由新建的人负责。
ui-empty-tag = 加在数据上的彩色标签。可在这里新建，也可在任何一条数据上新建。
ui-empty-currency-rate = 各种货币在某一天的汇率。有了汇率，合计就能以公司货币显示，赢单的商机会保留当天的汇率。
ui-empty-custom-field = 客户、联系人、商机等数据上的自定义字段。新建后立即出现在表单、列表、筛选、导入和 API。
ui-empty-team = 一起工作的人。团队决定谁能看到什么、使用哪个销售流程，以及哪些人的数字合并计算。
ui-nothing-fits = 没有符合条件的记录
ui-nothing-fits-text = 当前筛选条件下没有任何记录。

# 批量处理
ui-bulk-owner = 更改负责人
ui-bulk-field = 编辑字段
ui-bulk-delete = 删除记录
ui-bulk-choose = 请先选择字段。
ui-bulk-preview = 将更改 { $count } 条记录：
ui-bulk-progress = 已处理 { $done }／{ $count } 条…
ui-bulk-changed = 已更改 { $count } 条记录
ui-bulk-deleted = 已删除 { $count } 条记录
ui-bulk-refused = 已更改 { $done } 条，{ $count } 条保持原样：
ui-undo-skipped = { $count } 条记录之后又有改动，因此保持现状

# 筛选
ui-filter = 筛选
ui-filter-clear = 清除筛选
ui-filter-by-value = 只看
ui-filter-field = 字段
ui-filter-operator = 比较方式
ui-filter-value = 值
ui-filter-group = 条件
ui-filter-all = 全部满足
ui-filter-any = 满足任一
ui-filter-add = 条件
ui-filter-add-group = 条件组
ui-filter-remove = 移除条件
ui-filter-remove-group = 移除条件组
ui-filter-me = 我
ui-filter-test = { $field }{ $op }{ $value }
ui-filter-state = { $field }{ $state }
ui-filter-and = { $left }且{ $right }
ui-filter-or = { $left }或{ $right }
ui-quick-mine = 我的
ui-quick-open = 进行中
ui-quick-no-next-step = 没有下一步
ui-quick-overdue = 已逾期
ui-quick-today = 今天

ui-op-eq = 是
ui-op-ne = 不是
ui-op-in = 是以下之一：
ui-op-nin = 不是以下任何一个：
ui-op-contains = 包含
ui-op-starts = 开头是
ui-op-has = 含有
ui-op-empty = 为空
ui-op-filled = 不为空
ui-op-number-eq = ＝
ui-op-number-ne = ≠
ui-op-number-lt = ＜
ui-op-number-lte = ≤
ui-op-number-gt = ＞
ui-op-number-gte = ≥
ui-op-day-eq = 是
ui-op-day-lt = 早于
ui-op-day-lte = 不晚于
ui-op-day-gt = 晚于
ui-op-day-gte = 不早于

ui-period-today = 今天
ui-period-yesterday = 昨天
ui-period-tomorrow = 明天
ui-period-this-week = 本周
ui-period-last-week = 上周
ui-period-next-week = 下周
ui-period-this-month = 本月
ui-period-last-month = 上个月
ui-period-next-month = 下个月
ui-period-this-quarter = 本季度
ui-period-last-quarter = 上季度
ui-period-next-quarter = 下季度
ui-period-this-year = 今年
ui-period-last-year = 去年
ui-period-next-year = 明年
ui-days-ago = { $count } 天前
ui-days-ahead = { $count } 天后
ui-span-ago = 几天前…
ui-span-ahead = 几天后…
ui-span-exact = 指定日期…

# 单条记录
ui-facts = 基本信息
ui-related = 相关记录
ui-record-parts = 此记录的各部分
ui-copy-link = 复制链接
ui-link-copied = 链接已复制
ui-deleted = 已删除{ $name }
ui-created = 已新建{ $name }
ui-verb-done = { $verb }：{ $name }
ui-related-as = { $name }（{ $field }）
ui-related-none = 暂无
ui-add-to-named = 在{ $name }中添加
ui-tag-add = 添加标签
ui-row-add = 添加一行
ui-row-named = 第 { $number } 行
ui-row-up = 第 { $number } 行上移
ui-row-down = 第 { $number } 行下移
ui-row-remove = 移除第 { $number } 行
ui-move-to = 移动到…
ui-move-to-named = 移动到{ $name }
ui-days-short = { $shown } 天
ui-stuck = 停留超过 { $limit } 天
ui-no-next-step = 没有下一步
ui-overdue-since = { $day }起逾期

ui-conflict = 有人同时修改了这条记录
ui-conflict-text = 您输入的时候，{ $name }也修改了“{ $field }”。要保留哪一个？
ui-conflict-mine = 您的内容
ui-conflict-theirs = 对方的内容
ui-conflict-original = 原来的内容
ui-conflict-keep-mine = 保留我的内容
ui-conflict-keep-theirs = 保留对方的内容

# 时间线
ui-timeline = 时间线
ui-timeline-shows = 时间线显示的内容
ui-timeline-all = 全部
ui-timeline-changes = 变更记录
ui-timeline-more = 查看更早的内容
ui-composer = 记录内容
ui-composer-kind = 类型
ui-composer-note = 写下备注…
ui-composer-call = 通话聊了什么？
ui-composer-task = 要做什么？
ui-composer-meeting = 会议主题是什么？
ui-composer-empty = 请先输入几个字。
ui-composer-saved = 已保存到时间线
ui-follow = 下一步：
ui-follow-tomorrow = 明天
ui-follow-days = 3 天后
ui-follow-week = 下周
ui-log-note = 写备注
ui-log-call = 记录通话
ui-log-task = 安排任务
ui-log-meeting = 安排会议
ui-done-named = 完成：{ $name }
ui-event-created = { $name }新建了此记录
ui-event-updated = { $name }修改了此记录
ui-event-deleted = { $name }删除了此记录
ui-event-restored = { $name }恢复了此记录
ui-event-reverted = { $name }撤销了一项变更
ui-event-imported = { $name }导入了此记录
ui-event-verb = { $name }：{ $verb }
ui-change-emptied = 已清空
ui-changes-all = 显示全部变更
ui-revert = 撤销
ui-revert-help = 撤销此项变更；如果相同字段之后又有改动则无法撤销
ui-reverted = 变更已撤销

# 表单
ui-form-wrong = 请再检查以下内容：
ui-draft-restored = 您上次输入的内容还在这里。
ui-draft-discard = 放弃
ui-alike =
    { $count ->
       *[other] 可能已有（{ $count }）
    }
alike-account = 同一客户
alike-company = 同一公司
alike-domain = 域名相同
alike-email = 电子邮件相同
alike-name = 名称相同
alike-phone = 电话相同
alike-similar-name = 名称相近
alike-tax-id = 税号相同

# 看板
ui-column-empty = 暂无内容
ui-fold = 收起此列
ui-health = 下一步情况
ui-health-planned = { $count } 条有下一步
ui-health-none = { $count } 条没有下一步
ui-health-overdue = { $count } 条下一步已逾期

# 首页
ui-home-hello = { $day } · { $name }
ui-home-whose = 范围
ui-home-mine = 我的
ui-home-team = 团队的
ui-home-activities = 待办事项
ui-home-opportunities = 商机
ui-home-overdue = 已逾期
ui-home-today = 今天
ui-home-week = 未来七天
ui-home-undated = 未排日期
ui-home-no-next-step = 没有下一步的商机
ui-home-step-overdue = 下一步已逾期
ui-home-closing = 本月应有结果
ui-home-none = 暂无，很好。
ui-home-high = 高优先级
ui-mention = 提及
ui-checked-in = { $at } 签到
ui-home-mentions = 提及我的
ui-mentioned = 有人提及您：{ $name }
ui-home-reminders = 提醒
ui-home-anniversaries = 往年此时成交
ui-home-done = 完成
ui-snooze = 推迟提醒
ui-snooze-named = 推迟提醒“{ $name }”
ui-snooze-later = 3 小时后
ui-reminder = 提醒：{ $name }
ui-steps-done = { $total } 个步骤中已完成 { $done } 个

# 通话
ui-call-how = 这通电话谈得怎么样？
ui-call-with = 与{ $name }通话
ui-call-skip = 暂不记录
ui-message-to = 发短信至 { $name }
ui-on-the-map = 在地图上显示

# Leads that become customers
ui-convert-new = 新建：{ $name }
ui-convert-none = 无
ui-convert-other = 选择其他…
ui-convert-opportunity = 同时创建商机
ui-convert-done = 已转化，成为：

# A record at a glance
ui-overview = 概览
ui-overview-none = 没有进行中或已安排的事项。
ui-overview-open = 进行中商机
ui-overview-overdue = 逾期
ui-overview-next = 下一步
ui-overview-last = 最近联系
ui-overview-group = 集团
ui-overview-leads = 来自线索
ui-overview-below =
    { $count ->
       *[other] { $count } 家子公司
    }

# Before somebody is contacted
contact-rule-do-not-use = 此地址或号码已标记为请勿使用。
contact-rule-refused = 对方不希望以这种方式被联系。
contact-rule-withdrawn = 对方已撤回同意。
contact-rule-expired = 同意已过期。
contact-rule-no-consent = 没有取得这方面的同意。
contact-rule-quiet-hours = 对方所在地现在是免打扰时段。
ui-contact-title = 仍要联系？
ui-contact-reason = 为什么仍要联系？
ui-contact-kept = 会记录在活动中。
ui-contact-go-on = 继续

# 新用户的第一步
ui-first = 第一步
ui-first-far = 已完成 { $done }／{ $all }
ui-first-put-away = 收起第一步
ui-first-is-done = 已完成
ui-first-is-open = 待完成
ui-first-stages = 按您的销售方式调整阶段
ui-first-account = 创建第一个客户
ui-first-contact = 创建一位联系人
ui-first-opportunity = 创建一个商机
ui-first-next-step = 为商机安排下一步
ui-first-done = 完成一项活动
ui-first-target = 设定一个目标
ui-first-all = 全部完成，您已经熟悉 Guanxi 了。
ui-first-demo = 也可以先看看示例公司：在设置中加载，之后可整体移除。
ui-answer = 您的答复
ui-answer-asked = 您受邀参加。会出席吗？
ui-answer-named = 对“{ $name }”的答复
ui-home-invitations = 邀请
ui-check-in-text = 会在这次拜访上记下您已到达，以及时间。
ui-check-in-place = 也记下我的位置
ui-check-in-stored = 勾选后才会：浏览器先征求您同意，然后把这一刻的纬度和经度存进这次拜访。看得到这次拜访的人都看得到。之前和之后都不记录。
ui-check-in-do = 我到了
ui-check-in-refused = 已签到，未记位置：浏览器不允许。可在浏览器的网站设置中更改。
ui-check-in-unknown = 已签到，未记位置：设备无法判定位置。
