entity-saved-view = Saved view
entity-saved-view-plural = Saved views

field-saved-view-entity = Kind of record
field-saved-view-sharing = Who sees it
field-saved-view-filter = Filter
field-saved-view-sort = Order
field-saved-view-columns = Columns
field-saved-view-words = Words
field-saved-view-layout = Layout
field-saved-view-within = Within

choice-saved-view-sharing-private = Only me
choice-saved-view-sharing-team = My team
choice-saved-view-sharing-everyone = Everyone
choice-saved-view-layout-table = Table
choice-saved-view-layout-board = Board

problem-not-a-list-of-names = This has to be a short list of names of fields.
