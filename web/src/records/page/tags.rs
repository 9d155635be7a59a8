//! The tags on a record.

use guanxi_client::ListQuery;
use leptos::prelude::*;
use serde_json::{Value as Json, json};

use crate::i18n::{I18n, t};
use crate::records::api::fresh_id;
use crate::records::catalogue::Entity;
use crate::records::desk::Desk;
use crate::records::failure::Failure;
use crate::records::finding::find_in;
use crate::records::live::Live;
use crate::records::record::Record;
use crate::records::scope::{alone, let_go};
use crate::records::show::hue_at;
use crate::session::on_return;
use crate::ui::{Chip, Choice, Combobox, Popover, Toasts};

/// The entities of words and of which word is on what.
const TAG: &str = "tag";
const TAGGING: &str = "tagging";

/// The tags on one record.
#[derive(Clone, Copy)]
struct Tags {
    desk: Desk,
    i18n: I18n,
    toasts: Toasts,
    live: StoredValue<Live>,
    /// The entity of which word is on what.
    tagging: StoredValue<Entity>,
    rows: RwSignal<Vec<Record>>,
    /// Whether the input for another one is open.
    open: RwSignal<bool>,
}

/// Chips of the tags, each to be taken off, and a way to add more.
pub fn tags(live: &Live) -> AnyView {
    let desk = Desk::here();
    let (Some(tag), Some(tagging)) = (desk.entity(TAG), desk.entity(TAGGING)) else {
        return ().into_any();
    };
    if !live.entity.anchor {
        return ().into_any();
    }
    let may = tagging.may.create;
    let tags = Tags {
        desk,
        i18n: I18n::here(),
        toasts: Toasts::here(),
        live: StoredValue::new(live.clone()),
        tagging: StoredValue::new(tagging),
        rows: RwSignal::new(Vec::new()),
        open: RwSignal::new(false),
    };
    tags.fetch();
    on_return(Callback::new(move |()| tags.fetch()));
    tags.follow_news();
    let add = Callback::new(move |id: String| tags.add(id));
    let plural = tag.plural.clone();
    let make = Callback::new(move |name: String| tags.make(plural.clone(), name));
    view! {
        <div class="tags">
            {move || tags.rows.get().into_iter().map(|row| tags.chip(&row)).collect_view()}
            {may.then(|| view! {
                <Popover label=t("ui-tag-add") icon="tag" icon_only=true small=true open=tags.open>
                    {tag_input(&tag, add, make)}
                </Popover>
            })}
        </div>
    }
    .into_any()
}

impl Tags {
    /// Without an answer the chips stay as they are; the rest of the page says when the server is away.
    fn fetch(self) {
        let (plural, id) = self.about();
        leptos::task::spawn_local(async move {
            let filter = json!({ "field": "anchor_id", "op": "eq", "value": id });
            let query = ListQuery::new().filter(filter).expand("tag_id").limit(50);
            if let Ok(page) = self.desk.api.list(&plural, query).await {
                let same = |rows: &Vec<Record>| *rows == page.rows;
                if self.rows.try_with_untracked(same) == Some(false) {
                    self.rows.set(page.rows);
                }
            }
        });
    }

    /// Others put tags on records and take them off.
    fn follow_news(self) {
        Effect::new(move |before: Option<()>| {
            let news = self.desk.news.get().filter(|_| before.is_some());
            if news.is_some_and(|news| news.entity == TAGGING) {
                self.fetch();
            }
        });
    }

    /// The path of the links, and the record.
    fn about(self) -> (String, String) {
        let plural = self.tagging.with_value(|entity| entity.plural.clone());
        (plural, self.live.with_value(Live::id))
    }

    fn tell(self, failure: &Failure) {
        self.toasts
            .fail(failure.sentence(&untrack(|| self.i18n.texts())));
    }

    /// Puts a tag on the record.
    fn add(self, tag: String) {
        let_go();
        self.open.set(false);
        let (plural, id) = self.about();
        let anchor = self.live.with_value(|live| live.entity.name.clone());
        let body = json!({ "tag_id": tag, "anchor_entity": anchor, "anchor_id": id });
        leptos::task::spawn_local(async move {
            match self.desk.api.create(&plural, body, &fresh_id()).await {
                Ok(_) => self.fetch(),
                Err(failure) => self.tell(&failure),
            }
        });
    }

    /// Makes a new tag and puts it on the record.
    fn make(self, plural: String, name: String) {
        let hue = name.chars().count() % 8;
        let body = json!({ "name": name, "hue": hue });
        leptos::task::spawn_local(async move {
            match self.desk.api.create(&plural, body, &fresh_id()).await {
                Ok(made) => self.add(made.id().to_owned()),
                Err(failure) => self.tell(&failure),
            }
        });
    }

    /// Takes a tag off: at once, and on again when that was refused.
    fn remove(self, gone: Record) {
        let (plural, _) = self.about();
        self.rows
            .update(|rows| rows.retain(|row| row.id() != gone.id()));
        leptos::task::spawn_local(async move {
            if let Err(failure) = self.desk.api.delete(&plural, gone.id()).await {
                self.tell(&failure);
                self.rows.try_update(|rows| rows.push(gone));
            }
        });
    }

    fn chip(self, row: &Record) -> AnyView {
        let tag = row.get("tag");
        let name = tag.get("name").and_then(Json::as_str).unwrap_or_default();
        let hue = tag.get("hue").and_then(Json::as_i64).unwrap_or_default();
        let (label, hue, row) = (name.to_owned(), Some(hue_at(hue)), row.clone());
        if !self.tagging.with_value(|entity| entity.may.delete) {
            return view! { <Chip label hue /> }.into_any();
        }
        view! { <Chip label hue on_remove=move |()| self.remove(row.clone()) /> }.into_any()
    }
}

fn tag_input(tag: &Entity, add: Callback<String>, make: Callback<String>) -> AnyView {
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
