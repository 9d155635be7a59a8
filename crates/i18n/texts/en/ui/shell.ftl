# What stands around every page.

ui-skip = Skip to the page
ui-places = Places
ui-home = Home
ui-today = Today
ui-settings = Settings
ui-search = Search
ui-search-everything = Search or go to…
ui-create = Create
ui-new-named = New { $name }
ui-help = Help
ui-me = You
ui-theme = Appearance
ui-theme-system = As the device
ui-theme-light = Light
ui-theme-dark = Dark
ui-language = Language
ui-density-compact = Compact
ui-density-normal = Normal
ui-density-comfortable = Comfortable
ui-sign-out = Sign out

ui-palette = Search and commands
ui-palette-hint = Names, pages, actions; > for actions only
ui-undo-last = Undo the last change

ui-keys = Keyboard shortcuts
ui-keys-general = Everywhere
ui-keys-go = Go to
ui-keys-create = Create
ui-keys-list = In this list
ui-keys-record = On this record
ui-letters-off = Single-letter keys are switched off in your settings.
