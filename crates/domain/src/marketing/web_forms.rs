//! Web forms: places on web sites from which leads come in.

use serde_json::{Map, Value as Json, json};

use crate::customers::names::split_name;
use crate::kernel::catalogue::{Entity, Scope};
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts};
use crate::kernel::field::{Format, Initial};
use crate::kernel::problem::{Violation, Violations};
use crate::record;
use crate::sales::leads::LeadSource;

record! {
    /// A form on a web site. What people send with it becomes a lead.
    pub struct WebForm of WEB_FORM: System {
        /// What people call it.
        name: String [max(200), keyed(), search(), fact()],
        /// Its name in the address it sends to: lower-case letters, digits, hyphens and underscores.
        slug: String [max(60), unique(), fact()],
        /// What is sent with an inactive form is refused.
        is_active: bool [or(Initial::Bool(true)), fact()],
        /// What the leads of it came from.
        lead_source: LeadSource [or(Initial::Text("web")), fact()],
        /// The page shown after sending; answered to scripts, and where browsers are led.
        thanks_url: Option<String> [max(2_000), format(Format::Url)],
        /// Where it stands, and anything else worth knowing.
        description: Option<String> [multiline()],
    }
}

/// Web forms.
pub static WEB_FORM: Entity = Entity {
    scope: Scope::Shared,
    decide,
    sort: "name",
    ..Entity::root("web_form", "web_forms", WebForm::FIELDS)
};

fn decide(
    _: &Facts,
    _: Option<&Document>,
    after: &mut Document,
) -> Result<Vec<Effect>, Violations> {
    let slug = after.text("slug");
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
    if slug.is_empty() || !slug.chars().all(is_plain) {
        return Err(Violation::field("slug", "not_a_slug").into());
    }
    Ok(Vec::new())
}

/// A field that people do not see and leave empty; programs that fill in everything give themselves away with it.
pub const TRAP: &str = "fax_number";

/// What a form may send that is a field of the lead as it stands.
const PLAIN: [&str; 12] = [
    "family_name",
    "given_name",
    "company",
    "job_title",
    "website",
    "need",
    "language",
    "industry",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "referrer",
];

/// Everything a form may send.
pub fn fields() -> impl Iterator<Item = &'static str> {
    PLAIN.into_iter().chain(["name", "email", "phone", TRAP])
}

/// Whether a program sent this.
pub fn is_trapped(sent: &Map<String, Json>) -> bool {
    sent.get(TRAP).is_some_and(|value| !is_blank(value))
}

fn is_blank(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::String(text) => text.trim().is_empty(),
        _ => false,
    }
}

/// The ways to reach somebody that were sent, in the order in which the lead gets them.
fn points(sent: &Map<String, Json>) -> impl Iterator<Item = &'static str> {
    let given = |kind: &&str| sent.get(*kind).is_some_and(|value| !is_blank(value));
    ["email", "phone"].into_iter().filter(given)
}

/// What is wrong with the lead, said of the fields of the form.
pub fn of_form(sent: &Map<String, Json>, found: Violations) -> Violations {
    let points: Vec<&str> = points(sent).collect();
    let told = found.0.into_iter().map(|mut one| {
        let mut steps = one.pointer.split('/').skip(1);
        if steps.next() == Some("contact_points") {
            let place = steps.next().and_then(|place| place.parse::<usize>().ok());
            let name = place.and_then(|place| points.get(place));
            one.pointer = format!("/{}", name.unwrap_or(&"email"));
        } else if one.pointer == "/family_name" && !sent.contains_key("family_name") {
            one.pointer = "/name".to_owned();
        }
        one
    });
    Violations(told.collect())
}

/// The lead in what was sent. Empty fields count as not sent, for browsers send them all.
pub fn lead(form: &WebForm, sent: &Map<String, Json>) -> Result<Map<String, Json>, Violations> {
    let mut found = Violations::default();
    for name in sent
        .keys()
        .filter(|name| !fields().any(|field| field == name.as_str()))
    {
        found.add(Violation::field(name, "unknown_field").with("field", name));
    }
    found.into_result()?;
    let text = |name: &str| sent.get(name).filter(|value| !is_blank(value));
    let mut lead = Map::new();
    for name in PLAIN {
        if let Some(value) = text(name) {
            lead.insert(name.to_owned(), value.clone());
        }
    }
    if let (Some(Json::String(whole)), false) = (text("name"), lead.contains_key("family_name")) {
        let (family, given, order) = split_name(whole);
        lead.insert("family_name".to_owned(), json!(family));
        lead.insert("given_name".to_owned(), json!(given));
        lead.insert("name_order".to_owned(), json!(order.name()));
    }
    let point = |kind| json!({ "kind": kind, "value": sent.get(kind) });
    let points: Vec<Json> = points(sent).map(point).collect();
    if points.is_empty() {
        // Nobody could answer.
        return Err(Violation::field("email", "required").into());
    }
    lead.insert("contact_points".to_owned(), Json::Array(points));
    lead.insert("lead_source".to_owned(), json!(form.lead_source.name()));
    Ok(lead)
}
