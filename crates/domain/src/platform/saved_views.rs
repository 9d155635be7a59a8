//! Saved views: which records of a kind, in which order, with which columns, under a name.

use serde_json::Value as Json;

use crate::access::Actor;
use crate::kernel::catalogue::{Entity, Scope};
use crate::kernel::custom::CustomFields;
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts};
use crate::kernel::field::{Format, Initial, Json as JsonText};
use crate::kernel::filter::Filter;
use crate::kernel::path::Lens;
use crate::kernel::problem::{Violation, Violations};
use crate::registry;
use crate::{choice, record};

/// The longest order or row of columns.
const MOST_NAMES: usize = 60;

choice! {
    /// Who sees a view beside its owner.
    pub enum Sharing {
        /// Nobody.
        Private = "private",
        /// The owner's team.
        Team = "team",
        /// Everybody.
        Everyone = "everyone",
    }
}

choice! {
    /// How records are laid out.
    pub enum Layout {
        /// As rows.
        Table = "table",
        /// As cards in columns.
        Board = "board",
    }
}

record! {
    /// A list as somebody arranged it.
    pub struct SavedView of SAVED_VIEW: System {
        /// What people call it.
        name: String [max(120), keyed(), fact()],
        /// Of what kind of record: `account`.
        entity: String [max(64), format(Format::EntityName), on_create(), fact()],
        /// Who sees it beside its owner.
        sharing: Sharing [or(Initial::Text("private")), fact()],
        /// Which records: a filter as lists take it; empty for all.
        filter: JsonText [or(Initial::Text("{}"))],
        /// The order: sort keys such as `-updated_at`; empty for the usual one.
        sort: JsonText [or(Initial::Text("[]"))],
        /// The fields shown; empty for the usual ones.
        columns: JsonText [or(Initial::Text("[]"))],
        /// Words to look for.
        words: Option<String> [max(200)],
        /// How it is laid out.
        layout: Layout [or(Initial::Text("table"))],
        /// Of which parent a board shows the columns, such as the pipeline.
        within: Option<String> [max(64)],
    }
}

/// Saved views.
pub static SAVED_VIEW: Entity = Entity {
    scope: Scope::Personal {
        shared: Some("sharing"),
    },
    decide,
    sort: "name",
    ..Entity::root("saved_view", "saved_views", SavedView::FIELDS)
};

fn decide(
    facts: &Facts,
    _: Option<&Document>,
    after: &mut Document,
) -> Result<Vec<Effect>, Violations> {
    let named = registry::by_name(after.text("entity")).filter(|entity| !entity.is_part());
    let Some(entity) = named else {
        return Err(Violation::field("entity", "unknown_entity").into());
    };
    check_filter(&facts.custom, entity, after.text("filter"))?;
    for field in ["sort", "columns"] {
        let names: Option<Vec<String>> = serde_json::from_str(after.text(field)).ok();
        if names.is_none_or(|names| names.len() > MOST_NAMES) {
            return Err(Violation::field(field, "not_a_list_of_names").into());
        }
    }
    Ok(Vec::new())
}

/// What is kept has to be a filter. Whoever opens the view is asked again whether they may read its fields.
fn check_filter(
    custom: &CustomFields,
    entity: &'static Entity,
    text: &str,
) -> Result<(), Violations> {
    let json: Json =
        serde_json::from_str(text).map_err(|_| Violation::field("filter", "not_a_filter"))?;
    let actor = Actor::system();
    let lens = Lens {
        entity,
        custom,
        actor: &actor,
    };
    match json {
        Json::Object(members) if members.is_empty() => Ok(()),
        json => Filter::from_json(&lens, &json, "/filter").map(drop),
    }
}
