//! What somebody wishes on the preference page, read from the body.

use guanxi_domain::customers::consents::ConsentPurpose;
use guanxi_domain::customers::contacts::Channel;
use guanxi_domain::customers::preferences::{CHANNELS, PURPOSES, Wish};
use guanxi_domain::kernel::problem::{Violation, Violations};
use serde_json::{Map, Value as Json};

use crate::refusal::Refusal;
use crate::request::Body;

/// Fields of the contact that are its own to change.
const FIELDS: [&str; 3] = ["preferred_channel", "quiet_from", "quiet_until"];
/// The questions of the page.
const WISHES: &str = "wishes";

/// What is wished.
#[derive(Debug, Clone, Default)]
pub struct Wished {
    /// Answers to questions of the page.
    pub wishes: Vec<Wish>,
    /// Fields of the contact, as a merge patch.
    pub fields: Map<String, Json>,
}

impl Wished {
    /// Reads a body; whatever is wrong is refused together.
    pub fn read(body: &Body) -> Result<Self, Refusal> {
        let mut found = Violations::default();
        let mut wished = Self::default();
        for (name, value) in &body.members {
            match (name.as_str(), value) {
                (WISHES, Json::Null) => {}
                (WISHES, Json::Array(all)) => wished.wishes = read_all(all, &mut found),
                (WISHES, _) => found.add(Violation::field(name, "not_a_list")),
                (field, _) if FIELDS.contains(&field) => {
                    wished.fields.insert(name.clone(), value.clone());
                }
                _ => found.add(Violation::field(name, "unknown_field").with("field", name)),
            }
        }
        found.into_result().map_err(Refusal::invalid)?;
        Ok(wished)
    }
}

fn read_all(all: &[Json], found: &mut Violations) -> Vec<Wish> {
    let most = CHANNELS.len() * PURPOSES.len();
    if all.len() > most {
        found.add(Violation::field(WISHES, "too_many_rows").with("most", most));
        return Vec::new();
    }
    let mut wishes: Vec<Wish> = Vec::new();
    for (place, json) in all.iter().enumerate() {
        match read_one(json) {
            Ok(wish) if wishes.iter().any(|other| is_same(other, &wish)) => {
                let at = format!("/{WISHES}/{place}");
                found.add(Violation::at(at, "given_twice"));
            }
            Ok(wish) => wishes.push(wish),
            Err(violation) => found.add(violation.under(&format!("/{WISHES}/{place}"))),
        }
    }
    wishes
}

fn is_same(one: &Wish, other: &Wish) -> bool {
    one.channel == other.channel && one.purpose == other.purpose
}

fn read_one(json: &Json) -> Result<Wish, Violation> {
    let map = json
        .as_object()
        .ok_or_else(|| Violation::at("", "not_an_object"))?;
    let known = ["channel", "purpose", "allowed"];
    if let Some(name) = map.keys().find(|name| !known.contains(&name.as_str())) {
        return Err(Violation::field(name, "unknown_field").with("field", name));
    }
    let member = |name: &'static str| {
        let given = map.get(name).filter(|value| !value.is_null());
        given.ok_or_else(|| Violation::field(name, "required"))
    };
    let text = |name: &'static str| {
        let text = member(name)?.as_str();
        text.ok_or_else(|| Violation::field(name, "not_a_text"))
    };
    let channel = Channel::named(text("channel")?);
    let purpose = ConsentPurpose::named(text("purpose")?);
    if !CHANNELS.contains(&channel) {
        return Err(Violation::field("channel", "unknown_choice"));
    }
    if !PURPOSES.contains(&purpose) {
        return Err(Violation::field("purpose", "unknown_choice"));
    }
    let allowed = member("allowed")?.as_bool();
    Ok(Wish {
        channel,
        purpose,
        allowed: allowed.ok_or_else(|| Violation::field("allowed", "not_a_boolean"))?,
    })
}
