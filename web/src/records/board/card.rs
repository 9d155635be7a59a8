//! One card.

use super::keyboard;
use super::moving::Board;
use super::plan::Column;
use crate::i18n::{I18n, t, t_with};
use crate::records::due::Due;
use crate::records::live::Live;
use crate::records::show::{Show, hue_at, money_of};
use crate::records::standing::{is_deal, marks};
use crate::ui::{Avatar, AvatarSize, Icon, Menu, MenuItem, MoneyText, StageDot, spoken};
use leptos::prelude::*;

/// The card's elements.
pub fn card(board: Board, column: &Column, live: &Live) -> AnyView {
    let show = Show::here();
    let entity = live.entity.clone();
    let id = live.id();
    let href = format!("/{}/{id}", entity.plural);
    let (titled, of) = (live.clone(), entity.clone());
    let title = move || titled.record.with(|record| record.title(&of).to_owned());
    let words = |path: &'static str| {
        let (live, field) = (live.clone(), entity.field(path));
        move || {
            field
                .as_ref()
                .map(|field| live.record.with(|record| show.words(field, record)))
                .unwrap_or_default()
        }
    };
    let (account, owner) = (words("account_id"), words("owner_id"));
    let amount = live.clone();
    let amount =
        Signal::derive(move || amount.record.with(|record| money_of(record.get("amount"))));
    let keyed = live.clone();
    let owner = Signal::derive(owner);
    view! {
        <li class="board-card" data-card=id on:keydown=move |event| keyboard::key(board, &keyed, &event)>
            <div class="board-card-head">
                <a class="board-card-title" href=href draggable="false">{move || spoken(show.formats, title())}</a>
                {move_menu(board, column, live)}
            </div>
            <div class="board-card-line">
                <span class="board-card-account">{move || spoken(show.formats, account())}</span>
                <MoneyText money=amount />
            </div>
            {is_deal(&entity).then(|| marks(board.standings, id.clone()))}
            <div class="board-card-foot">
                {next_step(live)}
                {age(board, live, column)}
                <span class="spring"></span>
                {move || Some(owner.get()).filter(|name| !name.is_empty()).map(|name| view! {
                    <span data-tip=name.clone()>
                        <Avatar name=name.clone() size=AvatarSize::Small />
                        <span class="sr-only">{name.clone()}</span>
                    </span>
                })}
            </div>
        </li>
    }
    .into_any()
}

/// The twin of dragging.
fn move_menu(board: Board, column: &Column, live: &Live) -> AnyView {
    if !live.entity.may.update || live.entity.moving_verb().is_none() {
        return ().into_any();
    }
    let (own, live) = (column.id.clone(), live.clone());
    view! {
        <Menu label=t("ui-move-to") icon="arrow-right" icon_only=true small=true end=true>
            {board.columns().into_iter().filter(|column| column.id != own).map(|column| {
                let (live, to) = (live.clone(), column.id.clone());
                view! {
                    <MenuItem on_press=move |()| board.move_card(&live, &to)>
                        <span class="dotted"><StageDot hue=Some(hue_at(column.place)) /><span>{column.title.clone()}</span></span>
                    </MenuItem>
                }
            }).collect_view()}
        </Menu>
    }
    .into_any()
}

/// What is next and when: a dot that is grey when planned, amber today, red when overdue, hollow without a plan.
fn next_step(live: &Live) -> AnyView {
    if live.entity.field("next_step_on").is_none() {
        return ().into_any();
    }
    let show = Show::here();
    let i18n = I18n::here();
    let live = live.clone();
    let due = {
        let live = live.clone();
        Memo::new(move |_| {
            live.record
                .with(|record| Due::of(record.text("next_step_on"), &show.formats.today()))
        })
    };
    let day = move || {
        live.record
            .with(|record| record.text("next_step_on").to_owned())
    };
    let words = move || match due.get() {
        Due::None => i18n.text("ui-no-next-step"),
        Due::Today => show.formats.relative_day(&day()),
        Due::Overdue => i18n.format("ui-overdue-since", |args| {
            args.set("day", show.formats.day(&day()))
        }),
        Due::Later => show.formats.day(&day()),
    };
    view! {
        <span class="due" data-tone=move || due.get().tone()>
            <span class="dot dot-tone" class:dot-hollow=move || due.get() == Due::None aria-hidden="true"></span>
            <span>{words}</span>
        </span>
    }
    .into_any()
}

/// How long it has stood here, and whether that is too long.
fn age(board: Board, live: &Live, column: &Column) -> AnyView {
    let show = Show::here();
    let (live, limit) = (live.clone(), column.limit);
    let days = Memo::new(move |_| {
        live.record
            .with(|record| record.get("days_in_stage").as_i64())
    });
    let stage = column.id.clone();
    let usual = Memo::new(move |_| board.standings.usual_days(&stage));
    let usual_tip = move || {
        usual.get().map(|usual| {
            show.i18n.format("ui-usual-days", |args| {
                args.set("count", usual);
                args.set("shown", show.formats.count(usual));
            })
        })
    };
    let stuck = Memo::new(move |_| {
        days.get()
            .zip(limit)
            .is_some_and(|(days, limit)| days > limit)
    });
    let tip = t_with("ui-stuck", move |args| {
        args.set("limit", limit.unwrap_or_default())
    });
    view! {
        {move || days.get().map(|days| {
            let words = show.i18n.format("ui-days-short", |args| args.set("shown", show.formats.count(days)));
            view! {
                <span class="age" class:age-stuck=move || stuck.get()>
                    {move || stuck.get().then(|| view! {
                        <span data-tip=move || tip.get()><Icon name="triangle-alert" /><span class="sr-only">{move || tip.get()}</span></span>
                    })}
                    <span data-tip=usual_tip>{words}</span>
                </span>
            }
        })}
    }
    .into_any()
}
