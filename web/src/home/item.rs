//! One row of a list of today.

use leptos::prelude::*;
use serde_json::Value as Json;

use super::parts::day_of;
use super::snooze::snooze_menu;
use crate::i18n::I18n;
use crate::records::today::{
    Entity, Live, Row, Show as Words, check_in_button, done_box, due_mark, money_of, steps_mark,
};
use crate::ui::{MoneyText, spoken, spoken_line};

/// The row: what it is, about whom, and what can be done with it at once.
pub fn item(entity: &Entity, row: &Row, team: bool) -> AnyView {
    let words = Words::here();
    let i18n = I18n::here();
    let live = Live::new(entity, row.clone());
    // A mention leads to the activity in which it stands.
    let within = row.get("activity");
    let (href, title) = match (within.get("id"), within.get("subject")) {
        (Some(Json::String(id)), Some(Json::String(subject))) => {
            (format!("/activities/{id}"), subject.clone())
        }
        _ => (
            format!("/{}/{}", entity.plural, row.id()),
            row.title(entity).to_owned(),
        ),
    };
    let task = entity
        .verbs
        .iter()
        .any(|verb| verb.to.as_deref() == Some("done"));
    let starts = row.text("starts_at").to_owned();
    let day = day_of(words.formats, row);
    let money = money_of(row.get("amount"));
    let high = row.text("priority") == "high";
    view! {
        <li class="home-item">
            {task.then(|| done_box(&live))}
            <span class="related-words">
                <a href=href>{move || spoken(words.formats, title.clone())}</a>
                <span class="related-line">
                    {high.then(|| view! { <span class="home-high">{move || i18n.text("ui-home-high")}</span> })}
                    {steps_mark(row)}
                    {line(words, entity, row, team)}
                </span>
            </span>
            <span class="home-side">
                {money.map(|money| view! { <MoneyText money=Signal::stored(Some(money)) /> })}
                {(!day.is_empty()).then(|| due_mark(&day))}
                {(!starts.is_empty()).then(|| view! { <span>{move || words.formats.instant_time(&starts)}</span> })}
            </span>
            {check_in_button(&live, true)}
            {snooze_menu(&live)}
        </li>
    }
    .into_any()
}

/// About what and whom it is.
fn line(words: Words, entity: &Entity, row: &Row, team: bool) -> impl Fn() -> AnyView + 'static {
    let (told, own) = (row.clone(), entity.clone());
    move || {
        let anchor = words
            .anchor(&told)
            .map(|(entity, id)| words.desk.names.name(&entity, id))
            .unwrap_or_default();
        let mut paths = vec!["account_id", "contact_id", "stage_id"];
        if team {
            paths.push("owner_id");
        }
        if own.name == "mention" {
            paths.push("created_by");
        }
        let fields = paths.into_iter().filter_map(|path| own.field(path));
        let rest = fields.map(|field| words.words(&field, &told));
        spoken_line(words.formats, [anchor].into_iter().chain(rest)).into_any()
    }
}
