# What others change while somebody looks
ui-unseen = { $count } new
ui-row-gone = Deleted by somebody, or no longer visible to you
ui-record-gone = Somebody deleted this record, or you may no longer see it. What is shown here is the last you saw of it.
ui-overtaken = Somebody changed this to “{ $value }” meanwhile
ui-overtaken-empty = Somebody emptied this meanwhile
