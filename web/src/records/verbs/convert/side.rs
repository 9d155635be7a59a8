//! One of the records that a lead becomes: a new one, or one that is there.

use guanxi_client::{Likeness, Object};
use leptos::prelude::*;
use serde_json::{Value as Json, json};

use crate::i18n::{I18n, t, t_with};
use crate::records::catalogue::{Entity, Field};
use crate::records::control::{Around, control};
use crate::records::desk::Desk;
use crate::records::input::Input;
use crate::records::make::reasons;
use crate::records::record::{Record, is_empty};
use crate::ui::{Formats, spoken, spoken_line, unique_id};

/// A match this likely is chosen before anybody chooses; everybody sees it and may choose otherwise.
const SURE: u8 = 90;
/// Matches offered; others can be looked for by name.
const MOST_OFFERED: usize = 4;
/// Stands for "another one" among the ids.
const OTHER: &str = "other";

/// The account or the contact.
#[derive(Clone)]
pub struct Side {
    /// The lead's field that names it.
    pub field: Field,
    target: Entity,
    /// What a new one would be called; empty when none would be made.
    name: String,
    /// An id, or nothing for a new one, or that another one is looked for.
    chosen: RwSignal<String>,
    other: Input,
    found: RwSignal<Vec<Likeness>>,
}

impl Side {
    /// Account and contact, as far as this person may see them.
    pub fn all(desk: Desk, lead: &Entity, record: &Record) -> Vec<Self> {
        let company = record.text("company").to_owned();
        let is_person = !record.text("family_name").is_empty();
        let person = if is_person {
            record.title(lead).to_owned()
        } else {
            String::new()
        };
        let account = json!({ "name": company, "website": record.get("website"), "contact_points": points(record) });
        let contact = json!({
            "family_name": record.get("family_name"), "given_name": record.get("given_name"),
            "name_order": record.get("name_order"), "contact_points": points(record),
        });
        let sides = [
            ("converted_account_id", company, account),
            ("converted_contact_id", person, contact),
        ];
        sides
            .into_iter()
            .filter_map(|(field, name, body)| Self::new(desk, lead, record, field, name, body))
            .collect()
    }

    fn new(
        desk: Desk,
        lead: &Entity,
        record: &Record,
        field: &str,
        name: String,
        body: Json,
    ) -> Option<Self> {
        let field = lead.field(field)?;
        let target = desk.entity(field.target.as_deref()?)?;
        let side = Self {
            other: Input::of(&field, record, desk),
            field,
            target,
            name,
            chosen: RwSignal::new(String::new()),
            found: RwSignal::new(Vec::new()),
        };
        side.look(desk, &body);
        Some(side)
    }

    /// Asks for those that are perhaps there already. Without an answer a new one is offered, and the search.
    fn look(&self, desk: Desk, body: &Json) {
        let fields = body.as_object().into_iter().flatten();
        let told =
            |(name, value): &(&String, &Json)| self.target.alike.contains(name) && !is_empty(value);
        let body: Object = fields
            .filter(told)
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let (plural, chosen, shown) = (self.target.plural.clone(), self.chosen, self.found);
        leptos::task::spawn_local(async move {
            let answer = desk.api.duplicates(&plural, &body).await;
            let mut found = answer.unwrap_or_default();
            found.truncate(MOST_OFFERED);
            let sure = found.first().filter(|best| best.score >= SURE);
            if let Some(best) = sure
                && chosen.try_with_untracked(String::is_empty) == Some(true)
            {
                chosen.try_set(best.id.to_string());
            }
            shown.try_set(found);
        });
    }

    /// The record that is there; none when a new one is made.
    pub fn chosen_id(&self) -> Option<String> {
        let chosen = self.chosen.get_untracked();
        if chosen == OTHER {
            return self.other.one.get_untracked().map(|one| one.value);
        }
        (!chosen.is_empty()).then_some(chosen)
    }

    /// The choice.
    pub fn view(&self, lead: &Entity) -> AnyView {
        let i18n = I18n::here();
        let group = unique_id("side");
        let target = self.target.clone();
        let label = move || target.label(&i18n.texts());
        let fresh = if self.name.is_empty() {
            view! { {t("ui-convert-none")} }.into_any()
        } else {
            let name = self.name.clone();
            view! { {t_with("ui-convert-new", move |args| args.set("name", name.clone()))} }
                .into_any()
        };
        let (found, chosen, own) = (self.found, self.chosen, group.clone());
        let matches = move || {
            let lines = found.get().into_iter();
            lines
                .map(|one| line(&own, chosen, one.id.to_string(), matched(one)))
                .collect_view()
        };
        let heading = move || {
            let count = found.with(Vec::len);
            (count > 0).then(|| i18n.format("ui-alike", |args| args.set("count", count)))
        };
        view! {
            <fieldset class="convert-side">
                <legend class="field-label">{label}</legend>
                <p class="muted" role="status">{heading}</p>
                {line(&group, chosen, String::new(), fresh)}
                {matches}
                {line(&group, chosen, OTHER.to_owned(), view! { {t("ui-convert-other")} }.into_any())}
                {self.search(lead)}
            </fieldset>
        }
        .into_any()
    }

    /// The search for another one.
    fn search(&self, lead: &Entity) -> AnyView {
        let (side, lead, i18n) = (self.clone(), lead.clone(), I18n::here());
        let chosen = self.chosen;
        let label = {
            let target = self.target.clone();
            Signal::derive(move || target.label(&i18n.texts()))
        };
        view! {
            <Show when=move || chosen.with(|chosen| chosen == OTHER)>
                {control(&lead, &side.field, side.other, &Around::default(), label)}
            </Show>
        }
        .into_any()
    }
}

/// Contact points as a new record would have them.
fn points(record: &Record) -> Json {
    let rows = record.rows("contact_points").iter();
    rows.map(|row| json!({ "kind": row["kind"], "value": row["value"] }))
        .collect()
}

fn line(group: &str, chosen: RwSignal<String>, value: String, words: AnyView) -> AnyView {
    let (shown, stored) = (value.clone(), value);
    view! {
        <label class="convert-line">
            <input
                type="radio"
                name=group.to_owned()
                prop:checked=move || chosen.with(|chosen| *chosen == shown)
                on:change=move |_| chosen.set(stored.clone())
            />
            <span class="convert-words">{words}</span>
        </label>
    }
    .into_any()
}

fn matched(one: Likeness) -> AnyView {
    let formats = Formats::here();
    view! {
        <span>{spoken(formats, one.title)}</span>
        <span class="muted">{spoken_line(formats, one.about.into_iter().take(2))}</span>
        {reasons(one.reasons)}
    }
    .into_any()
}
