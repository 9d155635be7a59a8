//! What was decided during the time asked for, beside the time to compare with.

use guanxi_client::funnel::{Decided, Funnel, Worth};
use leptos::prelude::*;

use super::block::amounts;
use crate::i18n::{I18n, t};
use crate::ui::Formats;

/// Won, lost, and the share of the won.
pub fn result(map: &Funnel) -> AnyView {
    let before = map.before.as_ref();
    let won = before.map(|before| &before.won);
    let lost = before.map(|before| &before.lost);
    view! {
        <dl class="map-result">
            {worth("ui-map-won", "success", &map.during.won, won)}
            {worth("ui-map-lost", "danger", &map.during.lost, lost)}
            {rate(&map.during, before)}
        </dl>
    }
    .into_any()
}

fn worth(label: &'static str, tone: &'static str, now: &Worth, before: Option<&Worth>) -> AnyView {
    let formats = Formats::here();
    let count = now.count;
    let then = before.map(|before| {
        let count = before.count;
        view! {
            <dd class="map-then">
                {t("ui-map-then")}" "<span class="figure">{move || formats.count(count)}</span>" "{amounts(&before.amount)}
            </dd>
        }
    });
    view! {
        <div class="map-figure" data-tone=tone>
            <dt>{t(label)}</dt>
            <dd class="map-now"><span class="figure">{move || formats.count(count)}</span>" "{amounts(&now.amount)}</dd>
            {then}
        </div>
    }
    .into_any()
}

fn rate(now: &Decided, before: Option<&Decided>) -> AnyView {
    let then = before.map(|before| {
        let before = before.win_rate.clone();
        view! { <dd class="map-then">{t("ui-map-then")}" "<span class="figure">{percent(before)}</span></dd> }
    });
    view! {
        <div class="map-figure" data-tone="accent">
            <dt>{t("ui-map-win-rate")}</dt>
            <dd class="map-now"><span class="figure">{percent(now.win_rate.clone())}</span></dd>
            {then}
        </div>
    }
    .into_any()
}

/// A share, or that there is none.
pub fn percent(share: Option<String>) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    let formats = Formats::here();
    move || match &share {
        Some(plain) => formats.percent(plain),
        None => "–".to_owned(),
    }
}

/// Days, or that there are none.
pub fn days(days: Option<String>) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    let (formats, i18n) = (Formats::here(), I18n::here());
    move || match &days {
        Some(plain) => {
            let shown = formats.number(plain);
            i18n.format("ui-days-short", |args| args.set("shown", shown))
        }
        None => "–".to_owned(),
    }
}
