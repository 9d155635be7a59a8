//! The tags on a record.

use guanxi_client::ListQuery;
use leptos::prelude::*;
use serde_json::{Value as Json, json};

use crate::i18n::{I18n, t};
use crate::records::api::fresh_id;
use crate::records::desk::Desk;
use crate::records::failure::Failure;
use crate::records::finding::find_in;
use crate::records::live::Live;
use crate::records::record::Record;
use crate::records::scope::{alone, let_go};
use crate::records::show::hue_at;
use crate::ui::{Chip, Choice, Combobox, Popover, Toasts};

/// The entities of words and of which word is on what.
const TAG: &str = "tag";
const TAGGING: &str = "tagging";

/// Chips of the tags, each to be taken off, and a way to add more.
pub fn tags(live: &Live) -> AnyView {
    let desk = Desk::here();
    let (Some(tag), Some(tagging)) = (desk.entity(TAG), desk.entity(TAGGING)) else {
        return ().into_any();
    };
    if !live.entity.anchor {
        return ().into_any();
    }
    let taggings = RwSignal::new(Vec::<Record>::new());
    let (i18n, toasts) = (I18n::here(), Toasts::here());
    let tell = move |failure: Failure| toasts.fail(failure.sentence(&untrack(|| i18n.texts())));
    let id = live.id();
    let fetch = {
        let (plural, id) = (tagging.plural.clone(), id.clone());
        move || {
            let (plural, id) = (plural.clone(), id.clone());
            leptos::task::spawn_local(async move {
                let filter = json!({ "field": "anchor_id", "op": "eq", "value": id });
                let query = ListQuery::new().filter(filter).expand("tag_id").limit(50);
                // Without an answer there are no chips; the rest of the page says when the server is away.
                let rows = desk
                    .api
                    .list(&plural, query)
                    .await
                    .map(|page| page.rows)
                    .unwrap_or_default();
                taggings.try_set(rows);
            });
        }
    };
    fetch();
    let fetch = StoredValue::new(fetch);
    let open = RwSignal::new(false);
    let (plural, anchor) = (tagging.plural.clone(), live.entity.name.clone());
    let add = Callback::new(move |tag: String| {
        let_go();
        open.set(false);
        let (plural, body) = (
            plural.clone(),
            json!({ "tag_id": tag, "anchor_entity": anchor, "anchor_id": id }),
        );
        leptos::task::spawn_local(async move {
            match desk.api.create(&plural, body, &fresh_id()).await {
                Ok(_) => fetch.with_value(|fetch| fetch()),
                Err(failure) => tell(failure),
            }
        });
    });
    let plural = tag.plural.clone();
    let make = Callback::new(move |name: String| {
        let (plural, hue) = (plural.clone(), name.chars().count() % 8);
        leptos::task::spawn_local(async move {
            match desk
                .api
                .create(&plural, json!({ "name": name, "hue": hue }), &fresh_id())
                .await
            {
                Ok(made) => add.run(made.id().to_owned()),
                Err(failure) => tell(failure),
            }
        });
    });
    let plural = tagging.plural.clone();
    let chip = move |row: Record| {
        let tag = row.get("tag").clone();
        let name = tag
            .get("name")
            .and_then(Json::as_str)
            .unwrap_or_default()
            .to_owned();
        let hue = tag.get("hue").and_then(Json::as_i64).unwrap_or_default();
        let (plural, id) = (plural.clone(), row.id().to_owned());
        let remove = move |()| {
            let (plural, id) = (plural.clone(), id.clone());
            taggings.update(|rows| rows.retain(|row| row.id() != id));
            leptos::task::spawn_local(async move {
                if let Err(failure) = desk.api.delete(&plural, &id).await {
                    tell(failure);
                    fetch.with_value(|fetch| fetch());
                }
            });
        };
        view! { <Chip label=name hue=Some(hue_at(hue)) on_remove=remove /> }
    };
    let may = tagging.may.create;
    view! {
        <div class="tags">
            {move || taggings.get().into_iter().map(chip.clone()).collect_view()}
            {may.then(|| view! {
                <Popover label=t("ui-tag-add") icon="tag" icon_only=true small=true open>
                    {tag_input(&tag, add, make)}
                </Popover>
            })}
        </div>
    }
    .into_any()
}

fn tag_input(
    tag: &crate::records::catalogue::Entity,
    add: Callback<String>,
    make: Callback<String>,
) -> AnyView {
    let value = RwSignal::new(None::<Choice>);
    let find = find_in(tag.clone(), Signal::stored(None));
    let picked = Callback::new(move |choice: Option<Choice>| {
        if let Some(choice) = choice {
            add.run(choice.value);
        }
    });
    let may = tag.may.create;
    view! {
        <div class="tag-input">
            {alone(move || if may {
                view! { <Combobox value find label=t("ui-tag-add") placeholder=t("ui-tag-add") on_change=picked on_create=make /> }.into_any()
            } else {
                view! { <Combobox value find label=t("ui-tag-add") placeholder=t("ui-tag-add") on_change=picked /> }.into_any()
            })}
        </div>
    }
    .into_any()
}
