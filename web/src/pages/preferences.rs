//! The page on which customers decide themselves how they are contacted, opened by a link of their own.
//!
//! What is ticked holds at once. The server's answer is what the page shows, unless something else is under way.

use guanxi_client::preferences::{Preferences, Wish};
use guanxi_client::{ClientError, Object};
use guanxi_i18n::Language;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;
use serde_json::json;

use super::standalone::Standalone;
use crate::i18n::{I18n, t, t_with};
use crate::session::{Session, explain, on_return};
use crate::stored::tab;
use crate::ui::{
    Banner, Button, ButtonKind, Checkbox, Choice, ErrorState, Field, Select, Skeleton,
    SkeletonShape, Tone,
};

/// The language that somebody chose on this page, kept while the tab is open.
const CHOSEN: &str = "guanxi.preferences-language";
/// By what somebody may prefer to be reached.
const CHANNELS: [&str; 6] = ["email", "phone", "mobile", "im", "letter", "visit"];

/// How far the page is.
#[derive(Clone)]
enum Stage {
    Fetching,
    /// The link opens nothing, or not any more.
    Closed,
    Failed(ClientError),
    Open(Box<Page>),
}

/// What happened to the last change.
#[derive(Clone, PartialEq)]
enum Kept {
    Nothing,
    Saved,
    Refused(String),
}

/// What is shown once the link has opened.
#[derive(Clone, Copy)]
struct Page {
    token: StoredValue<String>,
    name: StoredValue<(String, String)>,
    cells: StoredValue<Vec<Cell>>,
    preferred: RwSignal<String>,
    quiet_from: RwSignal<String>,
    quiet_until: RwSignal<String>,
    /// How many changes are under way.
    under_way: RwSignal<u32>,
    kept: RwSignal<Kept>,
    i18n: I18n,
    session: Session,
}

/// One box to tick.
#[derive(Clone)]
struct Cell {
    channel: String,
    purpose: String,
    allowed: RwSignal<bool>,
}

/// The page behind a preference link.
#[component]
pub fn PreferencePage() -> impl IntoView {
    let (session, i18n) = (Session::here(), I18n::here());
    let token = use_params_map().with_untracked(|params| params.get("token").unwrap_or_default());
    let stage = RwSignal::new(Stage::Fetching);
    let fetch = Callback::new(move |()| {
        let token = token.clone();
        spawn_local(async move {
            let answer = session.client().preferences(&token).await;
            stage.try_set(match answer {
                Ok(told) => {
                    speak(i18n, &told.language).await;
                    Stage::Open(Box::new(Page::new(&token, &told, i18n, session)))
                }
                Err(error) if error.status() == Some(404) => Stage::Closed,
                Err(error) => Stage::Failed(error),
            });
        });
    });
    fetch.run(());
    on_return(Callback::new(move |()| {
        if stage.with_untracked(|stage| matches!(stage, Stage::Failed(_))) {
            fetch.run(());
        }
    }));
    view! {
        <Standalone title=t("ui-preferences-title") wide=true>
            {move || match stage.get() {
                Stage::Fetching => view! { <Skeleton shape=SkeletonShape::Rows count=6 /> }.into_any(),
                Stage::Closed => view! { <Banner tone=Tone::Warning>{t("ui-preferences-closed")}</Banner> }.into_any(),
                Stage::Failed(error) => view! { <ErrorState text=explain(i18n, &error) on_retry=fetch /> }.into_any(),
                Stage::Open(page) => page.view(),
            }}
        </Standalone>
    }
}

/// In the contact's language, unless another one was chosen here; choices are kept while the tab is open.
async fn speak(i18n: I18n, language: &str) {
    let chosen = tab::read(CHOSEN);
    let language = Language::from_tag(chosen.as_deref().unwrap_or(language)).unwrap_or_default();
    if untrack(|| i18n.chosen()) != language {
        i18n.switch(language).await;
    }
}

