# 拒绝的原因，按固定代码。
# 代码后附有数值名称的文字，用于已知该数值时。

problem-unknown = 出现问题（{ $code }）。
problem-invalid = 有些字段需要再检查。
problem-internal = 服务器出现问题。请重试；如再次发生，请将跟踪编号告知系统管理员。
problem-not-found = 找不到内容，或者您无权查看。
problem-forbidden = 您的角色没有此权限。
problem-unauthorized = 请先登录。
problem-wrong-credentials = 电子邮件或密码不正确。
problem-wrong-password = 当前密码不正确。
problem-too-many-attempts = 尝试次数过多，请过几分钟再试。
problem-quota-exceeded = 短时间内请求过多，请稍后再试。
problem-stale = 此记录已被他人修改。
problem-changed-since = 以下字段之后又有变更：{ $fields }。
problem-wrong-state = 当前状态无法执行此操作。
problem-conflict = 与现有数据冲突。
problem-busy = 服务器繁忙，请稍后再试。
problem-unavailable = 无法连接数据库，请稍后再试。
problem-not-ready = 服务器正在启动。
problem-web-app-missing = 此服务器未包含网页应用。

problem-required = 此项必填。
problem-required-field = 请填写 { $field }。
problem-not-unique = 已有相同的记录。
problem-id-taken = 已有相同标识的记录。
problem-read-only = 此项不可更改。
problem-locked = 当前状态下不可更改。
problem-needs-assign = 您无权更改负责人。
problem-unknown-record = 该记录不存在，或者您无权查看。
problem-unknown-currency = 不是有效的 ISO 4217 币种代码。
problem-unknown-language = 不提供该语言。
problem-unknown-time-zone = 未知的时区。
problem-currency-in-use = 已有金额或汇率，公司币种不能再修改。
problem-unknown-collation = 未知的名称排序方式。
problem-unknown-value = 未知的值。
problem-currency-mismatch = 金额与币种不一致。
problem-in-the-future = 此时间在未来。
problem-not-a-time = 请输入时间，例如 21:00。
problem-cycle = 记录不能成为自己的上级。
problem-ends-before-start = 结束时间早于开始时间。
problem-duplicate-row = 此行重复。
problem-too-long = 最多 { $most } 个字符。
problem-out-of-range = 数字超出范围。
problem-out-of-range-least-most = 须介于 { $least } 与 { $most } 之间。
problem-too-many-places = 小数位数过多。
problem-not-a-boolean = 须为是或否。
problem-not-a-day = 不是有效的日期。
problem-not-a-decimal = 不是有效的数字。
problem-not-a-whole-number = 不是整数。
problem-not-an-instant = 不是有效的日期与时间。
problem-not-a-text = 须为文本。
problem-not-an-id = 不是有效的标识。
problem-not-money = 不是含币种的金额。
problem-not-an-email = 不是有效的电子邮件地址。
problem-not-a-phone = 不是有效的电话号码。
problem-not-a-url = 不是有效的网址。
problem-control-character = 含有无法显示的字符。
problem-password-too-short = 至少 { $least } 个字符。
problem-password-too-easy = 此密码容易被猜到。请用三四个不相干的词组成。
problem-setup-link-invalid = 此链接已失效。请重新启动服务器以获取新链接。

problem-last-administrator = 至少要保留一位系统管理员。
problem-administrator-is-fixed = 系统管理员角色不可更改。
problem-not-rights = 不是有效的权限设置。
problem-notes-stay-done = 备注没有未完成状态。
problem-not-an-anchor = 此类记录不能添加活动或标签。
problem-no-custom-fields = 此类记录不能添加自定义字段。
problem-not-a-field-name = 须以字母开头，只能使用小写字母、数字与 _。
problem-not-field-names = 不是有效的字段名称。
problem-not-choice-names = 不是有效的选项名称。
problem-not-labels = 不是按语言列出的显示名称。
problem-pipeline-without-stages = 此销售流程还没有进行中的阶段。
problem-pipeline-without-stage = 此销售流程缺少对应结果的阶段。
problem-pipeline-without-stage-category = 此销售流程缺少对应结果的阶段（{ $category }）。
problem-stage-of-other-pipeline = 此阶段属于其他销售流程。
problem-start-in-open-stage = 新商机须从进行中的阶段开始。
problem-stage-in-use = 此阶段还有商机。请先指定要移到哪个阶段。
problem-pipeline-in-use = 此销售流程还有商机，不能删除。
problem-pipeline-of-other-team = 此销售流程只供其他团队使用，请选择另一个。
problem-no-successor = 请选择性质相同的另一个阶段。
problem-criterion-out-of-reach = 条件所看的记录太远。
problem-criterion-out-of-reach-field = { $field } 的条件所看的记录太远。
problem-split-not-whole = 分配比例合计须为 100 %。
problem-split-not-whole-sum = 分配比例合计须为 100 %，目前为 { $sum } %。
problem-has-a-share-already = 此人员已有分配比例。
problem-exit-criterion = 离开“{ $stage }”前，{ $label }{ $operator ->
    [eq] 须为 { $value }
    [ne] 不得为 { $value }
    [lt] 须小于 { $value }
    [lte] 最多为 { $value }
    [gt] 须大于 { $value }
    [gte] 至少须为 { $value }
    [in] 须为 { $value } 之一
    [nin] 不得为 { $value } 之一
    [contains] 须包含 { $value }
    [starts] 须以 { $value } 开头
    [has] 须含有 { $value }
   *[empty] { $value ->
        [true] 须留空
       *[other] 须填写
    }
}。
problem-exit-criterion-any = 离开“{ $stage }”前，须符合多个条件之一，例如：{ $label }{ $operator ->
    [eq] 为 { $value }
    [ne] 不为 { $value }
    [lt] 小于 { $value }
    [lte] 最多 { $value }
    [gt] 大于 { $value }
    [gte] 至少 { $value }
    [in] 为 { $value } 之一
    [nin] 不在 { $value } 之中
    [contains] 包含 { $value }
    [starts] 以 { $value } 开头
    [has] 含有 { $value }
   *[empty] { $value ->
        [true] 留空
       *[other] 已填写
    }
}。

