//! The picture: a band per stage, in it a block per state of health, between them how many went on.

use guanxi_client::funnel::{Block, Funnel, Open, Stage};
use guanxi_domain::sales::funnel::reading::{Left, choke_point};
use leptos::prelude::*;

use super::block::{Scale, amounts, health};
use super::panel::Look;
use super::result::{days, percent};
use crate::i18n::{I18n, t, t_with};
use crate::records::show::hue_at;
use crate::ui::{Formats, Icon, StageDot, spoken};

/// The bands.
pub fn picture(map: &Funnel, look: RwSignal<Option<Look>>) -> AnyView {
    let scale = Scale::of(map);
    let bands: Vec<(&Stage, &Open)> = map
        .stages
        .iter()
        .filter_map(|stage| Some((stage, stage.open.as_ref()?)))
        .collect();
    let largest = bands
        .iter()
        .map(|(_, open)| scale.size(open.count, &open.amount))
        .max()
        .unwrap_or(0);
    let left: Vec<Left> = bands.iter().map(|(stage, _)| left(stage)).collect();
    let choke = choke_point(&left);
    let last = bands.len().saturating_sub(1);
    let shown = bands.iter().enumerate().map(|(place, (stage, open))| {
        let frame = Frame {
            scale,
            largest,
            place,
            is_choke: choke == Some(place),
            is_last: place == last,
        };
        band(stage, open, frame, look)
    });
    view! { <ol class="map-bands" aria-label=t("ui-map-bands")>{shown.collect_view()}</ol> }
        .into_any()
}

/// What a band must know of the whole.
#[derive(Clone, Copy)]
struct Frame {
    scale: Scale,
    largest: i64,
    place: usize,
    is_choke: bool,
    is_last: bool,
}

fn left(stage: &Stage) -> Left {
    Left {
        forward: stage.during.forward,
        back: stage.during.back,
        lost: stage.during.lost,
    }
}

fn band(stage: &Stage, open: &Open, frame: Frame, look: RwSignal<Option<Look>>) -> AnyView {
    let formats = Formats::here();
    let hue = Some(hue_at(i64::try_from(frame.place).unwrap_or_default()));
    let size = frame.scale.size(open.count, &open.amount);
    let own = Look {
        title: stage.shown_name().to_owned(),
        health: None,
        filter: open.filter.clone(),
    };
    let count = open.count;
    let name = stage.shown_name().to_owned();
    let blocks = open
        .health
        .iter()
        .filter(|block| block.count > 0)
        .map(|block| block_view(stage, block, frame, look))
        .collect_view();
    // A band is as high as its share of the largest; the style sheet gives it the least height it needs.
    let share = share_of(size, frame.largest);
    view! {
        <li class="map-band" class:map-choke=frame.is_choke>
            <button type="button" class="map-head" disabled=count == 0 on:click=move |_| look.set(Some(own.clone()))>
                <span class="map-name"><StageDot hue />{spoken(formats, name)}</span>
                <span class="map-sum"><span class="figure">{move || formats.count(count)}</span>" "{amounts(&open.amount)}</span>
            </button>
            <div class="map-area" style:--share=share>
                {if count == 0 { view! { <p class="muted small">{t("ui-column-empty")}</p> }.into_any() } else { blocks.into_any() }}
            </div>
            {foot(stage, frame)}
        </li>
    }
    .into_any()
}

fn share_of(size: i64, largest: i64) -> String {
    let percent = if largest == 0 {
        0
    } else {
        i64::try_from(i128::from(size) * 100 / i128::from(largest)).unwrap_or(100)
    };
    percent.to_string()
}

fn block_view(stage: &Stage, block: &Block, frame: Frame, look: RwSignal<Option<Look>>) -> AnyView {
    let formats = Formats::here();
    let kind = health(&block.health);
    let size = frame.scale.size(block.count, &block.amount).max(1);
    let own = Look {
        title: stage.shown_name().to_owned(),
        health: Some(kind.label),
        filter: block.filter.clone(),
    };
    let count = block.count;
    view! {
        <button type="button" class="map-block" data-tone=kind.tone style:flex-grow=size.to_string() on:click=move |_| look.set(Some(own.clone()))>
            <span class="map-kind"><Icon name=kind.icon />{t(kind.label)}</span>
            <span class="map-worth"><span class="figure">{move || formats.count(count)}</span>" "{amounts(&block.amount)}</span>
        </button>
    }
    .into_any()
}

/// How sales went on from here.
fn foot(stage: &Stage, frame: Frame) -> AnyView {
    let i18n = I18n::here();
    let now = &stage.during;
    let before = stage.before.as_ref();
    let conversion = percent(now.conversion.clone());
    let then = before.map(|before| percent(before.conversion.clone()));
    let median = days(now.median_days.clone());
    let target = stage.target_days;
    let over = is_over(now.median_days.as_deref(), target);
    let target =
        target.map(|target| t_with("ui-map-target", move |args| args.set("count", target)));
    let lost = now.lost;
    let lost = (lost > 0).then(|| t_with("ui-map-lost-here", move |args| args.set("count", lost)));
    view! {
        <div class="map-foot">
            {frame.is_choke.then(|| view! {
                <p class="map-choke-mark"><Icon name="triangle-alert" />{t("ui-map-choke")}</p>
            })}
            <p class="map-on">
                <Icon name=if frame.is_last { "trophy" } else { "arrow-right" } />
                <span class="figure">{conversion}</span>
                {then.map(|then| view! { <span class="map-then">{move || i18n.text("ui-map-then")}" "<span class="figure">{then}</span></span> })}
            </p>
            <p class="muted small" class:map-over=over>
                <span class="figure">{median}</span>
                {target.map(|target| view! { " · "{move || target.get()} })}
                {lost.map(|lost| view! { " · "{move || lost.get()} })}
            </p>
        </div>
    }
    .into_any()
}

/// Whether sales usually stay longer than they should.
fn is_over(median: Option<&str>, target: Option<i64>) -> bool {
    let days = median.and_then(|days| days.split('.').next()?.parse::<i64>().ok());
    days.zip(target).is_some_and(|(days, target)| days > target)
}