impl Page {
    fn new(token: &str, told: &Preferences, i18n: I18n, session: Session) -> Self {
        let cell = |wish: &Wish| Cell {
            channel: wish.channel.clone(),
            purpose: wish.purpose.clone(),
            allowed: RwSignal::new(wish.allowed),
        };
        let text = |text: &Option<String>| RwSignal::new(text.clone().unwrap_or_default());
        Self {
            token: StoredValue::new(token.to_owned()),
            name: StoredValue::new((told.name.clone(), told.workspace_name.clone())),
            cells: StoredValue::new(told.wishes.iter().map(cell).collect()),
            preferred: text(&told.preferred_channel),
            quiet_from: text(&told.quiet_from),
            quiet_until: text(&told.quiet_until),
            under_way: RwSignal::new(0),
            kept: RwSignal::new(Kept::Nothing),
            i18n,
            session,
        }
    }

    /// Shows what the server says; something that is under way will say more.
    fn show(self, told: &Preferences) {
        for (cell, wish) in self.cells.get_value().iter().zip(&told.wishes) {
            cell.allowed.set(wish.allowed);
        }
        self.preferred
            .set(told.preferred_channel.clone().unwrap_or_default());
        self.quiet_from
            .set(told.quiet_from.clone().unwrap_or_default());
        self.quiet_until
            .set(told.quiet_until.clone().unwrap_or_default());
    }

    /// Sends something; what cannot be kept is put back to what holds.
    fn send(self, wished: Option<Object>) {
        self.under_way.update(|count| *count += 1);
        self.kept.set(Kept::Nothing);
        spawn_local(async move {
            let (client, token) = (self.session.client(), self.token.get_value());
            let answer = match &wished {
                Some(wished) => client.change_preferences(&token, wished).await,
                None => client.refuse_all_contacts(&token).await,
            };
            let kept = match &answer {
                Ok(_) => Kept::Saved,
                Err(error) => Kept::Refused(untrack(|| explain(self.i18n, error))),
            };
            let holds = match answer {
                Ok(told) => Some(told),
                Err(_) => client.preferences(&token).await.ok(),
            };
            let left = self.under_way.try_update(|count| {
                *count -= 1;
                *count
            });
            if let (Some(0), Some(told)) = (left, holds) {
                self.show(&told);
            }
            self.kept.try_set(kept);
        });
    }

    fn change(self, name: &str, value: serde_json::Value) {
        self.send(Some(Object::from_iter([(name.to_owned(), value)])));
    }

    /// Both times, or none: one alone says nothing yet.
    fn change_quiet(self) {
        let (from, until) = (
            self.quiet_from.get_untracked(),
            self.quiet_until.get_untracked(),
        );
        if from.is_empty() != until.is_empty() {
            return;
        }
        let value = |text: String| Some(text).filter(|text| !text.is_empty());
        self.send(Some(Object::from_iter([
            ("quiet_from".to_owned(), json!(value(from))),
            ("quiet_until".to_owned(), json!(value(until))),
        ])));
    }

    fn view(self) -> AnyView {
        // Whoever chooses a language keeps it when the page is loaded again.
        Effect::new(move |before: Option<Language>| {
            let now = self.i18n.chosen();
            if before.is_some_and(|before| before != now) {
                tab::write(CHOSEN, now.tag());
            }
            now
        });
        let intro = t_with("ui-preferences-intro", move |args| {
            let (name, workspace) = self.name.get_value();
            args.set("name", name);
            args.set("workspace", workspace);
        });
        view! {
            <div class="form preferences">
                <p>{intro}</p>
                {self.status()}
                {self.purposes()}
                {self.ways()}
                <section class="form-group">
                    <h2>{t("ui-preferences-none")}</h2>
                    <p class="muted">{t("ui-preferences-none-text")}</p>
                    <div>
                        <Button kind=ButtonKind::Danger on_press=move |()| self.send(None)>{t("ui-preferences-refuse")}</Button>
                    </div>
                </section>
            </div>
        }
        .into_any()
    }

