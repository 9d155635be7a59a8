# Words that the small components and many pages share.

ui-save = Save
ui-saving = Saving…
ui-saved = Saved
ui-cancel = Cancel
ui-close = Close
ui-delete = Delete
ui-edit = Edit
ui-add = Add
ui-undo = Undo
ui-retry = Try again
ui-clear = Clear
ui-choose = Choose
ui-narrow = Narrow the list
ui-more = More
ui-loading = Loading…
ui-searching = Searching…
ui-nothing-found = Nothing found
ui-create-named = Create “{ $name }”
ui-remove-named = Remove { $name }
ui-messages = Messages
ui-currency = Currency
ui-none = None

ui-error-title = This could not be loaded
ui-trace-id = Trace id
ui-no-permission-title = This is not open to you
ui-no-permission-text = Ask an administrator for the right to see it.
ui-no-permission-ask = Ask { $name } for the right to see it.
ui-not-found = Not found
ui-not-found-title = There is nothing here
ui-not-found-text = It may have been deleted, or you may not see it.
ui-go-home = Go to the first page
