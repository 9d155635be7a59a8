//! One column: its figures, and its cards as they are loaded.

use leptos::prelude::*;
use serde_json::json;

use super::card::card;
use super::moving::Board;
use super::plan::Column;
use crate::i18n::{I18n, t, t_with};
use crate::records::filters::{Node, Test};
use crate::records::show::hue_at;
use crate::records::worth;
use crate::ui::{
    Button, ButtonKind, Formats, Icon, Skeleton, SkeletonShape, StageDot, spoken, unique_id,
};

/// The column's elements.
pub fn column(board: Board, column: Column) -> AnyView {
    let folded = column.folded;
    let own = column.clone();
    let open = move || {
        folded.set(false);
        if !own.started.get_untracked() {
            board.load(own.clone(), false);
        }
    };
    let id = unique_id("column");
    let labelled = id.clone();
    let (strip, whole) = (column.clone(), column.clone());
    view! {
        <section class="board-column" class:board-folded=move || folded.get() data-column=column.id.clone() aria-labelledby=labelled>
            {move || if folded.get() {
                folded_head(board, &strip, &id, open.clone())
            } else {
                view! {
                    {head(board, &whole, &id)}
                    {cards(board, &whole)}
                }
                .into_any()
            }}
        </section>
    }
    .into_any()
}

/// A narrow strip: the name and the count, to be opened by a press.
fn folded_head(
    board: Board,
    column: &Column,
    id: &str,
    open: impl Fn() + Send + Sync + 'static,
) -> AnyView {
    let title = spoken(Formats::here(), column.title.clone());
    let id = id.to_owned();
    view! {
        <button type="button" class="board-strip" aria-expanded="false" on:click=move |_| open()>
            <Icon name="chevron-right" />
            <h2 id=id>{title}</h2>
            {count(board, column)}
        </button>
    }
    .into_any()
}

fn count(board: Board, column: &Column) -> AnyView {
    let (formats, id) = (Formats::here(), column.id.clone());
    let count = move || {
        board
            .figures
            .with(|figures| figures.get(&id).map_or(0, |own| own.count))
    };
    view! { <span class="board-count">{move || board.counted.get().then(|| formats.count(count()))}</span> }.into_any()
}

/// Name, count, sums, weighted sums, and the bar of next steps.
fn head(board: Board, column: &Column, id: &str) -> AnyView {
    let own = column.id.clone();
    let figures = Memo::new(move |_| {
        board
            .figures
            .with(|figures| figures.get(&own).cloned().unwrap_or_default())
    });
    let folds = column.folded;
    let foldable = column.category == "won" || column.category == "lost";
    let in_company = board.in_company;
    let formats = Formats::here();
    let closes = !matches!(column.category.as_str(), "" | "open");
    view! {
        <header class="board-head">
            <div class="board-head-line">
                <StageDot hue=Some(hue_at(column.place)) />
                <h2 id=id.to_owned()>{spoken(formats, column.title.clone())}</h2>
                {count(board, column)}
                {foldable.then(|| view! {
                    <button type="button" class="icon-button icon-button-small" aria-label=t("ui-fold") aria-expanded="true" on:click=move |_| folds.set(true)>
                        <Icon name="chevron-left" />
                    </button>
                })}
            </div>
            <div class="board-sums">
                {move || {
                    let own = figures.get();
                    worth::told(in_company.get(), own.sums, own.converted)
                }}
                {move || {
                    let own = figures.get();
                    (!own.weighted.is_empty() && !closes).then(|| view! {
                        <span class="board-weighted">
                            <span>{t("ui-weighted")}</span>
                            {worth::told(in_company.get(), own.weighted, own.converted_weighted)}
                        </span>
                    })
                }}
            </div>
            {move || (!closes).then(|| health(board, figures.get().count, figures.get().unplanned, figures.get().overdue))}
            {move || (!closes).then(|| stalled(board, figures.get().stalled))}
        </header>
    }
    .into_any()
}

