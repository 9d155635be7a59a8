//! Records that look like the one being made, shown while its name is typed.

use std::time::Duration;

use guanxi_client::ListQuery;
use leptos::prelude::*;
use serde_json::json;

use super::form::Form;
use crate::i18n::t;
use crate::records::catalogue::Entity;
use crate::records::desk::Desk;
use crate::records::record::Record;
use crate::ui::{Formats, spoken};

/// How long typing must pause.
const PAUSE: Duration = Duration::from_millis(250);
/// Names shorter than this fit too much.
const SHORTEST: usize = 2;

/// A note with links to records whose name begins like what is typed.
pub fn likeness(form: &Form, close: Callback<()>) -> AnyView {
    let names = ["family_name", form.entity.title.as_str()];
    let Some(input) = names.into_iter().find_map(|name| form.input(name)) else {
        return ().into_any();
    };
    if !form.entity.owned || !form.entity.is_named() {
        return ().into_any();
    }
    let found = RwSignal::new(Vec::<Record>::new());
    let round = StoredValue::new(0_u32);
    let (desk, formats) = (Desk::here(), Formats::here());
    let entity = form.entity.clone();
    Effect::new(move |_| {
        let text = input.text.get().trim().to_owned();
        round.update_value(|round| *round += 1);
        let now = round.get_value();
        if text.chars().count() < SHORTEST {
            return found.set(Vec::new());
        }
        let entity = entity.clone();
        let ask = move || {
            if round.try_get_value() != Some(now) {
                return;
            }
            leptos::task::spawn_local(async move {
                let rows = alike(desk, &entity, &text).await;
                if round.try_get_value() == Some(now) {
                    found.set(rows);
                }
            });
        };
        set_timeout(ask, PAUSE);
    });
    let entity = form.entity.clone();
    let link = move |record: Record| {
        let (title, href) = (
            record.title(&entity).to_owned(),
            format!("/{}/{}", entity.plural, record.id()),
        );
        let place = record.text("city").to_owned();
        view! {
            <li>
                <a href=href on:click=move |_| close.run(())>{spoken(formats, title)}</a>
                {(!place.is_empty()).then(|| view! { <span class="muted">" "{spoken(formats, place)}</span> })}
            </li>
        }
    };
    view! {
        <div class="likeness" role="status">
            {move || {
                let rows = found.get();
                let link = link.clone();
                (!rows.is_empty()).then(|| view! {
                    <span class="muted">{t("ui-alike")}</span>
                    <ul>{rows.into_iter().map(link).collect_view()}</ul>
                })
            }}
        </div>
    }
    .into_any()
}

async fn alike(desk: Desk, entity: &Entity, text: &str) -> Vec<Record> {
    let field = if entity.field("family_name").is_some() {
        "family_name"
    } else {
        entity.title.as_str()
    };
    let filter = json!({ "field": field, "op": "starts", "value": text });
    let query = ListQuery::new().filter(filter).limit(3);
    // Without an answer there is no note; the server refuses true duplicates itself.
    desk.api
        .list(&entity.plural, query)
        .await
        .map(|page| page.rows)
        .unwrap_or_default()
}
