//! Whether a value of the right kind fits its field.

use email_address::EmailAddress;

use crate::kernel::currency::Currency;
use crate::kernel::decimal::Decimal;
use crate::kernel::field::{Format, Kind};
use crate::kernel::path::Shape;
use crate::kernel::problem::Violation;
use crate::kernel::value::Value;

/// Checks a value of the right kind against its field: length, range, choice, format.
pub fn check(shape: &Shape, value: &Value) -> Result<(), Violation> {
    let no = |code| Err(Violation::at("", code));
    match value {
        Value::Text(text) if shape.kind == Kind::Choice => {
            if shape.choices.allow(text) {
                Ok(())
            } else {
                no("unknown_choice")
            }
        }
        Value::List(items) => {
            let known = items
                .iter()
                .filter_map(Value::as_text)
                .all(|name| shape.choices.allow(name));
            if known { Ok(()) } else { no("unknown_choice") }
        }
        Value::Text(text) => check_text(shape, text),
        Value::Int(number) => check_range(shape, *number, |limit| limit.to_string()),
        Value::Decimal(number) => check_range(shape, number.micros(), |limit| {
            Decimal::from_micros(limit).to_string()
        }),
        Value::Money(money) => check_range(shape, money.minor, |limit| limit.to_string()),
        _ => Ok(()),
    }
}

fn check_range(shape: &Shape, number: i64, show: fn(i64) -> String) -> Result<(), Violation> {
    match shape.range {
        Some((least, most)) if number < least || number > most => {
            Err(Violation::at("", "out_of_range")
                .with("least", show(least))
                .with("most", show(most)))
        }
        _ => Ok(()),
    }
}

fn check_text(shape: &Shape, text: &str) -> Result<(), Violation> {
    if text.chars().count() > shape.max_length as usize {
        return Err(Violation::at("", "too_long").with("most", shape.max_length));
    }
    let (fits, code) = match shape.format {
        _ if text.is_empty() => (true, ""),
        Format::Plain | Format::Country => (!text.contains('\n'), "line_break"),
        Format::Email => (EmailAddress::is_valid(text), "not_an_email"),
        Format::Url => (is_url(text), "not_a_url"),
        Format::Phone => (
            text.chars().any(|c| c.is_numeric()) && !text.contains('\n'),
            "not_a_phone",
        ),
        Format::Currency => (text.parse::<Currency>().is_ok(), "unknown_currency"),
        Format::Language | Format::Zone | Format::EntityName => (is_tag(text), "not_a_tag"),
        // Which rules there are only the server knows.
        Format::Recurrence => (is_rule(text), "not_a_recurrence"),
        Format::Multiline | Format::Percent => (true, ""),
    };
    if fits {
        Ok(())
    } else {
        Err(Violation::at("", code))
    }
}

fn is_url(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty() && !rest.starts_with('/') && !text.contains(char::is_whitespace)
    })
}

/// Capital letters, digits and the marks between them.
fn is_rule(text: &str) -> bool {
    let known =
        |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b"=;,+-".contains(&byte);
    text.bytes().all(known)
}

fn is_tag(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_alphanumeric() || "-_/+".contains(c))
}
