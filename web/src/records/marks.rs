//! What is said beside a value: on its way, stored, not stored and why.

use leptos::prelude::*;
use serde_json::Value as Json;

use super::catalogue::Field;
use super::desk::Desk;
use super::live::{Live, Mark};
use super::record::Record;
use super::show::{Show, Spot};
use crate::i18n::{I18n, t};
use crate::ui::{Icon, IconButton};

/// A value with its mark. A value that could not be stored stays as it was typed, with the reason and a way to retry.
pub fn marked(show: Show, live: &Live, field: &Field, spot: Spot) -> AnyView {
    match live.mark(field.path()) {
        Some(Mark::Failed { typed, reason }) => failed(show, live, field, typed, reason, spot),
        Some(Mark::Saving) => view! {
            {value(show, live, field, spot)}
            <span class="mark mark-saving" role="status"><span class="spinner" aria-hidden="true"></span><span class="sr-only">{t("ui-saving")}</span></span>
        }
        .into_any(),
        Some(Mark::Saved) => view! {
            {value(show, live, field, spot)}
            <span class="mark mark-saved" role="status"><Icon name="check" /><span class="sr-only">{t("ui-saved")}</span></span>
        }
        .into_any(),
        None => value(show, live, field, spot),
    }
}

fn value(show: Show, live: &Live, field: &Field, spot: Spot) -> AnyView {
    live.record.with(|record| show.view(field, record, spot))
}

fn failed(
    show: Show,
    live: &Live,
    field: &Field,
    typed: Json,
    reason: String,
    spot: Spot,
) -> AnyView {
    let (desk, i18n) = (Desk::here(), I18n::here());
    let (kept, path) = (live.clone(), field.clone());
    let typed_again = typed.clone();
    let retry = move |()| kept.change(desk, i18n, &path, typed_again.clone());
    let words = {
        let record = Record::default().with(field.path(), typed);
        show.words(field, &record)
    };
    let told = reason.clone();
    view! {
        <span class="not-saved" data-draft="" data-tip=reason.clone()>
            <Icon name="circle-alert" />
            <span class="words">{words}</span>
            {(spot == Spot::Fact).then(|| view! { <span class="not-saved-reason" role="alert">{told}</span> })}
        </span>
        {(spot == Spot::Cell).then(|| view! { <span class="sr-only" role="alert">{reason}</span> })}
        <IconButton small=true icon="rotate-cw" label=t("ui-retry") on_press=retry />
    }
    .into_any()
}
