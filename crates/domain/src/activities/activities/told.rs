//! Keeps the mentions of an activity as its text has them.

use uuid::Uuid;

use crate::activities::mentions::{MENTION, Mentioned, mentioned};
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts};
use crate::kernel::value::Value;
use crate::registry;

/// Most mentions of one text; the rest are plain words.
const MOST: usize = 20;
/// Places of the fresh ids among those of the facts; those before serve other rules.
const FRESH: usize = 4;

/// New mentions, and those that the text has no more or again.
pub fn mentions(facts: &Facts, activity: &Document) -> Vec<Effect> {
    let known = facts.read("mentions");
    let mut wanted = mentioned(activity.text("body"));
    wanted.retain(|one| is_there(facts, one));
    wanted.truncate(MOST);
    let mut effects = Vec::new();
    for old in known {
        let withdrawn = !wanted.iter().any(|one| is_of(old, one));
        if *old.get("withdrawn") != Value::Bool(withdrawn) {
            effects.push(Effect::Patch {
                entity: &MENTION,
                id: old.id(),
                sets: vec![("withdrawn", Value::Bool(withdrawn))],
            });
        }
    }
    let news = wanted
        .iter()
        .filter(|one| !known.iter().any(|old| is_of(old, one)));
    let news = news.enumerate().map(|(place, one)| {
        let id = facts.fresh_id(FRESH + place);
        Effect::Create(mention(facts, activity.id(), id, one))
    });
    effects.extend(news);
    effects
}

/// People who may sign in, and records of kinds that there are. Whether such a record is there decides who looks.
fn is_there(facts: &Facts, one: &Mentioned) -> bool {
    match one.entity.as_str() {
        "user" => facts.active_users.contains(&one.id),
        name => registry::by_name(name).is_some_and(|entity| entity.anchor),
    }
}

fn is_of(mention: &Document, one: &Mentioned) -> bool {
    let field = if one.entity == "user" {
        "user_id"
    } else {
        "record_id"
    };
    mention.get(field).as_id() == Some(one.id)
}

fn mention(facts: &Facts, activity: Uuid, id: Uuid, one: &Mentioned) -> Document {
    let mut mention = Document::new(&MENTION, id);
    mention.set("activity_id", Value::Id(activity));
    mention.set("withdrawn", Value::Bool(false));
    mention.set("owner_id", facts.actor);
    if one.entity == "user" {
        mention.set("user_id", Value::Id(one.id));
    } else {
        mention.set("record_entity", Value::text(&one.entity));
        mention.set("record_id", Value::Id(one.id));
    }
    mention
}
