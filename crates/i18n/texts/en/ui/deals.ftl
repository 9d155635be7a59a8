# Deals: how they stand, their pipelines, what was won and lost.

ui-stalled = Stalled
ui-stalled-count = { $count ->
    [one] { $shown } stalled
   *[other] { $shown } stalled
}
ui-missing-before-next = { $count ->
    [one] 1 thing missing before the next stage
   *[other] { $count } things missing before the next stage
}
ui-usual-days = { $count ->
    [one] Usually 1 day here
   *[other] Usually { $shown } days here
}
ui-days-in-stage = { $count ->
    [one] 1 day in this stage
   *[other] { $shown } days in this stage
}
ui-days-against-usual = { $count ->
    [one] 1 day in this stage, usually { $usual }
   *[other] { $shown } days in this stage, usually { $usual }
}
ui-close-put-off = { $count ->
    [one] Close date put off once
   *[other] Close date put off { $count } times
}
ui-last-spoken = Last spoken { $when }
ui-never-spoken = Not spoken with yet
ui-deal-standing = How it stands
ui-in-company-currency = In { $currency } at today’s rates
ui-no-rate-for = No rate for { $currencies }

ui-pipelines = Pipelines and stages
ui-pipelines-text = The ways in which you sell, the stages of each, and what must be done before a deal moves on.
ui-pipelines-edit = Edit pipelines
ui-pipeline-add = New pipeline
ui-pipeline-edit = Edit pipeline
ui-pipeline-default = Default
ui-pipeline-default-help = New opportunities begin here unless their team has its own pipeline.
ui-pipeline-teams-help = Nobody chosen: everybody may use it.
ui-pipeline-stalled = A deal is stalled when
ui-pipeline-stalled-help = Conditions on the opportunity itself. They mark cards and count on the board.
ui-stalled-when = Stalled when: { $words }
ui-stage-add = New stage
ui-stage-edit = Edit stage
ui-stage-category-help = Whether a deal in it is open, won or lost. It stays as chosen.
ui-stage-probability = Probability in percent
ui-stage-days-help = After so many days a deal in it is marked. Empty: never.
ui-stage-fields-help = Must be filled before a deal leaves the stage forward.
ui-stage-criteria = What must hold before it is left
ui-stage-criteria-help = Conditions on the opportunity, its lines, its account and its main contact.
ui-stage-needs = Needs { $fields }.
ui-stage-holds = Must hold: { $words }.
ui-stage-delete = Delete stage
ui-stage-standing = { $count ->
    [one] 1 opportunity stands in it. Say where it goes.
   *[other] { $shown } opportunities stand in it. Say where they go.
}
ui-stage-successor = They go to
ui-stage-say-where = Say first where its opportunities go.

ui-delete-named = Delete { $name }

ui-win-loss = Win and loss
ui-win-loss-text = Decided opportunities that you may see.
ui-win-loss-by = By
ui-win-loss-segments = Segments
ui-win-loss-segment = Segment
ui-win-loss-reasons = Reasons
ui-win-loss-unknown = Unknown
ui-win-loss-none = Nothing to compare yet
ui-win-loss-none-text = Won and lost opportunities of this time appear here. Note competitors on opportunities to see how you do against them.
ui-win-rate = Win rate
ui-any = All
ui-decided-in = Decided
ui-decided-this-quarter = This quarter
ui-decided-this-year = This year
ui-decided-last-year = Last year
ui-decided-ever = At any time

ui-reasons = Why sales are lost
ui-reasons-text = The reasons offered when a sale is lost, in your own words and order. One that is no longer offered stays with the sales that have it, and in reports.
ui-reason-new = Another reason
ui-reason-add = Add reason
ui-reason-archive = No longer offer { $name }
ui-reason-offer = Offer { $name } again
ui-reason-archived = no longer offered
