# What others change while somebody looks
ui-unseen = { $count } new
ui-row-gone = Deleted by somebody, or no longer visible to you
ui-record-gone = Somebody deleted this record, or you may no longer see it. What is shown here is the last you saw of it.
ui-overtaken = Somebody changed this to “{ $value }” meanwhile
ui-overtaken-empty = Somebody emptied this meanwhile

# Favourites and views
ui-favourite-add = Add to favourites
ui-favourite-remove = Remove from favourites
ui-favourite-toggle = Favourite
ui-favourite-removed = { $name } is no longer a favourite
ui-favourite-acts = What to do with { $name }
ui-favourite-up = Move up
ui-favourite-down = Move down
ui-views = Views
ui-views-shared = Shared
ui-view-all = All
ui-view-save = Save view
ui-view-save-new = Save as new view
ui-view-saved = Saved: { $name }
ui-view-reset = Reset
ui-view-rename = Rename or share
ui-view-delete = Delete view
ui-view-make-default = Begin with this view
ui-view-unmake-default = No longer begin with this view
ui-view-needs-name = Give the view a name.

# Many at once
ui-bulk-verb = Change state
ui-bulk-tag = Tag
ui-bulk-what = What to do
ui-bulk-trying = Trying it out…
ui-bulk-foreseen = { $count } will change, { $refused } will stay as they are
ui-bulk-same = { $count } are like that already
ui-bulk-untried = { $count } more were not tried out
ui-bulk-tagged = { $count ->
    [one] { $count } record tagged
   *[other] { $count } records tagged
}
ui-bulk-stopped = Stopped: { $count } were not touched.
ui-bulk-file = Download the list

# Cells
ui-paste = Paste
ui-paste-foreseen = { $count ->
    [one] { $count } cell will change
   *[other] { $count } cells will change
} in { $records ->
    [one] { $records } record
   *[other] { $records } records
}.
ui-paste-refused = { $count } stay as they are:
ui-paste-beyond = { $count } rows have no record to go to.
ui-paste-failed = { $count } not changed: { $reason }
problem-paste-reference = Other records are chosen one by one, or copied from a cell of this list.
problem-paste-choice = This is none of the choices.
