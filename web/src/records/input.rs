//! What a person types for a field, before it is a value.

use guanxi_domain::kernel::field::{Format, Kind};
use leptos::prelude::*;
use serde_json::{Value as Json, json};

use super::catalogue::{ANCHOR_ENTITY, Field};
use super::desk::Desk;
use super::record::{Record, is_empty};
use super::show::money_of;
use crate::ui::Choice;
use crate::ui::format::read_money;

/// The state of one input, whatever its kind: each kind uses one or two of the signals.
#[derive(Clone, Copy)]
pub struct Input {
    /// Text, numbers, days, moments, one choice, the amount of money, "true" and "false".
    pub text: RwSignal<String>,
    /// The currency of money; the entity of an anchor.
    pub second: RwSignal<String>,
    /// Several choices.
    pub several: RwSignal<Vec<String>>,
    /// A reference.
    pub one: RwSignal<Option<Choice>>,
}

impl Input {
    /// Filled with the value a record has.
    pub fn of(field: &Field, record: &Record, desk: Desk) -> Self {
        let value = record.get(field.path());
        let input = Self::holding(field, value, desk);
        if field.is_anchor() {
            input.second.set(record.text(ANCHOR_ENTITY).to_owned());
        }
        if input.one.with_untracked(Option::is_some) {
            let name = desk
                .known()
                .map(|known| untrack(|| desk.names.referred(field, record, &known)));
            let id = value.as_str().unwrap_or_default();
            input
                .one
                .set(Some(Choice::new(id, name.unwrap_or_default())));
        }
        input
    }

    /// Filled with a value; empty for null.
    pub fn holding(field: &Field, value: &Json, desk: Desk) -> Self {
        let workspace = desk
            .known()
            .map(|known| known.workspace().company_currency.clone())
            .unwrap_or_default();
        let money = money_of(value);
        let text = match (field.kind, value) {
            (Kind::Money, _) => money
                .map(|money| money.major().to_string())
                .unwrap_or_default(),
            (_, Json::String(text)) => text.clone(),
            (_, Json::Number(number)) => number.to_string(),
            (_, Json::Bool(yes)) => yes.to_string(),
            _ => String::new(),
        };
        let names = value
            .as_array()
            .map_or(&[][..], Vec::as_slice)
            .iter()
            .filter_map(Json::as_str);
        let several = names.map(str::to_owned).collect();
        let one = (is_reference(field) && !is_empty(value)).then(|| {
            let entity = field.target.as_deref().and_then(|name| desk.entity(name));
            let name = entity
                .map(|entity| untrack(|| desk.names.name(&entity, &text)))
                .unwrap_or_default();
            Choice::new(text.clone(), name)
        });
        Self {
            text: RwSignal::new(text),
            second: RwSignal::new(money.map_or(workspace, |money| money.currency.to_string())),
            several: RwSignal::new(several),
            one: RwSignal::new(one),
        }
    }

    /// Filled with the default of a new record.
    pub fn fresh(field: &Field, desk: Desk) -> Self {
        let input = Self::holding(field, &field.default, desk);
        if field.format == Format::Currency && field.default.is_null() {
            input.text.set(String::new());
        }
        input
    }

    /// The value on the wire; the code of what is wrong with it otherwise.
    pub fn read(self, field: &Field) -> Result<Json, &'static str> {
        if is_reference(field) {
            let id = self
                .one
                .get()
                .map(|choice| choice.value)
                .filter(|id| !id.is_empty());
            return Ok(id.map_or(Json::Null, Json::String));
        }
        if field.kind == Kind::Choices {
            return Ok(json!(self.several.get()));
        }
        let text = self.text.get();
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Ok(if field.kind == Kind::Text && !field.nullable {
                json!("")
            } else {
                Json::Null
            });
        }
        match field.kind {
            Kind::Int => trimmed
                .parse::<i64>()
                .map(Json::from)
                .map_err(|_| "not_a_whole_number"),
            Kind::Bool => Ok(json!(trimmed == "true")),
            Kind::Decimal => {
                let number = trimmed.parse::<guanxi_domain::kernel::decimal::Decimal>();
                number
                    .map(|number| json!(number.to_string()))
                    .map_err(|_| "not_a_decimal")
            }
            Kind::Money => {
                let money = read_money(trimmed, &self.second.get()).ok_or("not_money")?;
                Ok(json!({ "amount_minor": money.minor, "currency": money.currency.code() }))
            }
            Kind::Text if field.format == Format::Url => Ok(json!(with_scheme(trimmed))),
            _ => Ok(json!(trimmed)),
        }
    }
}

/// Whether a field is picked from records.
pub fn is_reference(field: &Field) -> bool {
    field.target.is_some() || field.is_anchor()
}

/// People type addresses without the scheme.
fn with_scheme(text: &str) -> String {
    if text.contains("://") {
        text.to_owned()
    } else {
        format!("https://{text}")
    }
}

/// The currencies offered for an amount: the company's, the common ones, then all the browser knows.
pub fn currencies(desk: Desk) -> Vec<String> {
    let company = desk
        .known()
        .map(|known| known.workspace().company_currency.clone());
    let first = company
        .into_iter()
        .chain(COMMON.iter().map(|&code| code.to_owned()));
    let mut codes: Vec<String> = Vec::new();
    for code in first.chain(crate::ui::intl::supported("currency")) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

const COMMON: [&str; 10] = [
    "EUR", "USD", "GBP", "CHF", "JPY", "CNY", "TWD", "HKD", "SGD", "KRW",
];

#[cfg(test)]
mod tests {
    use super::with_scheme;

    #[test]
    fn addresses_get_their_scheme() {
        assert_eq!(with_scheme("example.com"), "https://example.com");
        assert_eq!(with_scheme("http://example.com"), "http://example.com");
    }
}
