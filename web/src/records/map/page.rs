//! The map as a page.

use guanxi_client::ListQuery;
use guanxi_client::funnel::Funnel;
use leptos::prelude::*;
use serde_json::{Value as Json, json};

use super::ask::{COMPARISONS, MapView, PERIODS, Shown};
use super::panel::{Look, panel};
use super::{picture, result, table};
use crate::i18n::{I18n, t};
use crate::records::desk::Desk;
use crate::records::failure::{Failure, Loaded};
use crate::records::refused::refused;
use crate::records::scope::alone;
use crate::shell::Page;
use crate::ui::{Choice, EmptyState, Formats, Select, Skeleton, SkeletonShape};

/// What the page is made of.
#[derive(Clone)]
struct Held {
    map: Funnel,
    pipelines: Vec<Choice>,
    pipeline: String,
    people: Vec<Choice>,
}

/// The page.
pub fn map_page() -> AnyView {
    let shown = Shown::here();
    let (held, fetch) = fetched(shown);
    let look = RwSignal::new(None::<Look>);
    let selects = move || {
        held.with(|held| {
            held.ready().map(|held| {
                selects(
                    shown,
                    held.pipelines.clone(),
                    held.pipeline.clone(),
                    held.people.clone(),
                )
            })
        })
    };
    view! {
        <Page title=t("ui-map") wide=true>
            <div class="map-page">
                <div class="map-bar" role="group" aria-label=t("ui-map-shows")>{selects}</div>
                {move || match held.get() {
                    Loaded::Waiting => view! { <Skeleton shape=SkeletonShape::Cards count=4 /> }.into_any(),
                    Loaded::Failed(failure) => refused(&failure, fetch),
                    Loaded::Ready(held) => shown_map(&held.map, look),
                }}
            </div>
            {panel(look)}
        </Page>
    }
    .into_any()
}

fn shown_map(map: &Funnel, look: RwSignal<Option<Look>>) -> AnyView {
    if map.stages.is_empty() {
        return view! { <EmptyState icon="funnel" title=t("ui-map-empty") text=t("ui-map-empty-text") /> }
            .into_any();
    }
    view! {
        {result::result(map)}
        {picture::picture(map, look)}
        {table::table(map, look)}
    }
    .into_any()
}

/// The map of what the address says, asked again whenever it may have changed.
fn fetched(shown: Shown) -> (RwSignal<Loaded<Held>>, Callback<()>) {
    let (desk, formats) = (Desk::here(), Formats::here());
    let held = RwSignal::new(Loaded::<Held>::Waiting);
    let round = StoredValue::new(0_u32);
    let fetch = Callback::new(move |()| {
        let view = shown.view.get_untracked();
        round.update_value(|round| *round += 1);
        let own = round.get_value();
        let today = untrack(|| formats.today());
        leptos::task::spawn_local(async move {
            let answer = load(desk, &view, &today).await;
            // An answer to an older question comes too late.
            if round.try_get_value() == Some(own) {
                held.try_update(|held| held.renew(answer));
            }
        });
    });
    Effect::new(move |_| {
        shown.view.track();
        fetch.run(());
    });
    desk.follow(["opportunity", "stage"], move || fetch.run(()));
    (held, fetch)
}

async fn load(desk: Desk, view: &MapView, today: &str) -> Result<Held, Failure> {
    let (pipelines, default) = pipelines(desk).await?;
    let known = pipelines.iter().any(|choice| choice.value == view.pipeline);
    let pipeline = if known {
        view.pipeline.clone()
    } else {
        default
    };
    let question = view.question(today.parse().unwrap_or_default());
    let map = if pipeline.is_empty() {
        Funnel::default()
    } else {
        desk.api.funnel(&pipeline, &question).await?
    };
    Ok(Held {
        map,
        pipelines,
        pipeline,
        people: people(desk).await?,
    })
}

