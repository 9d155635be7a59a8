# Lists, boards, pages and forms of records.

ui-yes = Yes
ui-no = No
ui-list-joint = {", "}
ui-row-count = { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
ui-apply = Apply
ui-open = Open
ui-nothing = Nothing
ui-primary = Primary
ui-overdue = Overdue
ui-planned = Planned
ui-weighted = Weighted
ui-sum = Total
ui-sums = Totals
ui-rows = Rows
ui-days = Days
ui-show-all = Show all
ui-load-more = Load more
ui-more-fields = More fields
ui-type-to-find = Type to find
ui-anchor-kind = Kind of record
ui-edit-named = Edit { $name }
ui-and-more = { $count ->
    [one] and { $count } more
   *[other] and { $count } more
}
ui-locked = Locked in the present state

# Lists
ui-list-tools = Search and filters
ui-search-list = Search this list
ui-layout = Layout
ui-layout-table = Table
ui-layout-board = Board
ui-count = { $count ->
    [one] { $shown } record
   *[other] { $shown } records
}
ui-count-more = { $shown }+ records
ui-columns = Columns
ui-columns-shown = Shown columns
ui-columns-hidden = Hidden columns
ui-columns-usual = Usual columns
ui-move-up = Move { $name } up
ui-move-down = Move { $name } down
ui-sort-up = Sort ascending
ui-sort-down = Sort descending
ui-sort-also = Sort by this too
ui-column-hide = Hide column
ui-jump = Jump to…
ui-jump-go = Jump
ui-jump-hint = First letters or a number
ui-peek = Look at it here
ui-peek-panel = Record beside the list
ui-open-page = Open page
ui-next-row = Next row
ui-previous-row = Previous row
ui-next-record = Next record
ui-previous-record = Previous record
ui-edit-cell = Edit this cell
ui-pick = Select this row
ui-pick-named = Select { $name }
ui-pick-all = Select all in view
ui-pick-none = Clear selection
ui-pick-matching = Select all { $shown }
ui-picked = { $count ->
    [one] { $count } selected
   *[other] { $count } selected
}
ui-picked-tools = Selected records
ui-empty-title = No { $name } yet
ui-empty-text = What you create or import appears here.
ui-empty-account = Firms you deal with, or would like to. Start with the one you talked to last.
ui-empty-contact = The people you deal with. Each belongs to an account, or stands alone.
ui-empty-opportunity = Possible sales on their way. Start with the one you are working on today.
ui-empty-activity = Tasks, calls, meetings and notes. Everything you log appears on the record it is about.
ui-empty-product = What you sell. Lines of opportunities take name and price from here.
ui-empty-lead = People and firms that may become customers. They come from forms on your site, from imports, or by hand; accept one, work on it, and convert it.
ui-empty-competitor = Firms that sell against you. Note what they do better and worse, then name them on opportunities: reports say how often you win against each.
ui-empty-target = What a person or a team is to reach in a month, quarter or year: amounts won, calls, visits. What was reached is counted by itself.
ui-empty-forecast-call = Your own judgement of what a month will bring, beside the computed figure.
ui-empty-web-form = A form for your web site. What is sent becomes a lead and is handed out by the assignment rules.
ui-empty-assignment-rule = Who gets new leads: a condition, the people who take turns, and the hours in which they accept. Without a rule a lead stays with whoever entered it.
ui-empty-tag = Words in colour to put on records. Make one here, or on any record.
ui-empty-currency-rate = What other currencies are worth on a day. With rates, sums come in the company’s currency, and won sales keep the rate of their day.
ui-empty-custom-field = Fields of your own on accounts, contacts, opportunities and more. They are there in forms, lists, filters, imports and the API at once.
ui-empty-team = People who work together. Teams decide who sees what, which pipeline is used, and whose figures are added up.
ui-nothing-fits = Nothing fits
ui-nothing-fits-text = No record passes the filters that are set.

# Many at once
ui-bulk-owner = Change owner
ui-bulk-field = Edit a field
ui-bulk-delete = Delete records
ui-bulk-choose = Choose a field first.
ui-bulk-preview = { $count ->
    [one] { $count } record changes:
   *[other] { $count } records change:
}
ui-bulk-progress = { $done } of { $count }…
ui-bulk-changed = { $count ->
    [one] { $count } record changed
   *[other] { $count } records changed
}
ui-bulk-deleted = { $count ->
    [one] { $count } record deleted
   *[other] { $count } records deleted
}
ui-bulk-refused = { $done } changed, { $count } left as they are:
ui-undo-skipped = { $count ->
    [one] { $count } record changed since and was left as it is
   *[other] { $count } records changed since and were left as they are
}

# Filters
ui-filter = Filter
ui-filter-clear = Clear filters
ui-filter-by-value = Only
ui-filter-field = Field
ui-filter-operator = Comparison
ui-filter-value = Value
ui-filter-group = Conditions
ui-filter-all = All of these
ui-filter-any = Any of these
ui-filter-add = Condition
ui-filter-add-group = Group
ui-filter-remove = Remove condition
ui-filter-remove-group = Remove group
ui-filter-me = Me
ui-filter-test = { $field } { $op } { $value }
ui-filter-state = { $field } { $state }
ui-filter-and = { $left } and { $right }
ui-filter-or = { $left } or { $right }
ui-quick-mine = Mine
ui-quick-open = Open
ui-quick-no-next-step = No next step
ui-quick-overdue = Overdue
ui-quick-today = Today

ui-op-eq = is
ui-op-ne = is not
ui-op-in = is any of
ui-op-nin = is none of
ui-op-contains = contains
ui-op-starts = begins with
ui-op-has = includes
ui-op-empty = is empty
ui-op-filled = is filled
ui-op-number-eq = =
ui-op-number-ne = ≠
ui-op-number-lt = <
ui-op-number-lte = ≤
ui-op-number-gt = >
ui-op-number-gte = ≥
ui-op-day-eq = is
ui-op-day-lt = is before
ui-op-day-lte = is at the latest
ui-op-day-gt = is after
ui-op-day-gte = is at the earliest

ui-period-today = today
ui-period-yesterday = yesterday
ui-period-tomorrow = tomorrow
ui-period-this-week = this week
ui-period-last-week = last week
ui-period-next-week = next week
ui-period-this-month = this month
ui-period-last-month = last month
ui-period-next-month = next month
ui-period-this-quarter = this quarter
ui-period-last-quarter = last quarter
ui-period-next-quarter = next quarter
ui-period-this-year = this year
ui-period-last-year = last year
ui-period-next-year = next year
ui-days-ago = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}
ui-days-ahead = { $count ->
    [one] in { $count } day
   *[other] in { $count } days
}
ui-span-ago = days ago…
ui-span-ahead = days from now…
ui-span-exact = exact date…

