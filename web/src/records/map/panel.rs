//! Exactly the sales that a band or block counts, and what a manager does about them.

use guanxi_client::{ListQuery, Total};
use leptos::prelude::*;
use serde_json::Value as Json;

use super::act::acts;
use crate::i18n::{I18n, t};
use crate::records::catalogue::Entity;
use crate::records::desk::Desk;
use crate::records::due::due_mark;
use crate::records::failure::Loaded;
use crate::records::filters::Node;
use crate::records::list::count_words;
use crate::records::list_view::ListView;
use crate::records::record::Record;
use crate::records::refused::refused;
use crate::records::show::{Show, money_of};
use crate::ui::{Avatar, AvatarSize, Formats, MoneyText, Sheet, Skeleton, spoken};

/// Sales shown at once; the rest is in the list.
const SHOWN: u32 = 50;

/// What is looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// The stage.
    pub title: String,
    /// How they are doing; all of the stage when none.
    pub health: Option<&'static str>,
    /// What lists exactly these.
    pub filter: Json,
}

#[derive(Clone)]
struct Held {
    rows: Vec<Record>,
    total: Option<Total>,
}

/// The panel; it is there while something is looked at.
pub fn panel(look: RwSignal<Option<Look>>) -> AnyView {
    let open = RwSignal::new(false);
    let i18n = I18n::here();
    Effect::new(move |_| open.set(look.with(Option::is_some)));
    let title = Signal::derive(move || {
        look.with(|look| match look {
            Some(Look {
                title,
                health: Some(health),
                ..
            }) => {
                format!("{title}{}{}", i18n.text("ui-list-joint"), i18n.text(health))
            }
            Some(look) => look.title.clone(),
            None => String::new(),
        })
    });
    view! {
        <Sheet open title on_close=move |()| look.set(None)>
            {move || look.get().and_then(|look| Some(rows(&Desk::here().entity("opportunity")?, &look)))}
        </Sheet>
    }
    .into_any()
}

fn rows(entity: &Entity, look: &Look) -> AnyView {
    let (held, fetch) = fetched(entity, look);
    let whole = Node::from_json(&look.filter).map(|filter| {
        ListView {
            filter,
            ..ListView::default()
        }
        .address(&entity.plural)
    });
    let entity = entity.clone();
    let i18n = I18n::here();
    view! {
        <p class="map-panel-head">
            <span class="muted" role="status">
                {move || held.with(|held| held.ready().and_then(|held| held.total).map(|total| count_words(i18n, total)))}
            </span>
            {whole.map(|href| view! { <a href=href>{t("ui-map-as-list")}</a> })}
        </p>
        {move || match held.get() {
            Loaded::Waiting => view! { <Skeleton count=6 /> }.into_any(),
            Loaded::Failed(failure) => refused(&failure, fetch),
            Loaded::Ready(held) if held.rows.is_empty() => view! { <p class="muted">{t("ui-column-empty")}</p> }.into_any(),
            Loaded::Ready(held) => {
                let rows = held.rows.iter().map(|record| row(&entity, record)).collect_view();
                view! { <ul class="map-rows">{rows}</ul> }.into_any()
            }
        }}
    }
    .into_any()
}

fn fetched(entity: &Entity, look: &Look) -> (RwSignal<Loaded<Held>>, Callback<()>) {
    let desk = Desk::here();
    let held = RwSignal::new(Loaded::<Held>::Waiting);
    let (entity, filter) = (entity.clone(), look.filter.clone());
    let fetch = Callback::new(move |()| {
        let entity = entity.clone();
        let sort = if entity.field("amount").is_some() {
            "-amount"
        } else {
            entity.sort.as_str()
        };
        let mut query = ListQuery::new()
            .filter(filter.clone())
            .sort(sort)
            .limit(SHOWN)
            .total();
        for path in ["account_id", "owner_id"] {
            if entity.field(path).is_some() {
                query = query.expand(path);
            }
        }
        leptos::task::spawn_local(async move {
            let answer = desk.list(&entity, query).await.map(|page| Held {
                rows: page.rows,
                total: page.total,
            });
            held.try_update(|held| held.renew(answer));
        });
    });
    fetch.run(());
    (held, fetch)
}

fn row(entity: &Entity, record: &Record) -> AnyView {
    let formats = Formats::here();
    let href = format!("/{}/{}", entity.plural, record.id());
    let title = record.title(entity).to_owned();
    let record = RwSignal::new(record.clone());
    let own = entity.clone();
    view! {
        <li class="map-row">
            <div class="map-row-words">
                <a href=href>{spoken(formats, title)}</a>
                {move || record.with(|record| state(&own, record))}
            </div>
            <div class="map-row-side">{move || record.with(side)}</div>
            {acts(entity, record)}
        </li>
    }
    .into_any()
}

/// Whose it is, of whom, and what is next.
fn state(entity: &Entity, record: &Record) -> AnyView {
    let (formats, words) = (Formats::here(), Show::here());
    let named = |path: &str| {
        let field = entity.field(path);
        field
            .map(|field| words.words(&field, record))
            .unwrap_or_default()
    };
    let (owner, account) = (named("owner_id"), named("account_id"));
    let step = record.text("next_step").to_owned();
    view! {
        <span class="muted small">
            {(!owner.is_empty()).then(|| view! { <Avatar name=owner.clone() size=AvatarSize::Small />" "{owner.clone()}" · " })}
            {account}
        </span>
        {(!step.is_empty()).then(|| view! { <span class="small">{spoken(formats, step.clone())}</span> })}
    }
    .into_any()
}

/// What it is worth, and when something is to be done.
fn side(record: &Record) -> AnyView {
    let money = money_of(record.get("amount"));
    let day = Some(record.text("next_step_on")).filter(|day| !day.is_empty());
    view! {
        {money.map(|money| view! { <MoneyText money=Signal::stored(Some(money)) /> })}
        {day.map(due_mark)}
    }
    .into_any()
}
