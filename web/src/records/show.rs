//! Values as people read them.

use guanxi_domain::kernel::currency::Money;
use guanxi_domain::kernel::field::{Format, Kind};
use leptos::prelude::*;
use serde_json::Value as Json;

use super::calls::Subject;
use super::catalogue::{ANCHOR_ENTITY, ANCHOR_ID, Entity, Field};
use super::control::RULES;
use super::desk::Desk;
use super::reach::telephone;
use super::record::{Record, is_empty};
use crate::i18n::I18n;
use crate::ui::{Avatar, AvatarSize, Chip, Formats, Icon, MoneyText, StageDot, TimeText};

/// What values need to become words. All methods follow language, region and names.
#[derive(Clone, Copy)]
pub struct Show {
    /// The texts.
    pub i18n: I18n,
    /// The region's forms.
    pub formats: Formats,
    /// Catalogue and names.
    pub desk: Desk,
}

/// Where a value stands: decides how much room it may take and whether it leads somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// A cell of a table: one line, links out of the tab order.
    Cell,
    /// A fact of a record: several lines, links as usual.
    Fact,
}

impl Show {
    /// For the page.
    pub fn here() -> Self {
        Self {
            i18n: I18n::here(),
            formats: Formats::here(),
            desk: Desk::here(),
        }
    }

    /// The value of a field as plain words; empty when there is none.
    pub fn words(self, field: &Field, record: &Record) -> String {
        if field.is_anchor() {
            return self
                .anchor(record)
                .map(|(entity, id)| self.desk.names.name(&entity, id))
                .unwrap_or_default();
        }
        if field.target.is_some() {
            let Some(catalogue) = self.desk.known() else {
                return String::new();
            };
            return self.desk.names.referred(field, record, &catalogue);
        }
        self.value_words(field, record.get(field.path()))
    }

    /// A value that stands for itself, such as one in a history; references by their remembered names.
    pub fn value_words(self, field: &Field, value: &Json) -> String {
        if let (Some(target), Some(id)) = (&field.target, value.as_str()) {
            let entity = self.desk.entity(target);
            return entity
                .map(|entity| self.desk.names.name(&entity, id))
                .unwrap_or_default();
        }
        match (field.kind, value) {
            (_, Json::Null) => String::new(),
            (Kind::Bool, Json::Bool(yes)) => self.i18n.text(if *yes { "ui-yes" } else { "ui-no" }),
            (Kind::Choice, Json::String(name)) => field.choice_label(name, &self.i18n.texts()),
            (Kind::Choices, Json::Array(names)) => {
                let texts = self.i18n.texts();
                let labels = names
                    .iter()
                    .filter_map(Json::as_str)
                    .map(|name| field.choice_label(name, &texts));
                self.list(&labels.collect::<Vec<_>>())
            }
            (Kind::Money, money) => money_of(money)
                .map(|money| self.formats.money(money))
                .unwrap_or_default(),
            (Kind::Day, Json::String(day)) => self.formats.day(day),
            (Kind::Instant, Json::String(at)) => self.formats.instant(at),
            (Kind::Decimal, Json::String(plain)) if field.format == Format::Percent => {
                self.formats.percent(plain)
            }
            (Kind::Decimal, Json::String(plain)) => self.formats.number(plain),
            (Kind::Int, Json::Number(number)) => self.formats.number(&number.to_string()),
            (Kind::Text, Json::String(code)) => self.text_words(field, code),
            (_, Json::Array(rows)) => self
                .i18n
                .format("ui-row-count", |args| args.set("count", rows.len())),
            (_, Json::String(text)) => text.clone(),
            (_, other) => other.to_string(),
        }
    }

    /// Codes by their names: countries, languages.
    fn text_words(self, field: &Field, text: &str) -> String {
        match field.format {
            Format::Country if is_code(text, 2) => self.formats.name_of("region", text),
            _ if field.name == "country" && is_code(text, 2) => {
                self.formats.name_of("region", text)
            }
            Format::Language => self.formats.name_of("language", text),
            Format::EntityName => self.i18n.texts().entity(text),
            Format::Recurrence => {
                let usual = RULES.iter().find(|(rule, _)| *rule == text);
                usual.map_or_else(|| text.to_owned(), |(_, key)| self.i18n.text(key))
            }
            _ => text.to_owned(),
        }
    }

    /// Several words in a row, joined the way the language does.
    pub fn list(self, words: &[String]) -> String {
        words.join(&self.i18n.text("ui-list-joint"))
    }

    /// The value as it stands on the page.
    pub fn view(self, field: &Field, record: &Record, spot: Spot) -> AnyView {
        let value = record.get(field.path());
        if is_empty(value) {
            return ().into_any();
        }
        if field.target.is_some() || field.is_anchor() {
            return self.reference(field, record, spot);
        }
        match (field.kind, field.format) {
            (Kind::Money, _) => {
                let money = money_of(value);
                view! { <MoneyText money=Signal::stored(money) /> }.into_any()
            }
            // How long ago somebody typed is enough; when a meeting begins must be exact.
            (Kind::Instant, _) if field.system => {
                view! { <TimeText instant=value.as_str().unwrap_or_default().to_owned() /> }
                    .into_any()
            }
            (Kind::Choice, _) => self.choice(field, value),
            (Kind::Choices, _) => self.choices(field, value),
            (Kind::Bool, _) => self.yes(field, value),
            (Kind::Text, Format::Url | Format::Email) => link(field.format, value, spot),
            (Kind::Text, _) if field.name == "email" => link(Format::Email, value, spot),
            (Kind::Text, format) if format == Format::Phone || field.name == "phone" => {
                self.telephone(field, record, spot)
            }
            _ => {
                let words = self.words(field, record);
                if field.is_figure() {
                    view! { <span class="figure">{words}</span> }.into_any()
                } else {
                    self.plain(words)
                }
            }
        }
    }

