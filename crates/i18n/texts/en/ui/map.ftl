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
