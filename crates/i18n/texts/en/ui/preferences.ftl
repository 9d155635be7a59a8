# The page on which customers decide themselves how they are contacted.
ui-preferences-title = How we may contact you
ui-preferences-intro = { $name }, this is what { $workspace } goes by when getting in touch with you. Change whatever you like.
ui-preferences-at-once = What you change holds at once.
ui-preferences-saved = Saved. This holds from now on.
ui-preferences-closed = This link does not open anything any more. Please ask whoever gave it to you for a new one.
ui-preferences-may = You may contact me
ui-preferences-how = How and when
ui-preferences-best = I prefer
ui-preferences-any = No preference
ui-preferences-quiet = Quiet hours
ui-preferences-quiet-text = Nobody calls or visits between these times.
ui-preferences-quiet-both = Give both times, or neither.
ui-preferences-from = From
ui-preferences-until = Until
ui-preferences-none = Nothing at all
ui-preferences-none-text = We will not write, call or visit any more, whatever it is about. You can come back here and change your mind.
ui-preferences-refuse = Refuse everything

# Its link, on the contact's page.
ui-preference-link = Copy preference link…
ui-preference-link-title = Preference page
ui-preference-link-text = On this page the contact decides by what and for what to be contacted. Whoever has the address can change it; give it to nobody else.
ui-preference-link-copy = Copy link
ui-preference-link-end = End link
ui-preference-link-ended = The link opens nothing any more
ui-event-customer = The customer
ui-event-linked = { $name } made a preference link
ui-event-unlinked = { $name } ended the preference link
