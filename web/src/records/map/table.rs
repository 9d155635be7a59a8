//! Everything the picture shows, as a table.

use guanxi_client::funnel::{Block, Funnel, Passage, Stage};
use leptos::prelude::*;

use super::block::{amounts, health};
use super::panel::Look;
use super::result::{days, percent};
use crate::i18n::{I18n, t};
use crate::records::desk::Desk;
use crate::ui::{Formats, spoken};

/// The columns about what stands in a stage, by their words.
const STANDING: [&str; 3] = ["ui-map-open", "ui-map-amount", "ui-map-here"];
/// The columns about what went through it.
const PASSING: [&str; 6] = [
    "ui-map-entered",
    "ui-map-forward",
    "ui-map-conversion",
    "ui-map-median",
    "ui-map-lost",
    "ui-map-reason",
];

/// The table.
pub fn table(map: &Funnel, look: RwSignal<Option<Look>>) -> AnyView {
    let kinds: Vec<String> = map
        .stages
        .iter()
        .find_map(|stage| stage.open.as_ref())
        .map(|open| {
            open.health
                .iter()
                .map(|block| block.health.clone())
                .collect()
        })
        .unwrap_or_default();
    let heads = kinds.iter().map(|name| health(name).label);
    let heads: Vec<&'static str> = STANDING.into_iter().chain(heads).chain(PASSING).collect();
    let rows = map.stages.iter().filter(|stage| stage.open.is_some());
    view! {
        <section class="map-table">
            <h2>{t("ui-map-table")}</h2>
            <div class="figure-scroll" tabindex="0" role="region" aria-label=t("ui-map-table")>
                <table class="figure-table">
                    <thead><tr>
                        <th scope="col">{t("ui-map-stage")}</th>
                        {heads.into_iter().map(|key| view! { <th scope="col">{t(key)}</th> }).collect_view()}
                    </tr></thead>
                    <tbody>{rows.map(|stage| row(stage, look)).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn row(stage: &Stage, look: RwSignal<Option<Look>>) -> AnyView {
    let formats = Formats::here();
    let Some(open) = &stage.open else {
        return ().into_any();
    };
    let count = open.count;
    let blocks = open
        .health
        .iter()
        .map(|block| cell(stage, block, look))
        .collect_view();
    view! {
        <tr>
            <th scope="row">{spoken(formats, stage.shown_name().to_owned())}</th>
            <td class="figure">{move || formats.count(count)}</td>
            <td>{amounts(&open.amount)}</td>
            <td class="figure">{days(open.median_days.clone())}</td>
            {blocks}
            {passed(&stage.during, stage.before.as_ref())}
        </tr>
    }
    .into_any()
}

/// A number that opens what it counts.
fn cell(stage: &Stage, block: &Block, look: RwSignal<Option<Look>>) -> AnyView {
    let formats = Formats::here();
    let count = block.count;
    if count == 0 {
        return view! { <td class="figure muted">{move || formats.count(0)}</td> }.into_any();
    }
    let own = Look {
        title: stage.shown_name().to_owned(),
        health: Some(health(&block.health).label),
        filter: block.filter.clone(),
    };
    view! {
        <td class="figure">
            <button type="button" class="map-number" on:click=move |_| look.set(Some(own.clone()))>{move || formats.count(count)}</button>
        </td>
    }
    .into_any()
}

fn passed(now: &Passage, before: Option<&Passage>) -> AnyView {
    let formats = Formats::here();
    let number = |now: i64, before: Option<i64>| {
        view! {
            <td class="figure">
                {move || formats.count(now)}
                {before.map(|before| view! { <span class="map-then">{move || formats.count(before)}</span> })}
            </td>
        }
    };
    let share = percent(now.conversion.clone());
    let then = before.map(|before| percent(before.conversion.clone()));
    let stayed = before.map(|before| days(before.median_days.clone()));
    view! {
        {number(now.entered, before.map(|before| before.entered))}
        {number(now.forward, before.map(|before| before.forward))}
        <td class="figure">{share}{then.map(|then| view! { <span class="map-then">{then}</span> })}</td>
        <td class="figure">{days(now.median_days.clone())}{stayed.map(|then| view! { <span class="map-then">{then}</span> })}</td>
        {number(now.lost, before.map(|before| before.lost))}
        <td>{reason(now)}</td>
    }
    .into_any()
}

/// Why most were lost here.
fn reason(passage: &Passage) -> AnyView {
    let (desk, i18n) = (Desk::here(), I18n::here());
    let Some(first) = passage.lost_reasons.first() else {
        return ().into_any();
    };
    let (name, count) = (first.reason.clone(), first.count);
    let words = move || {
        let texts = i18n.texts();
        let field = desk
            .entity("opportunity")
            .and_then(|entity| entity.field("lost_reason"));
        let name = name.as_deref()?;
        field.map(|field| field.choice_label(name, &texts))
    };
    view! { <span>{words}" "<span class="figure muted">{count}</span></span> }.into_any()
}