# Records
ui-facts = Facts
ui-related = Related
ui-record-parts = Parts of this record
ui-copy-link = Copy link
ui-link-copied = Link copied
ui-deleted = { $name } deleted
ui-created = { $name } created
ui-verb-done = { $verb }: { $name }
ui-related-as = { $name } ({ $field })
ui-related-none = None yet
ui-add-to-named = Add to { $name }
ui-tag-add = Add tag
ui-row-add = Row
ui-row-named = Row { $number }
ui-row-up = Move row { $number } up
ui-row-down = Move row { $number } down
ui-row-remove = Remove row { $number }
ui-move-to = Move to…
ui-move-to-named = Move to { $name }
ui-days-short = { $shown } d
ui-stuck = Longer here than { $limit } days
ui-no-next-step = No next step
ui-overdue-since = Overdue since { $day }

ui-conflict = Somebody changed this too
ui-conflict-text = While you typed, { $name } changed { $field }. Which one shall stay?
ui-conflict-mine = Yours
ui-conflict-theirs = Theirs
ui-conflict-original = Before
ui-conflict-keep-mine = Keep yours
ui-conflict-keep-theirs = Keep theirs

# Timeline
ui-timeline = Timeline
ui-timeline-shows = What the timeline shows
ui-timeline-all = All
ui-timeline-changes = Changes
ui-timeline-more = Show earlier
ui-composer = Write something down
ui-composer-kind = What it is
ui-composer-note = Note…
ui-composer-call = What was said?
ui-composer-task = What is to be done?
ui-composer-meeting = What is the meeting about?
ui-composer-empty = Write a few words first.
ui-composer-saved = Saved to the timeline
ui-follow = Next:
ui-follow-tomorrow = Tomorrow
ui-follow-days = In 3 days
ui-follow-week = Next week
ui-log-note = Write a note
ui-log-call = Log a call
ui-log-task = Plan a task
ui-log-meeting = Plan a meeting
ui-done-named = Done: { $name }
ui-event-created = { $name } created this
ui-event-updated = { $name } changed this
ui-event-deleted = { $name } deleted this
ui-event-restored = { $name } took this out of the bin
ui-event-reverted = { $name } took a change back
ui-event-imported = { $name } imported this
ui-event-verb = { $name }: { $verb }
ui-change-emptied = emptied
ui-changes-all = Show all changes
ui-revert = Undo
ui-revert-help = Takes this change back, unless the same fields changed again since
ui-reverted = Change taken back

