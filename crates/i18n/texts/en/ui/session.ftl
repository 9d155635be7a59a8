# Signing in and out, the first start.

ui-sign-in = Sign in
ui-sign-in-title = Sign in to Guanxi
ui-sign-in-wrong = E-mail address or password is wrong.
ui-login = E-mail address
ui-password = Password
ui-password-show = Show password
ui-password-hide = Hide password
ui-password-help = Long is good: three or four words that do not belong together.
ui-required = Fill this in.
ui-expired-title = Please sign in again
ui-expired-text = Your session has ended. Enter the password of { $login }; your page stays as it is and nothing you typed is lost.
ui-unreachable = The server does not answer
ui-error-network = The server could not be reached. Check the connection and try again.
ui-error-unexpected = The server gave an answer that this page does not understand. Reload the page; if that does not help, tell an administrator.
ui-offline = Offline. Changes cannot be saved until the connection is back.
ui-offline-as-of = Offline. What you see is as of { $time }. Changes cannot be saved until the connection is back.
ui-offline-unsaved = You are offline, so this was not saved. Try again once the connection is back.
ui-upgraded-title = There is a newer version of Guanxi
ui-upgraded-text = This part needs it. Save or copy what you have typed, then reload the page.
ui-reload = Reload

ui-setup-title = Set up Guanxi
ui-setup-text = You are the first here. This makes your workspace and signs you in as its administrator.
ui-setup-link = This workspace is not set up yet. Open the one-time link that the server printed when it started.
ui-setup-go = Set up and sign in
ui-workspace-name = Name of your company
ui-company-currency = Company currency
ui-company-currency-help = Reports add up in this currency.
ui-setup-company = Your company
ui-setup-you = Yourself