/// All pipelines, and the one shown when nobody chose.
async fn pipelines(desk: Desk) -> Result<(Vec<Choice>, String), Failure> {
    let entity = desk.entity("pipeline").ok_or_else(Failure::missing)?;
    let query = ListQuery::new().sort(&entity.sort).limit(100);
    let rows = desk.api.list(&entity.plural, query).await?.rows;
    let default = rows
        .iter()
        .find(|row| *row.get("is_default") == Json::Bool(true))
        .or_else(|| rows.first());
    let default = default.map(|row| row.id().to_owned()).unwrap_or_default();
    let choices = rows
        .iter()
        .map(|row| Choice::new(row.id(), row.title(&entity)));
    Ok((choices.collect(), default))
}

/// Whose sales may be looked at alone: teams, and people who are at work here.
async fn people(desk: Desk) -> Result<Vec<Choice>, Failure> {
    let mut choices = Vec::new();
    let working = json!({ "field": "status", "op": "eq", "value": "active" });
    let kinds = [("team", json!({ "and": [] })), ("user", working)];
    for (name, filter) in kinds {
        let Some(entity) = desk.entity(name) else {
            continue;
        };
        let query = ListQuery::new()
            .filter(filter)
            .sort(&entity.sort)
            .limit(200);
        let rows = desk.api.list(&entity.plural, query).await?.rows;
        let choice = |row: &crate::records::record::Record| {
            Choice::new(format!("{name}:{}", row.id()), row.title(&entity))
        };
        choices.extend(rows.iter().map(choice));
    }
    Ok(choices)
}

fn selects(shown: Shown, pipelines: Vec<Choice>, pipeline: String, people: Vec<Choice>) -> AnyView {
    let i18n = I18n::here();
    let view = shown.view.get_untracked();
    let periods = Signal::derive(move || {
        PERIODS
            .map(|(name, words)| Choice::new(name, i18n.text(words)))
            .to_vec()
    });
    let comparisons = Signal::derive(move || {
        COMPARISONS
            .map(|(_, name, words)| Choice::new(name, i18n.text(words)))
            .to_vec()
    });
    let compare = COMPARISONS
        .iter()
        .find(|(compare, _, _)| *compare == view.compare)
        .map_or("", |(_, name, _)| name);
    let choose_pipeline = move |id: String| shown.change(|view| view.pipeline = id);
    let choose_whose = move |whose: String| shown.change(|view| view.whose = whose);
    let choose_period = move |period: String| shown.change(|view| view.period = period);
    let choose_compare = move |name: String| {
        let chosen = COMPARISONS.iter().find(|(_, known, _)| *known == name);
        shown.change(|view| {
            view.compare = chosen.map(|(compare, _, _)| *compare).unwrap_or_default();
        });
    };
    let several = pipelines.len() > 1;
    view! {
        {several.then(|| select("ui-map-pipeline", pipeline, Signal::stored(pipelines), choose_pipeline))}
        {whose_select(view.whose, people, choose_whose)}
        {select("ui-map-period", view.period, periods, choose_period)}
        {select("ui-map-compare", compare.to_owned(), comparisons, choose_compare)}
    }
    .into_any()
}

fn select(
    label: &'static str,
    value: String,
    options: Signal<Vec<Choice>>,
    choose: impl Fn(String) + Send + Sync + 'static,
) -> AnyView {
    let value = RwSignal::new(value);
    alone(move || view! { <Select value options label=t(label) on_change=choose /> }.into_any())
}

fn whose_select(
    value: String,
    people: Vec<Choice>,
    choose: impl Fn(String) + Send + Sync + 'static,
) -> AnyView {
    if people.len() < 2 {
        return ().into_any();
    }
    let (value, options) = (RwSignal::new(value), Signal::stored(people));
    alone(move || {
        view! {
            <Select value options none=t("ui-map-everybody") label=t("ui-home-whose") on_change=choose />
        }
        .into_any()
    })
}
