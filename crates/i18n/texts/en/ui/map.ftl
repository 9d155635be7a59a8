# The battle map
ui-map = Battle map
ui-map-shows = What the map shows
ui-map-pipeline = Pipeline
ui-map-everybody = Everybody
ui-map-period = Period
ui-map-compare = Compared with
ui-map-previous = the period before
ui-map-year-ago = a year ago
ui-map-alone = nothing
ui-map-then = before:
ui-map-bands = Stages
ui-map-won = Won
ui-map-lost = Lost
ui-map-win-rate = Win rate
ui-map-no-next-step = No next step
ui-map-stuck = Stuck
ui-map-slowing = Slowing
ui-map-moving = Moving
ui-map-choke = Choke point
ui-map-target = target { $count ->
    [one] { $count } day
   *[other] { $count } days
}
ui-map-lost-here = { $count } lost
ui-map-table = The map as a table
ui-map-stage = Stage
ui-map-open = Open now
ui-map-amount = Amount
ui-map-here = Days here
ui-map-entered = Came in
ui-map-forward = Went on
ui-map-conversion = Conversion
ui-map-median = Days until they left
ui-map-reason = Most lost to
ui-map-as-list = Open as a list
ui-map-reassign = Reassign
ui-map-reassigned = Given to a new owner
ui-map-ask = Ask
ui-map-asked = The owner has a new task
ui-map-next-step = Next step
ui-map-next-step-set = Next step set
ui-map-empty = No stages yet
ui-map-empty-text = Give the pipeline stages, and this map shows where its opportunities stand.

# Targets and forecast
ui-goals = Targets and forecast
ui-goals-targets = Targets of today
ui-goals-none = No targets yet
ui-goals-none-text = Set a target for a person or a team, and this page shows how far it is.
ui-goals-elapsed = { $share } of the days passed
ui-goals-others = also:
ui-goals-unseen = of which { $what } from sales you cannot open
ui-goals-forecast = Forecast
ui-goals-month = Month
ui-goals-weighted = Weighted
ui-goals-then = Weighted then
ui-goals-calls = By judgement
ui-goals-week-ago = a week ago
ui-goals-weeks-ago = four weeks ago
ui-goals-quarter-ago = a quarter ago
ui-goals-accuracy = How good forecasts were
ui-goals-accuracy-none = From the first Monday of next month on, each month is compared here with what was expected of it.
ui-goals-committed = Committed
ui-goals-hit = Won of weighted

# Who did what
ui-team-activity = Team activity
ui-team-activity-text = Who planned and did what, as far as you may see. Every figure leads to its records; everybody sees this page about themselves.
ui-team-activity-during = During
ui-team-activity-person = Person
ui-team-activity-calls = Calls
ui-team-activity-meetings = Meetings
ui-team-activity-visits = Visits
ui-team-activity-contacts = New contacts
ui-team-activity-best = A accounts reached
ui-team-activity-overdue = Next steps overdue
ui-team-activity-checked-in = { $count ->
    [one] { $shown } check-in
   *[other] { $shown } check-ins
}
ui-team-activity-how = Done / planned. An account counts as reached when somebody called, met or visited it, one of its people, or about one of its sales. A accounts have A as their tier.
ui-team-activity-none = Nothing to tell yet
ui-team-activity-none-text = Plan a call, a meeting or a visit, or log one, and it is counted here.
