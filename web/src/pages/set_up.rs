//! The first start: the workspace and its first administrator.

use guanxi_client::ClientError;
use guanxi_client::auth::Setup;
use guanxi_i18n::Language;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_location, use_navigate};

use super::password_input::PasswordInput;
use super::standalone::Standalone;
use super::zones::{CodeInput, Listed, usual_currency};
use crate::i18n::{I18n, t};
use crate::session::{Session, explain, field_error};
use crate::ui::{
    Banner, Button, ButtonKind, Choice, Field, Formats, Select, TextInput, Tone,
    focus_first_invalid, intl,
};

/// What the administrator types.
#[derive(Clone, Copy)]
struct Form {
    workspace_name: RwSignal<String>,
    family_name: RwSignal<String>,
    given_name: RwSignal<String>,
    login: RwSignal<String>,
    password: RwSignal<String>,
    language: RwSignal<String>,
    currency: RwSignal<String>,
    time_zone: RwSignal<String>,
    failed: RwSignal<Option<ClientError>>,
    /// Whether sending was tried, so that empty fields may complain.
    tried: RwSignal<bool>,
    busy: RwSignal<bool>,
}

impl Form {
    fn new() -> Self {
        let text = || RwSignal::new(String::new());
        let region = Formats::here().region.get_untracked();
        Self {
            workspace_name: text(),
            family_name: text(),
            given_name: text(),
            login: text(),
            password: text(),
            language: RwSignal::new(I18n::here().language_now().tag().to_owned()),
            currency: RwSignal::new(usual_currency(&region).unwrap_or_default().to_owned()),
            time_zone: RwSignal::new(intl::browser_zone()),
            failed: RwSignal::new(None),
            tried: RwSignal::new(false),
            busy: RwSignal::new(false),
        }
    }

    fn setup(self, token: String) -> Setup {
        let given_name =
            Some(self.given_name.get_untracked().trim().to_owned()).filter(|name| !name.is_empty());
        Setup {
            token,
            workspace_name: self.workspace_name.get_untracked().trim().to_owned(),
            family_name: self.family_name.get_untracked().trim().to_owned(),
            given_name,
            name_order: Some(
                if self.family_first() {
                    "family_first"
                } else {
                    "given_first"
                }
                .to_owned(),
            ),
            login: self.login.get_untracked().trim().to_owned(),
            password: self.password.get_untracked(),
            language: self.language.get_untracked(),
            company_currency: self.currency.get_untracked(),
            time_zone: self.time_zone.get_untracked(),
        }
    }

    /// Chinese names begin with the family's.
    fn family_first(self) -> bool {
        self.language.get() != Language::En.tag()
    }

    /// What is wrong with a field: the server's word, else that it is empty after sending was tried.
    fn error(
        self,
        i18n: I18n,
        pointer: &'static str,
        value: RwSignal<String>,
    ) -> Signal<Option<String>> {
        Signal::derive(move || {
            let told = self.failed.with(|failed| {
                failed
                    .as_ref()
                    .and_then(|error| field_error(error, pointer))
            });
            let empty = self.tried.get() && value.with(|value| value.trim().is_empty());
            told.or_else(|| empty.then(|| i18n.text("ui-required")))
        })
    }

    fn is_complete(self) -> bool {
        let needed = [
            self.workspace_name,
            self.family_name,
            self.login,
            self.password,
            self.currency,
            self.time_zone,
        ];
        needed
            .iter()
            .all(|value| value.with_untracked(|value| !value.trim().is_empty()))
    }
}

/// The page behind the one-time link that the server prints at its first start.
#[component]
pub fn SetUp() -> impl IntoView {
    let token = use_location().hash.get_untracked();
    let token = token
        .trim_start_matches('#')
        .strip_prefix("token=")
        .unwrap_or_default()
        .to_owned();
    view! {
        <Standalone title=t("ui-setup-title") wide=true>
            {if token.is_empty() {
                view! { <Banner tone=Tone::Warning>{t("ui-setup-link")}</Banner> }.into_any()
            } else {
                view! { <SetUpForm token /> }.into_any()
            }}
        </Standalone>
    }
}

