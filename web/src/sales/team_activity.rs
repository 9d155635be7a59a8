//! Who planned and did what: calls, meetings and visits, new contacts, the best accounts talked with, and next steps that
//! are overdue. Everybody sees the same page, as far as their sight goes: a salesperson about themselves, a manager about
//! the team.

mod figures;

use guanxi_client::ListQuery;
use guanxi_domain::activities::effort::{Figure, KINDS, records_of};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::json;

use self::figures::{Figures, fetch};
use super::report::{Latest, asked_for, choices, keep_in_address, one_of};
use crate::i18n::{I18n, t};
use crate::records::screens::{Desk, Failure, ListView, Loaded, Node, refused, with_catalogue};
use crate::session::Session;
use crate::shell::Page;
use crate::ui::{Choice, EmptyState, Field, Formats, Select, Skeleton, SkeletonShape, spoken};

/// The stretches of time to choose from, as filters name them, with their words; the first is the usual one.
static PERIODS: [(&str, &str); 7] = [
    ("this_week", "ui-period-this-week"),
    ("last_week", "ui-period-last-week"),
    ("this_month", "ui-period-this-month"),
    ("last_month", "ui-period-last-month"),
    ("this_quarter", "ui-period-this-quarter"),
    ("last_quarter", "ui-period-last-quarter"),
    ("this_year", "ui-period-this-year"),
];
/// What changes the figures.
const CONCERNS: [&str; 4] = ["activity", "contact", "account", "opportunity"];
/// People and teams asked for at once.
const MOST: u32 = 200;

/// The page.
pub fn page() -> AnyView {
    with_catalogue(|_| report())
}

/// What is asked, and what came of it.
#[derive(Clone, Copy)]
struct Asked {
    desk: Desk,
    me: StoredValue<Option<String>>,
    period: RwSignal<String>,
    team: RwSignal<String>,
    teams: RwSignal<Vec<Choice>>,
    latest: Latest<Held>,
}

/// The figures, and whose they are.
#[derive(Debug, Clone, Default, PartialEq)]
struct Held {
    figures: Figures,
    people: Vec<String>,
}

fn report() -> AnyView {
    let asked = Asked::from_address();
    asked.offer();
    keep_in_address(
        super::TEAM_ACTIVITY,
        [("period", asked.period), ("team", asked.team)],
    );
    asked.follow();
    let retry = Callback::new(move |()| asked.ask());
    view! {
        <Page title=t("ui-team-activity") wide=true>
            <p class="muted">{t("ui-team-activity-text")}</p>
            {controls(asked)}
            {move || match asked.latest.found.get() {
                Loaded::Waiting => view! { <Skeleton shape=SkeletonShape::Rows count=6 /> }.into_any(),
                Loaded::Failed(failure) => refused(&failure, retry),
                Loaded::Ready(held) if held.people.is_empty() => {
                    view! { <EmptyState icon="calendar-check" title=t("ui-team-activity-none") text=t("ui-team-activity-none-text") /> }.into_any()
                }
                Loaded::Ready(held) => table(asked, held),
            }}
        </Page>
    }
    .into_any()
}

fn controls(asked: Asked) -> AnyView {
    view! {
        <div class="report-controls">
            <Field label=t("ui-team-activity-during")><Select value=asked.period options=choices(&PERIODS) /></Field>
            {move || (asked.teams.with(Vec::len) > 1).then(|| view! {
                <Field label=t("entity-team")>
                    <Select value=asked.team options=Signal::from(asked.teams) none=t("ui-any") />
                </Field>
            })}
        </div>
    }
    .into_any()
}

impl Asked {
    fn from_address() -> Self {
        Self {
            desk: Desk::here(),
            me: StoredValue::new(untrack(|| Session::here().me()).map(|me| me.id.to_string())),
            period: RwSignal::new(one_of("period", &PERIODS).to_owned()),
            team: RwSignal::new(asked_for("team")),
            teams: RwSignal::new(Vec::new()),
            latest: Latest::new(),
        }
    }

    /// The teams to choose from. Without an answer there is no choice.
    fn offer(self) {
        spawn_local(async move {
            let query = ListQuery::new().sort("name").limit(MOST);
            if let Ok(page) = self.desk.api.list("teams", query).await {
                let choices = page
                    .rows
                    .iter()
                    .map(|row| Choice::new(row.id(), row.text("name")));
                self.teams.try_set(choices.collect());
            }
        });
    }

    /// Asks at once, when something else is wanted, and when something changed.
    fn follow(self) {
        Effect::new(move |_| {
            self.period.track();
            self.team.track();
            self.ask();
        });
        self.desk.follow(CONCERNS, move || self.ask());
    }

    fn ask(self) {
        let (period, team) = (self.period.get_untracked(), self.team.get_untracked());
        self.latest
            .ask(async move { self.load(&period, &team).await });
    }

    async fn load(self, period: &str, team: &str) -> Result<Held, Failure> {
        let figures = fetch(self.desk, period, team).await?;
        let mut people: Vec<String> = figures.people.keys().cloned().collect();
        for person in self.in_charge_of(team).await? {
            if !people.contains(&person) {
                people.push(person);
            }
        }
        Ok(Held { figures, people })
    }

