//! Finding records to refer to.

use guanxi_client::ListQuery;
use leptos::prelude::*;
use serde_json::{Value as Json, json};

use super::catalogue::{Entity, Field};
use super::desk::Desk;
use super::record::Record;
use crate::i18n::I18n;
use crate::ui::{Choice, Finding};

/// Choices a list shows at once.
const SHOWN: u32 = 12;

/// Finds records of an entity whose name holds the text; without text those changed last. `within` narrows down
/// further.
pub fn find_in(entity: Entity, within: Signal<Option<Json>>) -> Callback<String, Finding> {
    let desk = Desk::here();
    let i18n = I18n::here();
    Callback::new(move |text: String| -> Finding {
        let (entity, within) = (entity.clone(), within.get_untracked());
        Box::pin(async move {
            let text = text.trim();
            let mut query = ListQuery::new()
                .filter(within.unwrap_or_else(everything))
                .limit(SHOWN);
            query = match (text.is_empty(), entity.owned) {
                (false, _) => query.words(text),
                (true, true) => query.sort("-updated_at"),
                (true, false) => query.sort(&entity.sort),
            };
            if entity.field("account_id").is_some() {
                query = query.expand("account_id");
            }
            let page = desk.api.list(&entity.plural, query).await;
            page.map(|page| {
                page.rows
                    .iter()
                    .map(|row| choice_of(desk, &entity, row))
                    .collect()
            })
            .map_err(|failure| failure.sentence(&untrack(|| i18n.texts())))
        })
    })
}

/// The filter that every record passes.
pub fn everything() -> Json {
    json!({ "and": [] })
}

/// A record as a choice, with its account as the second line and its stage's hue as a dot.
fn choice_of(desk: Desk, entity: &Entity, row: &Record) -> Choice {
    let title = row.title(entity);
    desk.names.learn(row.id(), title);
    let choice = Choice::new(row.id(), title);
    let account = row.get("account").get("name").and_then(Json::as_str);
    let detail = account.or_else(|| {
        ["email", "sku", "city"]
            .into_iter()
            .map(|name| row.text(name))
            .find(|text| !text.is_empty())
    });
    match detail {
        Some(detail) => choice.with_detail(detail),
        None => choice,
    }
}

/// The filter that keeps a reference inside the same parent, such as the stages of the chosen pipeline: for targets
/// that require a reference which the record has too. The first part is that reference's name.
pub fn kept_within(desk: Desk, entity: &Entity, field: &Field) -> Option<String> {
    let target = desk.entity(field.target.as_deref()?)?;
    let shared = |parent: &&Field| {
        !parent.system
            && parent.required
            && parent.target.is_some()
            && entity
                .field(parent.path())
                .is_some_and(|own| own.target == parent.target && own.path() != field.path())
    };
    target
        .fields()
        .iter()
        .find(shared)
        .map(|parent| parent.path().to_owned())
}
