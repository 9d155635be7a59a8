# Why something is refused, by stable code.
# A text with the names of its values behind the code is used when those values are known.

problem-unknown = Something went wrong ({ $code }).
problem-invalid = Some fields need a second look.
problem-internal = Something went wrong on the server. Try again; if it happens again, tell an administrator the trace id.
problem-not-found = There is nothing here, or nothing you may see.
problem-forbidden = Your roles do not allow this.
problem-unauthorized = Please sign in.
problem-wrong-credentials = E-mail address or password is wrong.
problem-wrong-password = The current password is wrong.
problem-too-many-attempts = Too many attempts. Wait a few minutes and try again.
problem-quota-exceeded = Too many requests at once. Try again in a moment.
problem-stale = Somebody changed this in the meantime.
problem-changed-since = These fields changed again since: { $fields }.
problem-wrong-state = This cannot be done in the present state.
problem-conflict = This stands against what is there.
problem-busy = The server is busy. Try again in a moment.
problem-unavailable = The database cannot be reached. Try again in a moment.
problem-not-ready = The server is still starting.
problem-web-app-missing = This server was built without the browser app.

problem-required = Fill this in.
problem-required-field = Fill in { $field }.
problem-not-unique = There is one like this already.
problem-id-taken = A record with this id exists already.
problem-read-only = This cannot be changed.
problem-locked = This cannot be changed in the present state.
problem-needs-assign = You may not give this to somebody else.
problem-unknown-record = This record does not exist, or you may not see it.
problem-unknown-currency = This is no ISO 4217 currency code.
problem-unknown-language = This language is not available.
problem-unknown-time-zone = This time zone is not known.
problem-currency-in-use = There are amounts or rates already, so the company currency stays as it is.
problem-unknown-collation = This order of names is not known.
problem-unknown-value = This value is not known.
problem-currency-mismatch = Amount and currency do not agree.
problem-in-the-future = This lies in the future.
problem-not-a-time = Give a time of the day such as 21:00.
problem-cycle = A record cannot stand above itself.
problem-ends-before-start = The end lies before the beginning.
problem-duplicate-row = This row stands here twice.
problem-too-long = At most { $most } characters.
problem-out-of-range = This number is out of range.
problem-out-of-range-least-most = Between { $least } and { $most }.
problem-too-many-places = Too many digits behind the decimal point.
problem-not-a-boolean = This must be yes or no.
problem-not-a-day = This is no date.
problem-not-a-decimal = This is no number.
problem-not-a-whole-number = This is no whole number.
problem-not-an-instant = This is no date and time.
problem-not-a-text = This must be text.
problem-not-an-id = This is no id.
problem-not-money = This is no amount with a currency.
problem-not-an-email = This is no e-mail address.
problem-not-a-phone = This is no telephone number.
problem-not-a-url = This is no web address.
problem-control-character = This holds a character that cannot be shown.
problem-password-too-short = At least { $least } characters.
problem-password-too-easy = This password is easy to guess. Take three or four words that do not belong together.
problem-setup-link-invalid = This link is not valid any more. Start the server again to get a new one.

problem-last-administrator = Somebody must stay administrator.
problem-administrator-is-fixed = The role of administrators cannot be changed.
problem-not-rights = These are no rights.
problem-notes-stay-done = Notes have no open state.
problem-not-an-anchor = Records of this kind take no activities or tags.
problem-no-custom-fields = Records of this kind take no custom fields.
problem-not-a-field-name = Begin with a letter; only small letters, digits and _.
problem-not-field-names = These are no names of fields.
problem-not-choice-names = These are no names of choices.
problem-not-labels = These are no labels by language.
problem-pipeline-without-stages = This pipeline has no open stage yet.
problem-pipeline-without-stage = This pipeline lacks a stage for this outcome.
problem-pipeline-without-stage-category = This pipeline lacks a stage for this outcome ({ $category }).
problem-stage-of-other-pipeline = This stage belongs to another pipeline.
problem-start-in-open-stage = New opportunities begin in an open stage.
problem-stage-in-use = Opportunities stand in this stage. Say first where they go.
problem-pipeline-in-use = Opportunities go through this pipeline. It cannot be deleted.
problem-pipeline-of-other-team = This pipeline is kept for other teams. Choose another one.
problem-no-successor = Choose another stage with the same meaning.
problem-criterion-out-of-reach = The condition looks at records that are too far away.
problem-criterion-out-of-reach-field = The condition on { $field } looks at records that are too far away.
problem-split-not-whole = The shares must add up to 100 %.
problem-split-not-whole-sum = The shares must add up to 100 %; now they are { $sum } %.
problem-has-a-share-already = This person has a share already.
problem-exit-criterion = Before “{ $stage }” is left, { $label } { $operator ->
    [eq] must be { $value }
    [ne] must not be { $value }
    [lt] must be less than { $value }
    [lte] must be at most { $value }
    [gt] must be more than { $value }
    [gte] must be at least { $value }
    [in] must be one of { $value }
    [nin] must be none of { $value }
    [contains] must contain { $value }
    [starts] must begin with { $value }
    [has] must include { $value }
   *[empty] { $value ->
        [true] must be empty
       *[other] must be filled
    }
}.
problem-exit-criterion-any = Before “{ $stage }” is left, one of several conditions must hold, such as: { $label } { $operator ->
    [eq] is { $value }
    [ne] is not { $value }
    [lt] is less than { $value }
    [lte] is at most { $value }
    [gt] is more than { $value }
    [gte] is at least { $value }
    [in] is one of { $value }
    [nin] is none of { $value }
    [contains] contains { $value }
    [starts] begins with { $value }
    [has] includes { $value }
   *[empty] { $value ->
        [true] is empty
       *[other] is filled
    }
}.