#[component]
fn SetUpForm(token: String) -> impl IntoView {
    let (session, i18n, form) = (Session::here(), I18n::here(), Form::new());
    let navigate = StoredValue::new_local(use_navigate());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        form.tried.set(true);
        if form.busy.get_untracked() {
            return;
        }
        if !form.is_complete() {
            return focus_first_invalid();
        }
        form.busy.set(true);
        form.failed.set(None);
        let setup = untrack(|| form.setup(token.clone()));
        spawn_local(async move {
            let answer = session.set_up(&setup).await;
            form.busy.try_set(false);
            match answer {
                Ok(()) => navigate.with_value(|navigate| navigate("/", Default::default())),
                Err(error) => {
                    form.failed.try_set(Some(error));
                    focus_first_invalid();
                }
            }
        });
    };
    let general = move || {
        let error = form.failed.get().filter(|error| error.errors().is_empty());
        error.map(|error| view! { <Banner tone=Tone::Danger>{explain(i18n, &error)}</Banner> })
    };
    view! {
        <form class="form" on:submit=submit novalidate>
            <p class="muted">{t("ui-setup-text")}</p>
            {general}
            <Company form />
            <You form />
            <Button kind=ButtonKind::Primary submit=true busy=form.busy>{t("ui-setup-go")}</Button>
        </form>
    }
}

#[component]
fn Company(form: Form) -> impl IntoView {
    let (i18n, session) = (I18n::here(), Session::here());
    let languages = Language::ALL
        .map(|language| Choice::new(language.tag(), language.own_name()))
        .to_vec();
    let switch =
        move |tag: String| session.choose_language(Language::from_tag(&tag).unwrap_or_default());
    // The language can also be switched at the foot of the page.
    Effect::new(move |_| form.language.set(i18n.chosen().tag().to_owned()));
    let error = move |pointer, value| form.error(i18n, pointer, value);
    view! {
        <section class="form-group">
            <h2>{t("ui-setup-company")}</h2>
            <Field label=t("ui-workspace-name") required=true error=error("/workspace_name", form.workspace_name)>
                <TextInput value=form.workspace_name autocomplete="organization" autofocus=true />
            </Field>
            <div class="form-row">
                <Field label=t("ui-language") required=true error=error("/language", form.language)>
                    <Select value=form.language options=languages on_change=switch />
                </Field>
                <Field label=t("ui-company-currency") required=true help=t("ui-company-currency-help") error=error("/company_currency", form.currency)>
                    <CodeInput listed=Listed::Currency value=form.currency />
                </Field>
                <Field label=t("ui-time-zone") required=true error=error("/time_zone", form.time_zone)>
                    <CodeInput listed=Listed::Zone value=form.time_zone />
                </Field>
            </div>
        </section>
    }
}

#[component]
fn You(form: Form) -> impl IntoView {
    let i18n = I18n::here();
    let error = move |pointer, value| form.error(i18n, pointer, value);
    let given = move || {
        let told = Signal::derive(move || {
            form.failed.with(|failed| {
                failed
                    .as_ref()
                    .and_then(|error| field_error(error, "/given_name"))
            })
        });
        view! {
            <Field label=t("field-given-name") error=told>
                <TextInput value=form.given_name autocomplete="given-name" />
            </Field>
        }
    };
    let family = move || {
        view! {
            <Field label=t("field-family-name") required=true error=error("/family_name", form.family_name)>
                <TextInput value=form.family_name autocomplete="family-name" />
            </Field>
        }
    };
    view! {
        <section class="form-group">
            <h2>{t("ui-setup-you")}</h2>
            <div class="form-row">
                {move || if form.family_first() {
                    view! { {family()} {given()} }.into_any()
                } else {
                    view! { {given()} {family()} }.into_any()
                }}
            </div>
            <div class="form-row">
                <Field label=t("ui-login") required=true error=error("/login", form.login)>
                    <TextInput value=form.login kind="email" autocomplete="username" />
                </Field>
                <Field label=t("ui-password") required=true help=t("ui-password-help") error=error("/password", form.password)>
                    <PasswordInput value=form.password autocomplete="new-password" />
                </Field>
            </div>
        </section>
    }
}
