//! By what accounts, contacts and leads are recognised: names without what does not count, e-mail addresses, telephone
//! numbers however they are written, web domains, tax numbers.

mod domains;
mod firms;

use super::contact_points::{ContactPoint, ContactPointKind, normalise};
use super::names::{NameOrder, display_name};
use crate::kernel::alike::{Alike, Fold, Sign};
use crate::kernel::document::Document;
use crate::kernel::fold;

pub use firms::firm_core;

/// Telephone numbers are the same when they end alike: with or without country and area, in any spelling.
const TAIL: usize = 8;
/// Shorter numbers are extensions or half typed.
const SHORTEST_NUMBER: usize = 6;

/// The same e-mail address.
pub const fn email(weight: u8) -> Alike {
    alike("email", POINTS, weight, Sign::Same(emails))
}

/// The same telephone number.
pub const fn phone(weight: u8) -> Alike {
    alike("phone", POINTS, weight, Sign::Same(phones))
}

/// The same web domain, also by an e-mail address; not those that everybody may have an address at.
pub const fn domain(weight: u8) -> Alike {
    alike(
        "domain",
        &["website", "contact_points"],
        weight,
        Sign::Same(web_domains),
    )
}

/// The same tax number.
pub const fn tax_id(weight: u8) -> Alike {
    alike("tax_id", &["tax_id"], weight, Sign::Same(tax_numbers))
}

/// The same account.
pub const fn account(weight: u8) -> Alike {
    beside(alike(
        "account",
        &["account_id"],
        weight,
        Sign::Same(account_of),
    ))
}

/// A firm of the same name, or of one written nearly so.
pub const fn firm_name(weight: u8) -> Alike {
    let texts = firm_names as fn(&Document) -> Vec<String>;
    let core = firm_core as fn(&str) -> String;
    alike("name", FIRM_NAMES, weight, Sign::Name { texts, core })
}

/// The same firm that somebody works for.
pub const fn company(weight: u8) -> Alike {
    let texts = companies as fn(&Document) -> Vec<String>;
    let core = firm_core as fn(&str) -> String;
    alike("company", &["company"], weight, Sign::Name { texts, core })
}

/// A person of the same name, or of one written nearly so.
pub const fn person_name(weight: u8) -> Alike {
    let texts = person_names as fn(&Document) -> Vec<String>;
    let core = person_core as fn(&str) -> String;
    alike("name", PERSON_NAMES, weight, Sign::Name { texts, core })
}

/// The same reason, which says something only beside others.
pub const fn beside(mut alike: Alike) -> Alike {
    alike.beside = true;
    alike
}

const POINTS: &[&str] = &["contact_points"];
const FIRM_NAMES: &[&str] = &["name", "local_name", "legal_name"];
const PERSON_NAMES: &[&str] = &["family_name", "given_name", "name_order"];

const fn alike(reason: &'static str, of: &'static [&'static str], weight: u8, sign: Sign) -> Alike {
    Alike {
        reason,
        weight,
        of,
        sign,
        beside: false,
    }
}

fn points(document: &Document) -> Vec<ContactPoint> {
    document.typed_rows("contact_points")
}

fn emails(document: &Document, _: Fold) -> Vec<String> {
    let points = points(document).into_iter();
    points
        .filter(|point| point.kind == ContactPointKind::Email)
        .filter_map(|point| normalise(&point.kind, &point.value))
        .collect()
}

fn phones(document: &Document, _: Fold) -> Vec<String> {
    use ContactPointKind::{Fax, Mobile, Phone};
    let points = points(document).into_iter();
    let number = |point: ContactPoint| {
        let folded = fold::plain(&point.value);
        let digits: Vec<char> = folded.chars().filter(char::is_ascii_digit).collect();
        let tail = digits.len().saturating_sub(TAIL);
        (digits.len() >= SHORTEST_NUMBER).then(|| digits[tail..].iter().collect())
    };
    points
        .filter(|point| [Fax, Mobile, Phone].contains(&point.kind))
        .filter_map(number)
        .collect()
}

fn web_domains(document: &Document, _: Fold) -> Vec<String> {
    let mut found: Vec<String> = domains::of_url(document.text("website"))
        .into_iter()
        .collect();
    for point in points(document) {
        match point.kind {
            ContactPointKind::Email => found.extend(domains::of_email(&point.value)),
            ContactPointKind::Url => found.extend(domains::of_url(&point.value)),
            _ => {}
        }
    }
    found
}

fn tax_numbers(document: &Document, fold: Fold) -> Vec<String> {
    let folded = fold(document.text("tax_id"));
    vec![folded.chars().filter(|c| c.is_alphanumeric()).collect()]
}

fn account_of(document: &Document, _: Fold) -> Vec<String> {
    let account = document.get("account_id").as_id();
    account.map(|id| id.to_string()).into_iter().collect()
}

fn firm_names(document: &Document) -> Vec<String> {
    let texts = FIRM_NAMES.iter().map(|name| document.text(name).to_owned());
    texts.collect()
}

fn companies(document: &Document) -> Vec<String> {
    vec![document.text("company").to_owned()]
}

/// The name's parts say what it is made of, before and after it is made of them.
fn person_names(document: &Document) -> Vec<String> {
    let (family, given) = (document.text("family_name"), document.text("given_name"));
    let order = NameOrder::named(document.text("name_order"));
    vec![display_name(family, given, &order)]
}

/// Which part of a name comes first does not count.
fn person_core(folded: &str) -> String {
    let mut words: Vec<&str> = words(folded).collect();
    words.sort_unstable();
    words.join(" ")
}

/// What stands between marks and blanks.
fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}
