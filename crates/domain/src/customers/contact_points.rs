//! E-mail addresses, telephone numbers and the like: rows inside accounts and contacts.

use crate::choice;
use crate::kernel::catalogue::Entity;
use crate::kernel::document::{Document, Row};
use crate::kernel::facts::Facts;
use crate::kernel::field::Initial;
use crate::kernel::problem::{Violation, Violations};
use crate::kernel::value::Value;
use crate::record;

choice! {
    /// What kind of address.
    pub enum ContactPointKind {
        Email = "email", Phone = "phone", Mobile = "mobile", Fax = "fax", Im = "im", Url = "url",
    }
}

choice! {
    /// Whether it still reaches somebody.
    pub enum ContactPointStatus { Ok = "ok", Invalid = "invalid", Bounced = "bounced", DoNotUse = "do_not_use" }
}

record! {
    /// One way to reach somebody.
    pub struct ContactPoint of CONTACT_POINT: Part {
        /// What kind of address.
        kind: ContactPointKind,
        /// As it was given.
        value: String [max(320), search(), personal()],
        /// For matching: e-mail in lower case, telephone as its digits with a leading plus kept.
        normalised: Option<String> [max(320), derived(), personal()],
        /// "Work", "Reception" …
        label: Option<String> [max(50)],
        /// The first one to use of its kind.
        is_primary: bool [or(Initial::Bool(false))],
        /// Whether it still reaches somebody.
        status: ContactPointStatus [or(Initial::Text("ok"))],
    }
}

/// Contact points.
pub static CONTACT_POINT: Entity = Entity {
    title: "value",
    ..Entity::part("contact_point", "contact_points", ContactPoint::FIELDS)
};

/// Completes the contact points of an account or contact: normalised forms, one primary per kind,
/// and the primary e-mail address and telephone on the root.
pub fn derive(_: &Facts, owner: &mut Document) -> Result<(), Violations> {
    let mut points = owner.whole_rows::<ContactPoint>("contact_points")?;
    let mut found = Violations::default();
    for (i, point) in points.iter_mut().enumerate() {
        point.normalised = normalise(&point.kind, &point.value);
        if point.normalised.is_none() {
            found.add(Violation::at(
                format!("/contact_points/{i}/value"),
                code(&point.kind),
            ));
        }
    }
    found.into_result()?;
    settle_primaries(&mut points);
    let primary = |kinds: &[ContactPointKind]| {
        let of_kind = || points.iter().filter(|point| kinds.contains(&point.kind));
        let first = of_kind()
            .find(|point| point.is_primary)
            .or_else(|| of_kind().next());
        first.map_or(Value::Null, |point| Value::text(point.value.as_str()))
    };
    let email = primary(&[ContactPointKind::Email]);
    let phone = primary(&[ContactPointKind::Phone, ContactPointKind::Mobile]);
    owner.set("email", email);
    owner.set("phone", phone);
    if let Some(rows) = owner.rows_mut("contact_points") {
        *rows = points
            .into_iter()
            .map(crate::kernel::record::Record::into_values)
            .collect::<Vec<Row>>();
    }
    Ok(())
}

const fn code(kind: &ContactPointKind) -> &'static str {
    match kind {
        ContactPointKind::Email => "not_an_email",
        ContactPointKind::Url => "not_a_url",
        _ => "not_a_phone",
    }
}

/// Of several primaries of a kind the first stays; without one the first of the kind becomes it.
fn settle_primaries(points: &mut [ContactPoint]) {
    for i in 0..points.len() {
        let kind = points[i].kind.clone();
        let chosen = points
            .iter()
            .position(|point| point.kind == kind && point.is_primary);
        let first = points.iter().position(|point| point.kind == kind);
        points[i].is_primary = chosen.or(first) == Some(i);
    }
}

/// The form in which two ways of writing the same address are equal; `None` when it is no address.
pub fn normalise(kind: &ContactPointKind, value: &str) -> Option<String> {
    let value = value.trim();
    match kind {
        ContactPointKind::Email => {
            email_address::EmailAddress::is_valid(value).then(|| value.to_lowercase())
        }
        ContactPointKind::Phone | ContactPointKind::Mobile | ContactPointKind::Fax => {
            let digits: String = value.chars().filter(char::is_ascii_digit).collect();
            let plus = if value.starts_with('+') { "+" } else { "" };
            (!digits.is_empty()).then(|| format!("{plus}{digits}"))
        }
        _ => (!value.is_empty()).then(|| value.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_ways_of_writing_meet() {
        let phone = |value| normalise(&ContactPointKind::Phone, value);
        assert_eq!(
            phone("+49 (0)30 / 007 43-21").as_deref(),
            Some("+490300074321")
        );
        assert_eq!(phone("(5) 555-4729").as_deref(), Some("55554729"));
        assert_eq!(phone("none"), None);
        assert_eq!(
            normalise(&ContactPointKind::Email, "Max@Example.COM").as_deref(),
            Some("max@example.com")
        );
        assert_eq!(normalise(&ContactPointKind::Email, "max"), None);
    }
}
