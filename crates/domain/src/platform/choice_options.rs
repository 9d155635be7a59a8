//! Names of choices that the workspace keeps itself: its own beside those of the catalogue, in its own words and order.

use crate::kernel::catalogue::{Entity, Scope};
use crate::kernel::custom::ChoiceName;
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts};
use crate::kernel::field::{Field, Format, Initial};
use crate::kernel::problem::{Violation, Violations};
use crate::kernel::value::Value;
use crate::record;
use crate::registry;

record! {
    /// One name of a choice, as far as it differs from the catalogue.
    pub struct ChoiceOption of CHOICE_OPTION: System {
        /// The entity of the choice.
        entity_name: String [max(60), format(Format::EntityName), on_create(), fact()],
        /// Its field.
        field: String [max(60), on_create(), fact()],
        /// What records store: a name of the catalogue, or whatever it was called first.
        code: String [max(100), on_create(), filled(), search(), fact()],
        /// What people read; the product's own word when nothing is said.
        name: Option<String> [max(100), search(), fact()],
        /// Place among the names of the choice.
        position: i64 [range(0, 10_000), or(Initial::Int(0)), fact()],
        /// No longer offered. What has it keeps it.
        is_archived: bool [or(Initial::Bool(false)), fact()],
    }
}

/// Names of choices.
pub static CHOICE_OPTION: Entity = Entity {
    title: "code",
    scope: Scope::Shared,
    decide,
    unique: &[&["entity_name", "field", "code"]],
    sort: "position",
    ..Entity::root("choice_option", "choice_options", ChoiceOption::FIELDS)
};

fn decide(
    _: &Facts,
    _: Option<&Document>,
    after: &mut Document,
) -> Result<Vec<Effect>, Violations> {
    let entity = registry::by_name(after.text("entity_name"));
    let field = entity.and_then(|entity| entity.field(after.text("field")));
    if !field.is_some_and(|field| field.grows) {
        return Err(Violation::field("field", "choice_is_fixed").into());
    }
    if after.get("code").is_empty() {
        let name = after.text("name").trim().to_owned();
        if name.is_empty() {
            return Err(Violation::field("name", "required").into());
        }
        after.set("code", Value::text(name));
    }
    if after.text("code").contains('|') {
        return Err(Violation::field("code", "not_choice_names").into());
    }
    Ok(Vec::new())
}

impl ChoiceOption {
    /// What it says, and where among the names of the choice.
    pub fn said(&self) -> (i64, ChoiceName) {
        let own = self.name.clone().filter(|name| !name.trim().is_empty());
        let name = ChoiceName {
            code: self.code.clone(),
            label: own,
            archived: self.is_archived,
        };
        (self.position, name)
    }
}

/// All names of a choice in their order: what the workspace says of them, and those of the catalogue that it says nothing
/// of, which stand where the catalogue has them.
pub fn names(field: &Field, said: Vec<(i64, ChoiceName)>) -> Vec<ChoiceName> {
    let usual = |code: &str| {
        let place = field.choices.iter().position(|known| *known == code);
        place
            .and_then(|place| i64::try_from(place).ok())
            .unwrap_or(i64::MAX)
    };
    let untold = field
        .choices
        .iter()
        .filter(|code| said.iter().all(|(_, name)| name.code != **code));
    let untold = untold.map(|code| {
        let name = ChoiceName {
            code: (*code).to_owned(),
            label: None,
            archived: false,
        };
        (usual(code), name)
    });
    let untold: Vec<_> = untold.collect();
    let mut all = said;
    all.extend(untold);
    all.sort_by(|(a, one), (b, other)| {
        (a, usual(&one.code), &one.code).cmp(&(b, usual(&other.code), &other.code))
    });
    all.into_iter().map(|(_, name)| name).collect()
}
