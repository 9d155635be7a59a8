//! What the whole workspace shares, for administrators.

use std::time::Duration;

use guanxi_client::workspace::Workspace as Shared;
use guanxi_client::{ClientError, Expect, Object};
use guanxi_i18n::Language;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::json;

use crate::i18n::{I18n, t, t_with};
use crate::pages::zones::{CodeInput, Listed};
use crate::records::Desk;
use crate::session::{Session, explain, field_error, trace_id};
use crate::ui::{
    Banner, Button, Choice, ErrorState, Field, Select, Skeleton, SkeletonShape, TextInput, Toasts,
    Tone, focus_first_invalid,
};

/// How often to ask whether another order of names holds.
const PAUSE: Duration = Duration::from_secs(2);

/// The orders in which names can be read, and the keys of their texts.
const COLLATIONS: [(&str, &str); 3] = [
    ("root", "ui-collation-root"),
    ("pinyin", "ui-collation-pinyin"),
    ("stroke", "ui-collation-stroke"),
];

/// The settings once they are here.
#[component]
pub(super) fn Workspace() -> impl IntoView {
    let (session, i18n) = (Session::here(), I18n::here());
    let loaded = RwSignal::new(None::<Result<Shared, ClientError>>);
    let load = move || {
        spawn_local(async move {
            let answer = session.client().workspace().await;
            loaded.try_set(Some(answer));
        });
    };
    load();
    let retry = move || {
        loaded.set(None);
        load();
    };
    move || {
        match loaded.get() {
        None => view! { <Skeleton shape=SkeletonShape::Rows count=4 /> }.into_any(),
        Some(Err(error)) => {
            view! { <ErrorState text=explain(i18n, &error) trace_id=trace_id(&error) on_retry=move |()| retry() /> }.into_any()
        }
        Some(Ok(shared)) => view! { <SharedForm shared /> }.into_any(),
    }
    }
}

/// What is being typed.
#[derive(Clone, Copy)]
struct Form {
    /// As the server has it.
    known: RwSignal<Shared>,
    name: RwSignal<String>,
    currency: RwSignal<String>,
    zone: RwSignal<String>,
    language: RwSignal<String>,
    collation: RwSignal<String>,
    busy: RwSignal<bool>,
    failed: RwSignal<Option<ClientError>>,
}

impl Form {
    fn new(shared: Shared) -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        Self {
            name: text(&shared.name),
            currency: text(&shared.company_currency),
            zone: text(&shared.time_zone),
            language: text(&shared.language),
            collation: text(wanted(&shared)),
            busy: RwSignal::new(false),
            failed: RwSignal::new(None),
            known: RwSignal::new(shared),
        }
    }

    /// What differs from what the server has.
    fn changes(self) -> Object {
        self.known.with_untracked(|known| {
            let members = [
                ("name", self.name, known.name.as_str()),
                ("company_currency", self.currency, &known.company_currency),
                ("time_zone", self.zone, &known.time_zone),
                ("language", self.language, &known.language),
                ("collation", self.collation, wanted(known)),
            ];
            let changed = members.into_iter().filter_map(|(name, value, known)| {
                let value = value.get_untracked();
                (value != known).then(|| (name.to_owned(), json!(value)))
            });
            changed.collect()
        })
    }

    fn error(self, pointer: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.failed.with(|failed| {
                failed
                    .as_ref()
                    .and_then(|error| field_error(error, pointer))
            })
        })
    }

    fn save(self, session: Session, i18n: I18n, toasts: Toasts) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let expect = Expect::Version(self.known.with_untracked(|known| known.version));
        let changes = self.changes();
        spawn_local(async move {
            let answer = session.client().patch_workspace(expect, &changes).await;
            self.busy.try_set(false);
            match answer {
                Ok(shared) => {
                    self.failed.try_set(None);
                    self.known.try_set(shared);
                    toasts.say(i18n.text("ui-saved"));
                    // Lists and amounts are drawn by what the catalogue says of the workspace.
                    Desk::here().fetch_catalogue();
                    self.follow(session);
                }
                Err(error) => {
                    self.failed.try_set(Some(error));
                    focus_first_invalid();
                }
            }
        });
    }
}

impl Form {
    /// Asks now and then, as long as this stands on the page, whether the order that is being prepared holds already.
    fn follow(self, session: Session) {
        let waits = self
            .known
            .try_with_untracked(|known| known.next_collation.is_some());
        if waits != Some(true) {
            return;
        }
        let ask = move || {
            spawn_local(async move {
                if let Ok(shared) = session.client().workspace().await {
                    self.known.try_set(shared);
                }
                self.follow(session);
            });
        };
        set_timeout(ask, PAUSE);
    }
}

/// The order that holds, or the one that is being prepared.
fn wanted(shared: &Shared) -> &str {
    shared
        .next_collation
        .as_deref()
        .unwrap_or(&shared.collation)
}

#[component]
fn SharedForm(shared: Shared) -> impl IntoView {
    let (session, i18n, toasts) = (Session::here(), I18n::here(), Toasts::here());
    let form = Form::new(shared);
    form.follow(session);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        form.save(session, i18n, toasts);
    };
    let general = move || {
        let error = form.failed.get().filter(|error| error.errors().is_empty());
        error.map(|error| view! { <Banner tone=Tone::Danger>{explain(i18n, &error)}</Banner> })
    };
    let languages = Language::ALL
        .map(|language| Choice::new(language.tag(), language.own_name()))
        .to_vec();
    let collations = move || {
        COLLATIONS
            .map(|(name, key)| Choice::new(name, i18n.text(key)))
            .to_vec()
    };
    view! {
        <form class="form" on:submit=submit novalidate>
            {general}
            <Field label=t("ui-workspace-name") required=true error=form.error("/name")>
                <TextInput value=form.name autocomplete="organization" />
            </Field>
            <Field label=t("ui-company-currency") required=true help=t("ui-company-currency-fixed") error=form.error("/company_currency")>
                <CodeInput listed=Listed::Currency value=form.currency />
            </Field>
            <Field label=t("ui-company-zone") required=true help=t("ui-company-zone-help") error=form.error("/time_zone")>
                <CodeInput listed=Listed::Zone value=form.zone />
            </Field>
            <Field label=t("ui-company-language") required=true help=t("ui-company-language-help") error=form.error("/language")>
                <Select value=form.language options=languages />
            </Field>
            <Field label=t("ui-collation") required=true help=t("ui-collation-help") error=form.error("/collation")>
                <Select value=form.collation options=Signal::derive(collations) />
            </Field>
            <Preparing form />
            <div class="form-actions"><Button submit=true busy=form.busy>{t("ui-workspace-save")}</Button></div>
        </form>
    }
}

/// Says that lists will follow.
#[component]
fn Preparing(form: Form) -> impl IntoView {
    let order = Memo::new(move |_| {
        let next = form.known.with(|known| known.next_collation.clone())?;
        let (_, key) = COLLATIONS.iter().find(|(name, _)| *name == next)?;
        Some(*key)
    });
    let i18n = I18n::here();
    let words = t_with("ui-collation-preparing", move |args| {
        args.set(
            "order",
            order.get().map_or_else(String::new, |key| i18n.text(key)),
        );
    });
    move || {
        let banner = || view! { <Banner tone=Tone::Accent>{words}</Banner> };
        order.get().map(|_| banner())
    }
}
