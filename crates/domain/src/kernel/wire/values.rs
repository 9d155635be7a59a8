//! Single values out of JSON and into it.

use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::kernel::currency::{Currency, Money};
use crate::kernel::decimal::DecimalError;
use crate::kernel::field::Kind;
use crate::kernel::fold;
use crate::kernel::time::parse_day;
use crate::kernel::value::Value;

/// A value of a kind out of JSON; the error is a violation's code.
pub fn parse(kind: Kind, json: &Json) -> Result<Value, &'static str> {
    match (kind, json) {
        (_, Json::Null) => Ok(Value::Null),
        (Kind::Text | Kind::Choice, Json::String(text)) => fold::store(text)
            .map(Value::Text)
            .map_err(|_| "control_character"),
        (Kind::Text | Kind::Choice, _) => Err("not_a_text"),
        (Kind::Int, Json::Number(number)) => {
            number.as_i64().map(Value::Int).ok_or("not_a_whole_number")
        }
        (Kind::Int, _) => Err("not_a_whole_number"),
        (Kind::Bool, Json::Bool(yes)) => Ok(Value::Bool(*yes)),
        (Kind::Bool, _) => Err("not_a_boolean"),
        (Kind::Decimal, Json::String(text)) => decimal(text),
        (Kind::Decimal, Json::Number(number)) if !number.is_f64() => decimal(&number.to_string()),
        (Kind::Decimal, _) => Err("not_a_decimal"),
        (Kind::Id, Json::String(text)) => id(text).map(Value::Id).ok_or("not_an_id"),
        (Kind::Id, _) => Err("not_an_id"),
        (Kind::Instant, Json::String(text)) => text
            .parse()
            .map(Value::Instant)
            .map_err(|_| "not_an_instant"),
        (Kind::Instant, _) => Err("not_an_instant"),
        (Kind::Day, Json::String(text)) => parse_day(text).map(Value::Day).ok_or("not_a_day"),
        (Kind::Day, _) => Err("not_a_day"),
        (Kind::Money, Json::Object(map)) => read_money(map),
        (Kind::Money, _) => Err("not_money"),
        (Kind::Choices, Json::Array(items)) => choices(items),
        (Kind::Choices, _) => Err("not_a_list"),
        (Kind::Json, json) => Ok(Value::Json(json.to_string())),
    }
}

/// An amount, `{amount_minor, currency}`.
pub fn money(json: &Json) -> Option<Money> {
    match parse(Kind::Money, json) {
        Ok(Value::Money(money)) => Some(money),
        _ => None,
    }
}

/// An id in its usual form of 36 characters.
pub fn id(text: &str) -> Option<Uuid> {
    (text.len() == 36)
        .then(|| Uuid::try_parse(text).ok())
        .flatten()
}

fn decimal(text: &str) -> Result<Value, &'static str> {
    text.parse()
        .map(Value::Decimal)
        .map_err(|error| match error {
            DecimalError::Unreadable => "not_a_decimal",
            DecimalError::TooPrecise => "too_many_places",
            DecimalError::OutOfRange => "out_of_range",
        })
}

fn read_money(map: &Map<String, Json>) -> Result<Value, &'static str> {
    let minor = map
        .get("amount_minor")
        .and_then(Json::as_i64)
        .ok_or("not_money")?;
    let code = map
        .get("currency")
        .and_then(Json::as_str)
        .ok_or("not_money")?;
    if map.len() != 2 {
        return Err("not_money");
    }
    let currency: Currency = code.parse().map_err(|_| "unknown_currency")?;
    Ok(Value::Money(Money { minor, currency }))
}

fn choices(items: &[Json]) -> Result<Value, &'static str> {
    let mut names: Vec<Value> = Vec::with_capacity(items.len());
    for item in items {
        let name = Value::text(item.as_str().ok_or("not_a_text")?);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(Value::List(names))
}

/// A value as JSON.
pub fn value_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(yes) => json!(yes),
        Value::Int(number) => json!(number),
        Value::Decimal(number) => json!(number.to_string()),
        Value::Money(money) => {
            json!({ "amount_minor": money.minor, "currency": money.currency.code() })
        }
        Value::Text(text) => json!(text),
        Value::Id(id) => json!(id.to_string()),
        Value::Instant(at) => json!(at.to_string()),
        Value::Day(day) => json!(day.to_string()),
        Value::List(items) => items.iter().map(value_json).collect(),
        Value::Json(text) => serde_json::from_str(text).unwrap_or(Json::Null),
    }
}
