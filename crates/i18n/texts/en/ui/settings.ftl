# Settings for me.

ui-profile = Profile
ui-profile-text = How your colleagues see you.
ui-family-first = Family name first
ui-given-first = Given name first
ui-language-region = Language and region
ui-language-region-text = The language changes the words, the region how dates, numbers and amounts are written.
ui-region = Region
ui-time-zone = Time zone
ui-time-zone-help = Your days begin and end in this zone.
ui-theme-text = On this and every other device you use.
ui-theme-choice = Light or dark
ui-density = Height of rows
ui-keyboard = Keyboard
ui-keyboard-text = Press ? on any page to see its keys.
ui-letter-keys = Single-letter keys
ui-letter-keys-help = Switch off if they get in the way of speech input or other tools. Keys with Ctrl, ⌘ or Alt keep working.
ui-password-text = Changing it signs you out everywhere else.
ui-password-current = Current password
ui-password-new = New password
ui-password-change = Change password
ui-password-changed = Password changed
ui-sessions = Where you are signed in
ui-sessions-text = End a session you do not recognise, then change your password.
ui-session-here = This browser
ui-session-used = Last used
ui-session-unknown = Unknown program
ui-session-end = End
ui-session-end-named = End the session of { $name }

ui-workspace = Workspace
ui-lists = Lists
ui-lists-text = People, rules and choices that everybody works with.
ui-workspace-text = For everybody who works here. Only administrators see and change this.
ui-company-currency-fixed = Reports add up in this currency. It is fixed once there are amounts or rates.
ui-company-zone = Company zone
ui-company-zone-help = Deadlines and rules that everybody shares follow the days of this zone.
ui-company-language = Company language
ui-company-language-help = For names and texts that Guanxi makes for everybody. People choose their own language above.
ui-collation = Sorting of names
ui-collation-help = How lists sort names. Another order takes a while when there are many records; lists stay as they are until then.
ui-collation-root = Alphabet, then Chinese by radical
ui-collation-pinyin = Chinese by pinyin
ui-collation-stroke = Chinese by strokes
ui-collation-preparing = A new order is being prepared: { $order }. Lists will follow by themselves.
ui-workspace-save = Save for everybody

# Demo firm
ui-demo = Demo firm
ui-demo-text = A made-up maker of measuring instruments with a year of customers, sales and talks behind it, to look around in.
ui-demo-make = Load the demo firm
ui-demo-remove = Remove the demo firm
ui-demo-made = The demo firm is here
ui-demo-removed = The demo firm is gone
ui-demo-there =
    { $count ->
        [one] { $count } record is here.
       *[other] { $count } records are here.
    }
ui-demo-question =
    { $count ->
        [one] { $count } record goes
       *[other] { $count } records go
    } into the bin, { $changed ->
        [0] none of them changed
       *[other] { $changed } of them changed
    } by people since. What people made themselves stays.
