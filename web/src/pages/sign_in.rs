//! Signing in, at the address one came for.

use guanxi_client::ClientError;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::password_input::PasswordInput;
use super::standalone::Standalone;
use crate::i18n::{I18n, t, t_with};
use crate::session::{Session, Standing, explain};
use crate::ui::{
    Banner, Button, ButtonKind, Dialog, DialogActions, DialogSize, Field, TextInput, Tone,
    focus_first_invalid,
};

/// The page for people who are not signed in. Before the first start it says where the one-time link is.
#[component]
pub fn SignIn() -> impl IntoView {
    let session = Session::here();
    let needs_setup = RwSignal::new(false);
    spawn_local(async move {
        let state = session.client().state().await;
        // Said only when true: the form stays as it is, with what was typed before the answer came.
        if state.is_ok_and(|state| state.needs_setup) {
            needs_setup.try_set(true);
        }
    });
    view! {
        <Standalone title=t("ui-sign-in-title")>
            {move || if needs_setup.get() {
                view! { <Banner>{t("ui-setup-link")}</Banner> }.into_any()
            } else {
                view! { <SignInForm /> }.into_any()
            }}
        </Standalone>
    }
}

/// One attempt after the other.
#[derive(Clone, Copy)]
struct Attempt {
    session: Session,
    i18n: I18n,
    busy: RwSignal<bool>,
    failed: RwSignal<Option<String>>,
}

impl Attempt {
    fn new() -> Self {
        Self {
            session: Session::here(),
            i18n: I18n::here(),
            busy: RwSignal::new(false),
            failed: RwSignal::new(None),
        }
    }

    fn go(self, login: String, password: RwSignal<String>) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failed.set(None);
        spawn_local(async move {
            let typed = password.get_untracked();
            let answer = self.session.sign_in(login.trim(), &typed).await;
            // Gone when it worked: the page behind has taken over.
            self.busy.try_set(false);
            match answer {
                Ok(()) => drop(password.try_set(String::new())),
                Err(error) => drop(self.failed.try_set(Some(self.sentence(&error)))),
            }
        });
    }

    fn sentence(self, error: &ClientError) -> String {
        if error.status() == Some(401) {
            self.i18n.text("ui-sign-in-wrong")
        } else {
            explain(self.i18n, error)
        }
    }

    fn banner(self) -> impl IntoView {
        move || {
            self.failed
                .get()
                .map(|sentence| view! { <Banner tone=Tone::Danger>{sentence}</Banner> })
        }
    }
}

#[component]
fn SignInForm() -> impl IntoView {
    let attempt = Attempt::new();
    let (login, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let tried = RwSignal::new(false);
    let is_empty = |value: RwSignal<String>| value.with(|value| value.trim().is_empty());
    let error = move |value: RwSignal<String>| {
        Signal::derive(move || {
            (tried.get() && is_empty(value)).then(|| attempt.i18n.text("ui-required"))
        })
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        if untrack(|| is_empty(login) || is_empty(password)) {
            return focus_first_invalid();
        }
        attempt.go(login.get_untracked(), password);
    };
    view! {
        <form class="form" on:submit=submit novalidate>
            {attempt.banner()}
            <Field label=t("ui-login") error=error(login)>
                <TextInput value=login kind="email" autocomplete="username" enterkeyhint="next" autofocus=true />
            </Field>
            <Field label=t("ui-password") error=error(password)>
                <PasswordInput value=password autocomplete="current-password" />
            </Field>
            <Button kind=ButtonKind::Primary submit=true busy=attempt.busy>{t("ui-sign-in")}</Button>
        </form>
    }
}

/// Asks for the password again when the session ended while somebody worked; the page behind waits.
#[component]
pub fn Expired() -> impl IntoView {
    let session = Session::here();
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(session.standing() == Standing::Expired));
    let leave = move || {
        if session.standing() == Standing::Expired {
            session.sign_out();
        }
    };
    view! {
        <Dialog open title=t("ui-expired-title") size=DialogSize::Small on_close=move |()| untrack(leave)>
            <ExpiredForm open />
        </Dialog>
    }
}

#[component]
fn ExpiredForm(open: RwSignal<bool>) -> impl IntoView {
    let attempt = Attempt::new();
    let password = RwSignal::new(String::new());
    let login = Signal::derive(move || attempt.session.me().map(|me| me.login).unwrap_or_default());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        attempt.go(login.get_untracked(), password);
    };
    view! {
        <form class="form" on:submit=submit novalidate>
            <p>{t_with("ui-expired-text", move |args| args.set("login", login.get()))}</p>
            {attempt.banner()}
            <input class="sr-only" type="text" autocomplete="username" readonly tabindex="-1" aria-hidden="true" prop:value=move || login.get() />
            <Field label=t("ui-password")>
                <PasswordInput value=password autocomplete="current-password" autofocus=true />
            </Field>
            <DialogActions>
                <Button on_press=move |()| open.set(false)>{t("ui-sign-out")}</Button>
                <Button kind=ButtonKind::Primary submit=true busy=attempt.busy>{t("ui-sign-in")}</Button>
            </DialogActions>
        </form>
    }
}
