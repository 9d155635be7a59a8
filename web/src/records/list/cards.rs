//! The list on phones: cards of one height, windowed by the page's own scrolling.

use leptos::html;
use leptos::prelude::*;

use super::grid::Grid;
use super::source::Row;
use crate::i18n::{I18n, t};
use crate::records::catalogue::{Entity, Field};
use crate::records::show::{Show, Spot};
use crate::ui::{Button, spoken, spoken_line};
use guanxi_domain::kernel::field::Kind;

/// The height of a card, with the line below it.
pub const CARD: f64 = 76.0;
/// Cards that exist beyond each edge of what is in sight.
const BEYOND: usize = 8;
/// Paging begins when so few cards are left ahead.
const AHEAD: usize = 20;

/// What a card shows: a second line, something at the right, and a mark below it.
#[derive(Clone)]
struct Plan {
    second: Vec<Field>,
    right: Option<Field>,
    below: Option<Field>,
}

impl Plan {
    fn of(entity: &Entity) -> Self {
        let shown = |field: &&Field| field.is_shown() && field.path() != entity.title;
        let facts: Vec<Field> = entity
            .fields()
            .iter()
            .filter(|field| field.key_fact)
            .filter(shown)
            .cloned()
            .collect();
        let right = facts
            .iter()
            .find(|field| field.kind == Kind::Money)
            .or_else(|| facts.iter().find(|field| field.kind == Kind::Day));
        let below = entity
            .board
            .as_deref()
            .and_then(|path| entity.field(path))
            .or_else(|| entity.state_field());
        let taken = |field: &&Field| Some(*field) != right && below.as_ref() != Some(*field);
        let plain =
            |field: &&Field| !matches!(field.kind, Kind::Bool | Kind::Choices | Kind::Instant);
        let second = facts
            .iter()
            .filter(taken)
            .filter(plain)
            .take(2)
            .cloned()
            .collect();
        Self {
            second,
            right: right.cloned(),
            below,
        }
    }
}

/// The cards.
pub fn cards(grid: Grid) -> AnyView {
    let node = NodeRef::<html::Div>::new();
    let plan = StoredValue::new(grid.entity.with_value(Plan::of));
    let top = RwSignal::new(0.0_f64);
    let i18n = I18n::here();
    let stretch = Memo::new(move |_| {
        let first = (top.get() / CARD) as usize;
        let fit = (window_height() / CARD) as usize + 1;
        let count = grid.source.rows.with(Vec::len);
        (
            first.saturating_sub(BEYOND).min(count),
            (first + fit + BEYOND).min(count),
        )
    });
    let scrolled = move || {
        let Some(node) = node.get_untracked() else {
            return;
        };
        top.set(f64::from(node.scroll_top()));
        let seen = ((top.get_untracked() + window_height()) / CARD) as usize;
        if grid.source.has_next.get_untracked()
            && seen + AHEAD > grid.source.rows.with_untracked(Vec::len)
        {
            grid.source.more();
        }
    };
    let rows = move || {
        let (from, to) = stretch.get();
        grid.source.rows.with(|rows| {
            rows.get(from..to.min(rows.len()))
                .unwrap_or_default()
                .to_vec()
        })
    };
    let label = move || {
        grid.entity
            .with_value(|entity| entity.label_plural(&i18n.texts()))
    };
    view! {
        <div node_ref=node class="cards" tabindex="0" role="region" aria-label=label on:scroll=move |_| scrolled()>
            <ul
                class="cards-body"
                style:height=move || format!("{}px", grid.source.rows.with(Vec::len) as f64 * CARD)
                style:padding-top=move || format!("{}px", stretch.get().0 as f64 * CARD)
            >
                <For each=rows key=|row| row.id.clone() let:row>{card(grid, row, plan)}</For>
            </ul>
            {move || grid.source.failed.get().map(|failure| view! {
                <div class="grid-failed" role="alert">
                    <span>{failure.sentence(&i18n.texts())}</span>
                    <Button small=true icon="rotate-cw" on_press=move |()| grid.source.retry()>{t("ui-retry")}</Button>
                </div>
            })}
        </div>
    }
    .into_any()
}

fn window_height() -> f64 {
    window()
        .inner_height()
        .ok()
        .and_then(|height| height.as_f64())
        .unwrap_or(800.0)
}

fn card(grid: Grid, row: Row, plan: StoredValue<Plan>) -> AnyView {
    let show = grid.show;
    let live = row.live.clone();
    let id = row.id.clone();
    let href = format!(
        "/{}/{id}",
        grid.entity.with_value(|entity| entity.plural.clone())
    );
    let plan = plan.get_value();
    let gone = live.gone.clone();
    let (right, below) = (plan.right.clone(), plan.below.clone());
    let (first, second, value, mark) = (live.clone(), live.clone(), live.clone(), live);
    let heading = move || {
        first.record.with(|record| {
            grid.entity
                .with_value(|entity| card_title(show, entity, record))
        })
    };
    let line = move || {
        let words = plan
            .second
            .iter()
            .map(|field| second.record.with(|record| show.words(field, record)));
        spoken_line(show.formats, words)
    };
    view! {
        <li class="card-row" class:card-gone=move || gone.get()>
            <a class="card-link" href=href on:click=move |event| {
                if !(event.ctrl_key() || event.meta_key()) {
                    event.prevent_default();
                    event.stop_propagation();
                    grid.open.run(id.clone());
                }
            }>
                <span class="card-main">
                    <span class="card-title">{move || spoken(show.formats, heading())}</span>
                    <span class="card-line">{line}</span>
                </span>
                <span class="card-side">
                    <span class="card-figure">
                        {move || right.as_ref().map(|field| value.record.with(|record| show.view(field, record, Spot::Cell)))}
                    </span>
                    <span class="card-mark">{move || below.as_ref().map(|field| {
                        let words = mark.record.with(|record| show.words(field, record));
                        view! { <span class="words">{words}</span> }
                    })}</span>
                </span>
            </a>
        </li>
    }
    .into_any()
}

/// What a card is called: the record's name, or that of the first record it refers to.
fn card_title(show: Show, entity: &Entity, record: &crate::records::record::Record) -> String {
    if entity.is_named() {
        return record.title(entity).to_owned();
    }
    let references = entity
        .fields()
        .iter()
        .filter(|field| field.key_fact && field.target.is_some());
    let names = references
        .map(|field| show.words(field, record))
        .filter(|words| !words.is_empty());
    names.collect::<Vec<_>>().join(" · ")
}
