//! My name.

use guanxi_client::{ClientError, Object};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::json;

use crate::i18n::{I18n, t};
use crate::session::{Session, explain, field_error};
use crate::ui::{
    Banner, Button, Choice, Field, Segments, TextInput, Toasts, Tone, focus_first_invalid,
};

/// Family and given name, which comes first, and the address used to sign in.
#[component]
pub(super) fn Profile() -> impl IntoView {
    let (session, i18n, toasts) = (Session::here(), I18n::here(), Toasts::here());
    let text = |of: fn(&guanxi_client::auth::Me) -> String| {
        RwSignal::new(
            untrack(|| session.me())
                .as_ref()
                .map(of)
                .unwrap_or_default(),
        )
    };
    let family = text(|me| me.family_name.clone());
    let given = text(|me| me.given_name.clone().unwrap_or_default());
    let order = text(|me| me.name_order.clone());
    let login = text(|me| me.login.clone());
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<ClientError>));
    let orders = move || {
        vec![
            Choice::new("family_first", i18n.text("ui-family-first")),
            Choice::new("given_first", i18n.text("ui-given-first")),
        ]
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
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let given = given.get_untracked();
        let changes = Object::from_iter([
            ("family_name".to_owned(), json!(family.get_untracked())),
            (
                "given_name".to_owned(),
                json!(Some(given).filter(|name| !name.trim().is_empty())),
            ),
            ("name_order".to_owned(), json!(order.get_untracked())),
        ]);
        spawn_local(async move {
            let answer = session.change(changes).await;
            busy.try_set(false);
            if answer.is_ok() {
                toasts.say(i18n.text("ui-saved"));
            }
            failed.try_set(answer.err());
            focus_first_invalid();
        });
    };
    let general = move || {
        let error = failed.get().filter(|error| error.errors().is_empty());
        error.map(|error| view! { <Banner tone=Tone::Danger>{explain(i18n, &error)}</Banner> })
    };
    view! {
        <form class="form" on:submit=submit novalidate>
            {general}
            <div class="form-row">
                <Field label=t("field-family-name") required=true error=error("/family_name")>
                    <TextInput value=family autocomplete="family-name" />
                </Field>
                <Field label=t("field-given-name") error=error("/given_name")>
                    <TextInput value=given autocomplete="given-name" />
                </Field>
            </div>
            <Field label=t("field-name-order") group=true>
                <Segments value=order options=Signal::derive(orders) />
            </Field>
            <Field label=t("ui-login")><TextInput value=login disabled=true /></Field>
            <div class="form-actions"><Button submit=true busy>{t("ui-save")}</Button></div>
        </form>
    }
}