    /// Whoever asks and, with them, those they lead: for them nothing is a figure, too.
    async fn in_charge_of(self, team: &str) -> Result<Vec<String>, Failure> {
        let own = ["id", "manager_id", "team_id.lead_id"];
        let own = own.map(|field| json!({ "field": field, "op": "eq", "value": "@me" }));
        let mut parts = vec![
            json!({ "or": own }),
            json!({ "field": "status", "op": "eq", "value": "active" }),
        ];
        if !team.is_empty() {
            parts.push(json!({ "field": "team_id", "op": "eq", "value": team }));
        }
        let query = ListQuery::new().filter(json!({ "and": parts })).limit(MOST);
        match self.desk.api.list("users", query).await {
            Ok(page) => Ok(page.rows.iter().map(|row| row.id().to_owned()).collect()),
            Err(failure) if failure.status().is_some() => {
                Ok(self.me.get_value().into_iter().collect())
            }
            Err(failure) => Err(failure),
        }
    }
}

/// The columns after the person, by their words: a kind of activity each, then the rest.
const HEADS: [&str; 6] = [
    "ui-team-activity-calls",
    "ui-team-activity-meetings",
    "ui-team-activity-visits",
    "ui-team-activity-contacts",
    "ui-team-activity-best",
    "ui-team-activity-overdue",
];

fn table(asked: Asked, held: Held) -> AnyView {
    let formats = Formats::here();
    let user = asked.desk.entity("user");
    let names = asked.desk.names;
    let heads = HEADS
        .into_iter()
        .map(|key| view! { <th scope="col" class="figure">{t(key)}</th> });
    let heads = heads.collect_view();
    let rows = move || {
        let named = |id: &String| {
            let name = user.as_ref().map(|user| names.name(user, id));
            (name.unwrap_or_default(), id.clone())
        };
        let mut people: Vec<(String, String)> = held.people.iter().map(named).collect();
        people.sort();
        people
            .into_iter()
            .map(|(name, id)| {
                let cells = cells(asked, &held.figures, &id);
                view! { <tr><th scope="row">{spoken(formats, name)}</th>{cells}</tr> }
            })
            .collect_view()
    };
    view! {
        <div class="report-scroll" tabindex="0" role="region" aria-label=t("ui-team-activity")>
            <table class="report">
                <thead><tr><th scope="col">{t("ui-team-activity-person")}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="muted small">{t("ui-team-activity-how")}</p>
    }
    .into_any()
}

fn cells(asked: Asked, figures: &Figures, person: &str) -> AnyView {
    let cell = |figure: Figure| linked(asked, figures, person, figure);
    let of = |part: AnyView, whole: AnyView| {
        view! { {part}<span class="muted">"/"</span>{whole} }.into_any()
    };
    let kinds = (0..KINDS.len()).map(|at| {
        let both = of(cell(Figure::Done(at)), cell(Figure::Planned(at)));
        let there = (KINDS[at] == "visit").then(|| checked_in(asked, figures, person));
        view! { <td class="figure"><span class="effort">{both}</span>{there}</td> }
    });
    let kinds = kinds.collect_view();
    let best = of(
        plain(figures.of(person, Figure::Reached)),
        cell(Figure::Best),
    );
    let late = figures.of(person, Figure::Overdue).unwrap_or_default() > 0;
    view! {
        {kinds}
        <td class="figure"><span class="effort">{cell(Figure::Contacts)}</span></td>
        <td class="figure"><span class="effort">{best}</span></td>
        <td class="figure" class:effort-late=late><span class="effort">{cell(Figure::Overdue)}</span></td>
    }
    .into_any()
}

/// A figure that leads to its records; a dash for what is not to be known.
fn linked(asked: Asked, figures: &Figures, person: &str, figure: Figure) -> AnyView {
    let count = figures.of(person, figure);
    if count.unwrap_or_default() == 0 {
        return plain(count);
    }
    let formats = Formats::here();
    let href = address(&asked.period.get_untracked(), person, figure);
    view! { <a href=href>{move || count.map(|count| formats.count(count))}</a> }.into_any()
}

fn plain(count: Option<i64>) -> AnyView {
    let formats = Formats::here();
    let words = move || count.map_or_else(|| "–".to_owned(), |count| formats.count(count));
    view! { <span>{words}</span> }.into_any()
}

/// How often somebody said to be there.
fn checked_in(asked: Asked, figures: &Figures, person: &str) -> AnyView {
    let count = figures.of(person, Figure::CheckedIn).unwrap_or_default();
    if count == 0 {
        return ().into_any();
    }
    let (i18n, formats) = (I18n::here(), Formats::here());
    let href = address(&asked.period.get_untracked(), person, Figure::CheckedIn);
    let words = move || {
        i18n.format("ui-team-activity-checked-in", |args| {
            args.set("count", count);
            args.set("shown", formats.count(count));
        })
    };
    view! { <a class="effort-there small" href=href>{words}</a> }.into_any()
}

fn address(period: &str, person: &str, figure: Figure) -> String {
    let (plural, filter) = records_of(figure, period, person);
    let columns = match figure {
        Figure::CheckedIn => &["subject", "checked_in_at", "location", "owner_id"][..],
        _ => &[],
    };
    ListView {
        filter: Node::from_json(&filter).unwrap_or_default(),
        columns: columns.iter().map(|&name| name.to_owned()).collect(),
        ..ListView::default()
    }
    .address(plural)
}