/// How many have a next step, none, an overdue one; a press shows only those.
fn health(board: Board, count: i64, unplanned: i64, overdue: i64) -> AnyView {
    let has_steps = board
        .entity
        .with_value(|entity| entity.field("next_step_on").is_some());
    if count == 0 || !has_steps {
        return ().into_any();
    }
    let part = |share: i64, tone: &'static str, key: &'static str, test: Test| {
        let words = t_with(key, move |args| args.set("count", share));
        let press = move |_| {
            let node = Node::Test(test.clone());
            board
                .shown
                .change(|view| view.filter = view.filter.toggled(&node));
        };
        (share > 0).then(|| {
            view! {
                <button
                    type="button"
                    class="health-part"
                    data-tone=tone
                    style:flex-grow=share.to_string()
                    aria-label=words
                    data-tip=words
                    on:click=press
                ></button>
            }
        })
    };
    let planned = count - unplanned - overdue;
    view! {
        <div class="health" role="group" aria-label=t("ui-health")>
            {part(planned, "success", "ui-health-planned", Test::new("next_step_on", "gte", json!("@today")))}
            {part(unplanned, "neutral", "ui-health-none", Test::new("next_step_on", "empty", json!(true)))}
            {part(overdue, "danger", "ui-health-overdue", Test::new("next_step_on", "lt", json!("@today")))}
        </div>
    }
    .into_any()
}

/// How many are stalled; a press shows only those.
fn stalled(board: Board, count: i64) -> AnyView {
    let filter = board.plan.with_value(|plan| plan.stalled.clone());
    let Some(node) = filter.as_ref().and_then(Node::from_json) else {
        return ().into_any();
    };
    if count == 0 {
        return ().into_any();
    }
    let formats = Formats::here();
    let words = t_with("ui-stalled-count", move |args| {
        args.set("count", count);
        args.set("shown", formats.count(count));
    });
    let (own, pressed) = (node.clone(), node);
    let on = move || {
        board.shown.view.with(|view| {
            pressed
                .conditions()
                .iter()
                .all(|one| view.filter.holds(one))
        })
    };
    let press = move |_| {
        board
            .shown
            .change(|view| view.filter = view.filter.toggled(&own));
    };
    view! {
        <button type="button" class="stalled-count" aria-pressed=move || if on() { "true" } else { "false" } on:click=press>
            <Icon name="hourglass" />
            <span>{words}</span>
        </button>
    }
    .into_any()
}

fn cards(board: Board, column: &Column) -> AnyView {
    let i18n = I18n::here();
    let (one, more, retry) = (column.clone(), column.clone(), column.clone());
    let list = column.cards;
    let (busy, started, failure, next) = (column.busy, column.started, column.failure, column.next);
    view! {
        <div class="board-scroll" tabindex="0" role="group" aria-label=column.title.clone()>
            {move || (!started.get() && busy.get()).then(|| view! { <Skeleton shape=SkeletonShape::Cards count=3 /> })}
            <ul class="board-cards">
                <For each=move || list.get() key=|live| live.id() let:live>{card(board, &one, &live)}</For>
            </ul>
            {move || (started.get() && list.with(Vec::is_empty) && failure.with(Option::is_none)).then(|| view! {
                <p class="board-none">{t("ui-column-empty")}</p>
            })}
            {move || failure.get().map(|failure| {
                let column = retry.clone();
                view! {
                    <div class="grid-failed" role="alert">
                        <span>{failure.sentence(&i18n.texts())}</span>
                        <Button small=true icon="rotate-cw" on_press=move |()| board.load(column.clone(), false)>{t("ui-retry")}</Button>
                    </div>
                }
            })}
            {move || next.with(Option::is_some).then(|| {
                let column = more.clone();
                view! {
                    <Button kind=ButtonKind::Quiet small=true busy on_press=move |()| board.load(column.clone(), true)>{t("ui-load-more")}</Button>
                }
            })}
        </div>
    }
    .into_any()
}
