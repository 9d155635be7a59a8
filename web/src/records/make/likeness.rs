//! Records that are perhaps the one being made, shown beside the form while it is typed. Advice only: nothing waits for
//! it, nothing moves, nothing takes the focus.

use std::time::Duration;

use guanxi_client::{Likeness, Object};
use leptos::prelude::*;

use super::form::Form;
use crate::i18n::{I18n, t};
use crate::records::desk::Desk;
use crate::ui::{Formats, spoken, spoken_line};

/// How long typing must pause.
const PAUSE: Duration = Duration::from_millis(300);
/// Matches shown; further ones are hardly it.
const MOST_SHOWN: usize = 5;

/// A note with links to records that are perhaps the one being made, and why.
pub fn likeness(form: &Form, close: Callback<()>) -> AnyView {
    if form.entity.alike.is_empty() {
        return ().into_any();
    }
    let found = asked_while_typing(form);
    let i18n = I18n::here();
    let heading = move || {
        let count = found.with(Vec::len);
        (count > 0).then(|| i18n.format("ui-alike", |args| args.set("count", count)))
    };
    view! {
        <aside class="likeness" class:is-empty=move || found.with(Vec::is_empty)>
            <p class="likeness-title" role="status">{heading}</p>
            <ul>{move || found.get().into_iter().map(|one| line(one, close)).collect_view()}</ul>
        </aside>
    }
    .into_any()
}

/// The matches of what is typed, asked for whenever typing pauses.
fn asked_while_typing(form: &Form) -> RwSignal<Vec<Likeness>> {
    let found = RwSignal::new(Vec::new());
    let round = StoredValue::new(0_u32);
    let (desk, form) = (Desk::here(), form.clone());
    let plural = form.entity.plural.clone();
    let typed = Memo::new(move |_| form.held(&form.entity.alike));
    Effect::new(move |_| {
        let body = typed.get();
        round.update_value(|round| *round += 1);
        let now = round.get_value();
        if body.is_empty() {
            return found.set(Vec::new());
        }
        let plural = plural.clone();
        let is_newest = move || round.try_get_value() == Some(now);
        let ask = move || {
            if is_newest() {
                leptos::task::spawn_local(async move {
                    let rows = alike(desk, &plural, &body).await;
                    if is_newest() {
                        found.try_set(rows);
                    }
                });
            }
        };
        set_timeout(ask, PAUSE);
    });
    found
}

/// Without an answer there is no note.
async fn alike(desk: Desk, plural: &str, body: &Object) -> Vec<Likeness> {
    let answer = desk.api.duplicates(plural, body).await;
    let mut found = answer.unwrap_or_default();
    found.truncate(MOST_SHOWN);
    found
}

fn line(one: Likeness, close: Callback<()>) -> AnyView {
    let formats = Formats::here();
    let href = format!("/{}/{}", one.plural, one.id);
    let about = one.about.into_iter().take(2);
    view! {
        <li>
            <a href=href on:click=move |_| close.run(())>{spoken(formats, one.title)}</a>
            <span class="muted">{spoken_line(formats, about)}</span>
            {reasons(one.reasons)}
        </li>
    }
    .into_any()
}

/// Why, in the words of the language shown; a reason of a newer server has none and is left out.
pub fn reasons(codes: Vec<String>) -> AnyView {
    let said = codes.into_iter().filter_map(|code| {
        let words = match code.as_str() {
            "account" => t("alike-account"),
            "company" => t("alike-company"),
            "domain" => t("alike-domain"),
            "email" => t("alike-email"),
            "name" => t("alike-name"),
            "phone" => t("alike-phone"),
            "similar_name" => t("alike-similar-name"),
            "tax_id" => t("alike-tax-id"),
            _ => return None,
        };
        Some(view! { <span class="likeness-reason">{words}</span> })
    });
    said.collect_view().into_any()
}