    fn telephone(self, field: &Field, record: &Record, spot: Spot) -> AnyView {
        let subject = self
            .desk
            .entity(field.entity())
            .and_then(|entity| Subject::of(&entity, record));
        let tabindex = (spot == Spot::Cell).then_some("-1");
        telephone(record.text(field.path()), subject, tabindex)
    }

    fn reference(self, field: &Field, record: &Record, spot: Spot) -> AnyView {
        let name = self.words(field, record);
        let id = record.text(field.path()).to_owned();
        let entity = match &field.target {
            Some(target) => self.desk.entity(target),
            None => self.anchor(record).map(|(entity, _)| entity),
        };
        let Some(entity) = entity else {
            return self.plain(name);
        };
        if entity.name == "user" {
            return view! {
                <span class="person"><Avatar name=name.clone() size=AvatarSize::Small />{self.plain(name)}</span>
            }
            .into_any();
        }
        // Stages have an order and a meaning; the dot shows the order.
        let stage = record
            .referred(field)
            .filter(|map| map.contains_key("category"));
        if let Some(position) = stage
            .and_then(|map| map.get("position"))
            .and_then(Json::as_i64)
        {
            let hue = hue_at(position);
            return view! {
                <span class="dotted"><StageDot hue=Some(hue) />{self.plain(name)}</span>
            }
            .into_any();
        }
        if !entity.anchor {
            return self.plain(name);
        }
        let href = format!("/{}/{id}", entity.plural);
        let tabindex = (spot == Spot::Cell).then_some("-1");
        let lang = self.formats.lang_of(&name);
        view! { <a class="words" href=href tabindex=tabindex lang=lang>{name}</a> }.into_any()
    }

    /// Words that stand for themselves, in the language their letters tell.
    fn plain(self, words: String) -> AnyView {
        let lang = self.formats.lang_of(&words);
        view! { <span class="words" lang=lang>{words}</span> }.into_any()
    }

    /// The record of any entity that something hangs on.
    pub fn anchor(self, record: &Record) -> Option<(Entity, &str)> {
        let entity = self.desk.entity(record.text(ANCHOR_ENTITY))?;
        Some((entity, record.text(ANCHOR_ID)))
    }

    fn choice(self, field: &Field, value: &Json) -> AnyView {
        let name = value.as_str().unwrap_or_default();
        let words = self.value_words(field, value);
        match tone_of(name) {
            Some(tone) => view! {
                <span class="dotted" data-tone=tone><span class="dot dot-tone" aria-hidden="true"></span><span class="words">{words}</span></span>
            }
            .into_any(),
            None => view! { <span class="words">{words}</span> }.into_any(),
        }
    }

    fn choices(self, field: &Field, value: &Json) -> AnyView {
        let texts = self.i18n.texts();
        let names = value
            .as_array()
            .map_or(&[][..], Vec::as_slice)
            .iter()
            .filter_map(Json::as_str);
        let chips = names.map(|name| {
            let at = field
                .choices
                .iter()
                .position(|known| known == name)
                .unwrap_or(0);
            let hue = hue_at(i64::try_from(at).unwrap_or_default());
            view! { <Chip label=field.choice_label(name, &texts) hue=Some(hue) /> }
        });
        view! { <span class="chips">{chips.collect_view()}</span> }.into_any()
    }

    fn yes(self, field: &Field, value: &Json) -> AnyView {
        let words = self.value_words(field, value);
        if *value == Json::Bool(true) {
            view! { <span class="dotted"><Icon name="check" /><span class="words">{words}</span></span> }.into_any()
        } else {
            view! { <span class="words muted">{words}</span> }.into_any()
        }
    }
}

/// An amount on the wire.
pub fn money_of(value: &Json) -> Option<Money> {
    Some(Money {
        minor: value.get("amount_minor")?.as_i64()?,
        currency: value.get("currency")?.as_str()?.parse().ok()?,
    })
}

/// One of the eight hues for a place in an order.
pub fn hue_at(position: i64) -> u8 {
    u8::try_from(position.rem_euclid(8)).unwrap_or_default() + 1
}

/// What the names of states mean for the person who reads them; other choices mean nothing in particular.
pub fn tone_of(name: &str) -> Option<&'static str> {
    Some(match name {
        "won" | "done" | "active" => "success",
        "lost" | "suspended" | "invalid" | "bounced" => "danger",
        "high" => "warning",
        "open" | "invited" | "planned" => "accent",
        "cancelled" | "left" | "discontinued" | "do_not_use" => "neutral",
        _ => return None,
    })
}

fn link(format: Format, value: &Json, spot: Spot) -> AnyView {
    let text = value.as_str().unwrap_or_default().to_owned();
    let tabindex = (spot == Spot::Cell).then_some("-1");
    let href = match format {
        Format::Email => format!("mailto:{text}"),
        _ if text.starts_with("http://") || text.starts_with("https://") => text.clone(),
        _ => return view! { <span class="words">{text}</span> }.into_any(),
    };
    let away = (format == Format::Url).then_some("_blank");
    let shown = text
        .trim_start_matches("https://")
        .trim_start_matches("http://")
        .trim_end_matches('/')
        .to_owned();
    view! { <a class="words" href=href target=away rel=away.map(|_| "noopener noreferrer") tabindex=tabindex>{shown}</a> }.into_any()
}

fn is_code(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::hue_at;

    #[test]
    fn hues_go_round() {
        assert_eq!([hue_at(0), hue_at(7), hue_at(8), hue_at(-1)], [1, 8, 1, 8]);
    }
}