# Forms
ui-form-wrong = Please look at these again:
ui-draft-restored = What you typed last time is still here.
ui-draft-discard = Discard
ui-alike =
    { $count ->
        [one] Perhaps already there
       *[other] Perhaps already there ({ $count })
    }
alike-account = same account
alike-company = same firm
alike-domain = same web domain
alike-email = same e-mail address
alike-name = same name
alike-phone = same phone number
alike-similar-name = similar name
alike-tax-id = same tax number

# Board
ui-column-empty = Nothing here
ui-fold = Fold column
ui-health = Next steps
ui-health-planned = { $count } with a next step
ui-health-none = { $count } without a next step
ui-health-overdue = { $count } with an overdue next step

# First page
ui-home-hello = { $day } · { $name }
ui-home-whose = Whose
ui-home-mine = Mine
ui-home-team = My team
ui-home-activities = To do
ui-home-opportunities = Opportunities
ui-home-overdue = Overdue
ui-home-today = Today
ui-home-week = Next seven days
ui-home-undated = Without a date
ui-home-no-next-step = Opportunities without a next step
ui-home-step-overdue = Next step overdue
ui-home-closing = To be decided this month
ui-home-none = Nothing. Good.
ui-home-high = High
ui-mention = Mention
ui-checked-in = Checked in { $at }
ui-home-mentions = You were mentioned
ui-mentioned = You were mentioned: { $name }
ui-home-reminders = Reminders
ui-home-anniversaries = Won on this day, years ago
ui-home-done = Done
ui-snooze = Snooze
ui-snooze-named = Snooze { $name }
ui-snooze-later = In 3 hours
ui-reminder = Reminder: { $name }
ui-steps-done = { $done } of { $total } steps done

# Calls
ui-call-how = How did it go?
ui-call-with = Call with { $name }
ui-call-skip = Not now
ui-message-to = Text { $name }
ui-on-the-map = Show on the map

# Leads that become customers
ui-convert-new = New: { $name }
ui-convert-none = None
ui-convert-other = Another one…
ui-convert-opportunity = Begin an opportunity
ui-convert-done = Converted. This became of it:

# A record at a glance
ui-overview = At a glance
ui-overview-none = Nothing is open or planned.
ui-overview-open = Open
ui-overview-overdue = Overdue
ui-overview-next = Next
ui-overview-last = Last contact
ui-overview-group = Group
ui-overview-leads = Came from lead
ui-overview-below =
    { $count ->
        [one] { $count } subsidiary
       *[other] { $count } subsidiaries
    }

# Before somebody is contacted
contact-rule-do-not-use = This address or number is marked as not to be used.
contact-rule-refused = This person does not want to be contacted this way.
contact-rule-withdrawn = This person took the consent back.
contact-rule-expired = The consent has run out.
contact-rule-no-consent = There is no consent for this.
contact-rule-quiet-hours = It is quiet time where this person lives.
ui-contact-title = Contact anyway?
ui-contact-reason = Why contact them anyway?
ui-contact-kept = Kept with the activity.
ui-contact-go-on = Go on

# The first steps of somebody new
ui-first = First steps
ui-first-far = { $done } of { $all }
ui-first-put-away = Put the first steps away
ui-first-is-done = done
ui-first-is-open = still to do
ui-first-stages = Fit the stages to how you sell
ui-first-account = Enter your first account
ui-first-contact = Enter a contact
ui-first-opportunity = Begin an opportunity
ui-first-next-step = Plan the next step of an opportunity
ui-first-done = Finish an activity
ui-first-target = Set a target
ui-first-all = All done. You know your way around now.
ui-first-demo = Or look around in a made-up firm first: load it in the settings, and remove it as a whole.
ui-answer = Your answer
ui-answer-asked = You are asked to this. Are you coming?
ui-answer-named = Your answer to { $name }
ui-home-invitations = Invitations
ui-check-in-text = That you are there, and the time, are noted with this visit.
ui-check-in-place = Note where I am, too
ui-check-in-stored = Only with this tick: your browser asks you, and the latitude and longitude of this moment are stored with the visit. Whoever sees the visit sees them. Nothing is noted before or after.
ui-check-in-do = I am here
ui-check-in-refused = Checked in without a place: your browser does not allow it. You can change that in its settings for this site.
ui-check-in-unknown = Checked in without a place: your device could not tell where it is.
