//! My password.

use guanxi_client::ClientError;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::i18n::{I18n, t};
use crate::pages::password_input::PasswordInput;
use crate::session::{Session, explain, field_error};
use crate::ui::{Banner, Button, Field, Toasts, Tone, focus_first_invalid};

/// The present one and another; all other sessions end.
#[component]
pub(super) fn Password() -> impl IntoView {
    let (session, i18n, toasts) = (Session::here(), I18n::here(), Toasts::here());
    let (current, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<ClientError>));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (old, wanted) = (current.get_untracked(), new.get_untracked());
        spawn_local(async move {
            let answer = session.client().change_password(&old, &wanted).await;
            busy.try_set(false);
            if answer.is_ok() {
                current.try_set(String::new());
                new.try_set(String::new());
                toasts.say(i18n.text("ui-password-changed"));
            }
            failed.try_set(answer.err());
            focus_first_invalid();
        });
    };
    let error = move |pointer: &'static str| {
        Signal::derive(move || {
            failed.with(|failed| {
                failed
                    .as_ref()
                    .and_then(|error| field_error(error, pointer))
            })
        })
    };
    let general = move || {
        let error = failed.get().filter(|error| error.errors().is_empty());
        error.map(|error| view! { <Banner tone=Tone::Danger>{explain(i18n, &error)}</Banner> })
    };
    let login = untrack(|| session.me())
        .map(|me| me.login)
        .unwrap_or_default();
    view! {
        <form class="form" on:submit=submit novalidate>
            {general}
            <input class="sr-only" type="text" autocomplete="username" readonly tabindex="-1" aria-hidden="true" value=login />
            <Field label=t("ui-password-current") required=true error=error("/current_password")>
                <PasswordInput value=current autocomplete="current-password" />
            </Field>
            <Field label=t("ui-password-new") required=true help=t("ui-password-help") error=error("/new_password")>
                <PasswordInput value=new autocomplete="new-password" />
            </Field>
            <div class="form-actions"><Button submit=true busy>{t("ui-password-change")}</Button></div>
        </form>
    }
}
