//! Where a record stands: a bar of stages, or a mark of its state.

use guanxi_client::ListQuery;
use guanxi_domain::kernel::meta::VerbMeta;
use leptos::prelude::*;
use serde_json::json;

use crate::i18n::{I18n, t_with};
use crate::records::catalogue::Entity;
use crate::records::desk::Desk;
use crate::records::finding::kept_within;
use crate::records::live::Live;
use crate::records::record::Record;
use crate::records::show::{Show, Spot, tone_of};
use crate::records::verbs::Doing;
use crate::ui::{Formats, Icon, Toasts};

/// The stage bar of records that stand on a board, the state of others.
pub fn state_mark(live: &Live) -> AnyView {
    let board = live
        .entity
        .board
        .as_deref()
        .and_then(|path| live.entity.field(path));
    match board.filter(|field| field.target.is_some()) {
        Some(_) => bar(live),
        None => chip(live),
    }
}

fn chip(live: &Live) -> AnyView {
    let show = Show::here();
    let Some(field) = live.entity.state_field() else {
        return ().into_any();
    };
    let live = live.clone();
    view! {
        <p class="state-mark">{move || live.record.with(|record| show.view(&field, record, Spot::Fact))}</p>
    }
    .into_any()
}

/// The stages of the record's own pipeline, in order. They are few, and the same for many records.
pub async fn stages_of(desk: Desk, entity: &Entity, record: &Record) -> Vec<Record> {
    let Some(field) = entity.board.as_deref().and_then(|path| entity.field(path)) else {
        return Vec::new();
    };
    let Some(target) = field.target.as_deref().and_then(|name| desk.entity(name)) else {
        return Vec::new();
    };
    let filter = match kept_within(desk, entity, &field) {
        Some(parent) => json!({ "field": parent, "op": "eq", "value": record.get(&parent) }),
        None => json!({ "and": [] }),
    };
    let query = ListQuery::new()
        .filter(filter)
        .sort(&target.sort)
        .limit(100);
    // Without an answer there is no bar; the stage still stands among the facts.
    let rows = desk
        .api
        .list(&target.plural, query)
        .await
        .map(|page| page.rows)
        .unwrap_or_default();
    for row in &rows {
        desk.names.learn(row.id(), row.title(&target));
    }
    rows
}

fn bar(live: &Live) -> AnyView {
    let desk = Desk::here();
    let stages = RwSignal::new(Vec::<Record>::new());
    let (entity, record) = (live.entity.clone(), live.record.get_untracked());
    leptos::task::spawn_local_scoped_with_cancellation(async move {
        stages.set(stages_of(desk, &entity, &record).await);
    });
    let i18n = I18n::here();
    let owner = live.clone();
    let shown = live.clone();
    view! {
        <ol class="stage-bar" aria-label=move || stage_label(&owner.entity, i18n)>
            {move || {
                let list = stages.get();
                let now = current(&shown, &list);
                list.iter().enumerate().map(|(at, stage)| step(&shown, stage, at, now)).collect_view()
            }}
        </ol>
    }
    .into_any()
}

fn stage_label(entity: &Entity, i18n: I18n) -> String {
    let field = entity.board.as_deref().and_then(|path| entity.field(path));
    field
        .map(|field| field.label(&i18n.texts()))
        .unwrap_or_default()
}

/// The place of the stage the record stands in.
fn current(live: &Live, stages: &[Record]) -> Option<usize> {
    let path = live.entity.board.clone().unwrap_or_default();
    let id = live.record.with(|record| record.text(&path).to_owned());
    stages.iter().position(|stage| stage.id() == id)
}

fn step(live: &Live, stage: &Record, at: usize, now: Option<usize>) -> AnyView {
    let (desk, i18n, toasts) = (Desk::here(), I18n::here(), Toasts::here());
    let title = stage.text("name").to_owned();
    let here = now == Some(at);
    let done = now.is_some_and(|now| at < now);
    let category = stage.text("category").to_owned();
    let closes = category == "won" || category == "lost";
    let way = (live.entity.may.update && !here)
        .then(|| way_to(live, stage.id(), &category, i18n, toasts))
        .flatten();
    let days = here.then(|| days_in_stage(live)).flatten();
    let words = title.clone();
    let label = t_with("ui-move-to-named", move |args| {
        args.set("name", words.clone())
    });
    let tone = if here {
        tone_of(stage.text("category"))
    } else {
        None
    };
    let inside = view! {
        <span class="stage-dot" aria-hidden="true">{done.then(|| view! { <Icon name="check" /> })}</span>
        <span class="stage-words">{title}</span>
        {days.map(|days| view! { <span class="stage-days">{days}</span> })}
    };
    view! {
        <li
            class="stage-step"
            class:stage-done=done
            class:stage-here=here
            class:stage-end=closes
            data-tone=tone
            aria-current=here.then_some("step")
        >
            {match way {
                Some(way) => view! {
                    <button type="button" class="stage-button" aria-label=label on:click=move |_| way.clone().go(desk)>{inside}</button>
                }
                .into_any(),
                None => view! { <span class="stage-button">{inside}</span> }.into_any(),
            }}
        </li>
    }
    .into_any()
}

/// A verb that leads to another stage, and whether it needs no questions first.
#[derive(Clone)]
pub struct Way {
    /// What is to be done.
    pub doing: Doing,
    at_once: bool,
}

impl Way {
    /// Does it, after asking for what is missing.
    pub fn go(self, desk: Desk) {
        if self.at_once {
            desk.try_at_once(self.doing);
        } else {
            desk.start(self.doing);
        }
    }
}

/// How a record gets to a stage of a category: by the verb that moves, or by the one that ends or reopens, which asks
/// for what that needs.
pub fn way_to(live: &Live, stage: &str, category: &str, i18n: I18n, toasts: Toasts) -> Option<Way> {
    let entity = &live.entity;
    let state = entity.state.as_deref().unwrap_or_default();
    let now = live.record.with(|record| record.text(state).to_owned());
    let starts_here = |verb: &&VerbMeta| verb.from.is_empty() || verb.from.contains(&now);
    let leads = |verb: &&VerbMeta| {
        now != category && !category.is_empty() && verb.to.as_deref() == Some(category)
    };
    let turning = entity.verbs.iter().filter(starts_here).find(leads).cloned();
    let at_once = turning.is_none();
    let verb = turning.or_else(|| entity.moving_verb().filter(|verb| starts_here(&verb)))?;
    let path = entity.board.clone()?;
    let told = verb.asks.iter().any(|ask| ask.field == path);
    let doing = Doing::new(live, verb, i18n, toasts);
    let doing = if told {
        doing.with(&path, json!(stage))
    } else {
        doing
    };
    Some(Way { doing, at_once })
}

/// How long the record has stood where it stands.
pub fn days_in_stage(live: &Live) -> Option<String> {
    let days = live
        .record
        .with(|record| record.get("days_in_stage").as_i64())?;
    let (i18n, formats) = (I18n::here(), Formats::here());
    Some(i18n.format("ui-days-short", |args| {
        args.set("shown", formats.count(days))
    }))
}
