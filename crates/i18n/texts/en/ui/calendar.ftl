# The calendar.

ui-calendar = Calendar
ui-calendar-view = View
ui-calendar-day = Day
ui-calendar-week = Week
ui-calendar-month = Month
ui-calendar-agenda = Agenda
ui-calendar-today = Today
ui-calendar-before = Earlier
ui-calendar-after = Later
ui-calendar-busy = Busy
ui-calendar-all-day = All day
ui-calendar-none = Nothing is planned here.
ui-calendar-new = New meeting on { $day }
ui-calendar-move = Move { $name }
ui-calendar-move-back = One day earlier
ui-calendar-move-on = One day later
ui-calendar-move-week = One week later
ui-calendar-moved = Moved to { $day }
ui-calendar-repeats = Repeats
ui-calendar-more = Other calendars
ui-calendar-share = Address for other calendars…
ui-calendar-share-title = Your calendar elsewhere
ui-calendar-share-text = Give this address to your calendar program. Whoever knows it reads your calendar; a former address has stopped working.
ui-calendar-address = Address
ui-calendar-copy = Copy
ui-calendar-import = Take over a calendar file…
ui-calendar-imported = { $created } taken over, { $skipped } were there already, { $refused } refused
ui-rule-daily = Every day
ui-rule-weekdays = Every weekday
ui-rule-weekly = Every week
ui-rule-monthly = Every month
ui-rule-yearly = Every year
ui-calendar-move-to = Move to…
ui-calendar-move-day = Day
ui-calendar-move-begin = Begins
ui-calendar-move-do = Move
ui-calendar-days = Days of the week
ui-calendar-planned = { $count ->
    [0] nothing planned
    [one] { $count } planned
   *[other] { $count } planned
  }
ui-calendar-now = Now
ui-calendar-hour-missing = Clocks go forward: this hour is left out
ui-calendar-hour-twice = Clocks go back: this hour comes twice