    /// Always there, so that it is read out when it changes.
    fn status(self) -> AnyView {
        view! {
            <p class="preferences-status" role="status">
                {move || match (self.under_way.get(), self.kept.get()) {
                    (0, Kept::Saved) => t("ui-preferences-saved").get(),
                    (0, Kept::Refused(why)) => why,
                    (0, Kept::Nothing) => t("ui-preferences-at-once").get(),
                    _ => t("ui-saving").get(),
                }}
            </p>
        }
        .into_any()
    }

    fn purposes(self) -> AnyView {
        let mut purposes: Vec<String> = Vec::new();
        for cell in self.cells.get_value() {
            if !purposes.contains(&cell.purpose) {
                purposes.push(cell.purpose);
            }
        }
        let group = move |purpose: String| {
            let cells = self.cells.get_value().into_iter();
            let boxes = cells
                .filter(|cell| cell.purpose == purpose)
                .map(|cell| self.tick(&cell));
            let boxes = boxes.collect_view();
            let key = format!("choice-consent-purpose-{purpose}");
            view! {
                <Field group=true label=self.words(key)>
                    <div class="preferences-channels">{boxes}</div>
                </Field>
            }
        };
        view! {
            <section class="form-group">
                <h2>{t("ui-preferences-may")}</h2>
                {purposes.into_iter().map(group).collect_view()}
            </section>
        }
        .into_any()
    }

    fn tick(self, cell: &Cell) -> AnyView {
        let words = self.words(format!("choice-consent-channel-{}", cell.channel));
        let (channel, purpose) = (cell.channel.clone(), cell.purpose.clone());
        let act = move |allowed: bool| {
            let wish = Wish {
                channel: channel.clone(),
                purpose: purpose.clone(),
                allowed,
            };
            self.change("wishes", json!([wish]));
        };
        view! { <Checkbox checked=cell.allowed label=words on_change=Callback::new(act) /> }
            .into_any()
    }

    fn ways(self) -> AnyView {
        let i18n = self.i18n;
        let options = Signal::derive(move || {
            let choice = |name: &&str| {
                let key = format!("choice-consent-channel-{name}");
                Choice::new(*name, i18n.text(&key))
            };
            CHANNELS.iter().map(choice).collect::<Vec<_>>()
        });
        let prefer = Callback::new(move |channel: String| {
            let channel = Some(channel).filter(|channel| !channel.is_empty());
            self.change("preferred_channel", json!(channel));
        });
        view! {
            <section class="form-group">
                <h2>{t("ui-preferences-how")}</h2>
                <Field label=t("ui-preferences-best")>
                    <Select value=self.preferred options none=t("ui-preferences-any") on_change=prefer />
                </Field>
                <Field group=true label=t("ui-preferences-quiet") help=self.quiet_help()>
                    <div class="preferences-times">
                        {self.time(self.quiet_from, "ui-preferences-from")}
                        {self.time(self.quiet_until, "ui-preferences-until")}
                    </div>
                </Field>
            </section>
        }
        .into_any()
    }

    /// What is still missing, else what it means.
    fn quiet_help(self) -> Signal<Option<String>> {
        let i18n = self.i18n;
        Signal::derive(move || {
            let half = self.quiet_from.get().is_empty() != self.quiet_until.get().is_empty();
            let key = if half {
                "ui-preferences-quiet-both"
            } else {
                "ui-preferences-quiet-text"
            };
            Some(i18n.text(key))
        })
    }

    fn time(self, value: RwSignal<String>, key: &'static str) -> AnyView {
        view! {
            <label class="preferences-time">
                <span>{t(key)}</span>
                <input
                    class="input"
                    type="time"
                    prop:value=move || value.get()
                    on:change:target=move |event| {
                        value.set(event.target().value());
                        self.change_quiet();
                    }
                />
            </label>
        }
        .into_any()
    }

    fn words(self, key: String) -> Signal<String> {
        let i18n = self.i18n;
        Signal::derive(move || i18n.text(&key))
    }
}
