entity-user = User
entity-user-plural = Users
related-user-manager-id = Direct reports

field-user-name = Name
field-user-login = E-mail for sign-in
field-user-manager-id = Reports to
field-user-employee-no = Employee number
field-user-preferences = Preferences

choice-user-status-invited = Invited
choice-user-status-active = Active
choice-user-status-suspended = Suspended
choice-user-status-left = Left

verb-user-activate = Activate
verb-user-suspend = Suspend
verb-user-mark-left = Mark as left
verb-user-rejoin = Take back