problem-unknown-field = There is no such field.
problem-unknown-field-field = There is no field { $field }.
problem-unknown-entity = There is no such kind of record.
problem-unknown-entity-entity = There is no kind of record { $entity }.
problem-unknown-operator = There is no such comparison.
problem-unknown-operator-operator = There is no comparison { $operator }.
problem-operator-not-for-kind = This comparison does not fit the field.
problem-operator-not-for-kind-operator = The comparison { $operator } does not fit the field.
problem-unknown-period = There is no such period.
problem-unknown-bucket = There is no such stretch of the calendar.
problem-unknown-function = There is no such function.
problem-unknown-operation = There is no such operation.
problem-unknown-parameter = There is no such parameter.
problem-unknown-parameter-parameter = There is no parameter { $parameter }.
problem-not-filterable = This field cannot be filtered.
problem-not-groupable = This field cannot be grouped by.
problem-not-sortable = This field cannot be sorted by.
problem-measure-not-for-field = This figure does not fit the field.
problem-filter-shape = This filter cannot be read.
problem-too-deep = The filter is nested too deeply.
problem-too-many-tests = The filter has more than { $most } conditions.
problem-too-many-sorts = At most { $most } fields to sort by.
problem-too-many-buckets = More than { $most } groups. Narrow the filter.
problem-too-many-rows = At most { $most }.
problem-path-too-long = At most { $most } steps from record to record.
problem-not-a-start = The list cannot begin there.
problem-bad-cursor = This place in the list is not valid any more.
problem-not-a-limit = Ask for 1 to 200 records.

problem-bad-request = The request cannot be read.
problem-bad-if-match = The header If-Match holds no version.
problem-bad-last-event-id = The header Last-Event-ID holds no position that this server gave.
problem-bad-idempotency-key = The header Idempotency-Key holds no key.
problem-precondition-required = Say with If-Match which version you change.
problem-key-reused = This Idempotency-Key was used for another request.
problem-key-running = A request with this Idempotency-Key is still running.
problem-batch-rolled-back = Nothing was changed because another operation of the batch failed.
problem-body-incomplete = The request broke off.
problem-body-too-slow = The request took too long to arrive.
problem-too-large = The request is too large.
problem-too-many-members = The request has too many members.
problem-too-many-parameters = The request has too many parameters.
problem-uri-too-long = The address is too long.
problem-given-twice = This was given twice.
problem-given-twice-parameter = { $parameter } was given twice.
problem-not-utf8 = The text is not UTF-8.
problem-not-an-object = This must be an object.
problem-not-a-list = This must be a list.
problem-not-a-list-most = This must be a list of at most { $most }.
problem-not-a-key = This field identifies no record.
problem-differs-from-key = The value differs from the key in the address.
problem-unsupported-media-type = This kind of content is not accepted here.
problem-method-not-allowed = This is not possible at this address.
problem-header-missing = A header is missing.
problem-header-missing-header = The header { $header } is missing.
problem-foreign-origin = This request comes from another site.
problem-insecure-transport = Signing in needs a secure connection (https).
problem-not-a-filter = This is no filter that lists could use.
problem-conversion-stays = The conversion cannot be undone: what came of it may be in use already.
problem-not-a-slug = Only lower-case letters, digits, hyphens and underscores.
problem-in-the-past = This moment is over already.
problem-not-a-recurrence = This is not a rule that Guanxi can repeat by.
problem-recurrence-needs-day = What repeats needs a day to begin with.
problem-notes-have-no-steps = A note has no steps.
problem-target-is-closed = The period is closed: what was reached is kept as it was.
problem-not-days = Write days such as 2026-12-24, with commas between them.
problem-not-a-span = Give an end after the beginning, at most 62 days later.
problem-too-many = At most { $most }.
problem-not-a-calendar = This is no iCalendar file.
problem-not-asked = You were not asked to this. Whoever plans it can add you.
problem-answers-for-oneself = Only they themselves can say whether they come. Leave “No answer yet”, or ask them.
problem-choice-is-fixed = The names of this choice belong to Guanxi and cannot be changed. Name a choice that a workspace may extend, such as the lost reason of opportunities.