problem-unknown-field = 没有此字段。
problem-unknown-field-field = 没有 { $field } 这个字段。
problem-unknown-entity = 没有此类记录。
problem-unknown-entity-entity = 没有 { $entity } 这类记录。
problem-unknown-operator = 没有这种比较方式。
problem-unknown-operator-operator = 没有 { $operator } 这种比较方式。
problem-operator-not-for-kind = 这种比较方式不适用于此字段。
problem-operator-not-for-kind-operator = { $operator } 不适用于此字段。
problem-unknown-period = 没有这种期间。
problem-unknown-bucket = 没有这种时间区段。
problem-unknown-function = 没有这种计算。
problem-unknown-operation = 没有这种操作。
problem-unknown-parameter = 没有此参数。
problem-unknown-parameter-parameter = 没有 { $parameter } 这个参数。
problem-not-filterable = 此字段无法筛选。
problem-not-groupable = 此字段无法分组。
problem-not-sortable = 此字段无法排序。
problem-measure-not-for-field = 这种计算不适用于此字段。
problem-filter-shape = 无法识别筛选条件。
problem-too-deep = 筛选条件嵌套过深。
problem-too-many-tests = 筛选条件超过 { $most } 个。
problem-too-many-sorts = 最多按 { $most } 个字段排序。
problem-too-many-buckets = 超过 { $most } 个分组，请缩小筛选范围。
problem-too-many-rows = 最多 { $most } 行。
problem-path-too-long = 最多跨 { $most } 层关联。
problem-not-a-start = 列表无法从此处开始。
problem-bad-cursor = 列表位置已失效。
problem-not-a-limit = 请指定 1 到 200 条。

problem-bad-request = 无法识别请求内容。
problem-bad-if-match = If-Match 标头不含版本。
problem-bad-last-event-id = Last-Event-ID 标头不含本服务器给出的位置。
problem-bad-idempotency-key = Idempotency-Key 标头不含有效的键。
problem-precondition-required = 请用 If-Match 指明要修改的版本。
problem-key-reused = 此 Idempotency-Key 已用于其他请求。
problem-key-running = 使用此 Idempotency-Key 的请求仍在执行。
problem-batch-rolled-back = 因批量操作中的另一项失败，未做任何更改。
problem-body-incomplete = 请求中断。
problem-body-too-slow = 请求传输过久。
problem-too-large = 请求内容过大。
problem-too-many-members = 请求内容的项目过多。
problem-too-many-parameters = 请求参数过多。
problem-uri-too-long = 网址过长。
problem-given-twice = 重复给了两次。
problem-given-twice-parameter = { $parameter } 给了两次。
problem-not-utf8 = 文本不是 UTF-8 编码。
problem-not-an-object = 须为对象。
problem-not-a-list = 须为列表。
problem-not-a-list-most = 须为最多 { $most } 项的列表。
problem-not-a-key = 此字段无法标识记录。
problem-differs-from-key = 值与网址中的键不同。
problem-unsupported-media-type = 不接受此内容类型。
problem-method-not-allowed = 此地址不支持该方法。
problem-header-missing = 缺少标头。
problem-header-missing-header = 缺少 { $header } 标头。
problem-foreign-origin = 请求来自其他网站。
problem-insecure-transport = 登录需要安全连接（https）。
problem-not-a-filter = 这不是列表可用的筛选条件。
problem-conversion-stays = 转化无法撤销：由它产生的数据可能已在使用。
problem-not-a-slug = 只能用小写字母、数字、连字符和下划线。
problem-in-the-past = 该时间已过。
problem-not-a-recurrence = 这不是 Guanxi 支持的重复规则。
problem-recurrence-needs-day = 重复的活动需要一个起始日期。
problem-notes-have-no-steps = 备注没有步骤。
problem-target-is-closed = 此期间已结算，达成值保持不变。
problem-not-days = 请输入像 2026-12-24 的日期，并用逗号分隔。
problem-not-a-span = 结束时间须晚于开始时间，且相隔不超过 62 天。
problem-too-many = 最多 { $most } 个。
problem-not-a-calendar = 这不是 iCalendar 文件。
problem-not-asked = 您不在受邀之列。可请安排的人把您加入。
problem-answers-for-oneself = 是否出席只能由本人答复。请保留“尚未答复”，或询问对方。
problem-choice-is-fixed = 这个字段的选项由 Guanxi 固定，无法更改。请指定可由工作区扩充的字段，例如商机的输单原因。
