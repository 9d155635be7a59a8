//! Assignment rules: who gets a lead that nobody was named for, and how soon it has to be taken up.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::assignment_members::{ASSIGNMENT_MEMBER, AssignmentMember};
use super::leads::LEAD;
use crate::kernel::catalogue::{Collection, Entity, Scope};
use crate::kernel::computed::Clock;
use crate::kernel::document::Document;
use crate::kernel::evaluate::{bare_scene, matches};
use crate::kernel::facts::{Effect, Facts};
use crate::kernel::field::{Initial, Json as JsonText};
use crate::kernel::kept::kept;
use crate::kernel::problem::Violations;
use crate::kernel::time::Instant;
use crate::kernel::value::Value;
use crate::record;

record! {
    /// Leads that match go to its members, each in turn. Of several rules that match the first counts.
    pub struct AssignmentRule of ASSIGNMENT_RULE: System {
        /// What people call it.
        name: String [max(200), keyed(), search(), fact()],
        /// Place among the rules; lower ones are asked first.
        position: i64 [range(0, 10_000), or(Initial::Int(0)), fact()],
        /// Only active rules are asked.
        is_active: bool [or(Initial::Bool(true)), fact()],
        /// Which leads: a filter as lists take it; empty for all.
        filter: JsonText [or(Initial::Text("{}"))],
        /// Hours within which the lead has to be accepted; after them it goes to the next member.
        accept_hours: Option<i64> [range(1, 8_760), fact()],
        /// How many leads it gave away; whose turn it is follows from this.
        turn: i64 [derived(), or(Initial::Int(0))],
    }
}

/// Assignment rules.
pub static ASSIGNMENT_RULE: Entity = Entity {
    scope: Scope::Shared,
    collections: &[Collection {
        name: "members",
        entity: || &ASSIGNMENT_MEMBER,
    }],
    decide,
    sort: "position",
    ..Entity::root(
        "assignment_rule",
        "assignment_rules",
        AssignmentRule::FIELDS,
    )
};

/// Who gets a lead, and what follows.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// Who.
    pub owner: Uuid,
    /// Until when it has to be accepted.
    pub accept_due_at: Option<Instant>,
    /// The rule's turn moves on.
    pub effect: Effect,
}

fn decide(
    facts: &Facts,
    _: Option<&Document>,
    after: &mut Document,
) -> Result<Vec<Effect>, Violations> {
    kept(&LEAD, &facts.custom, after.text("filter"), "filter")?;
    Ok(Vec::new())
}

/// The first active rule that matches and has somebody to give the lead to. `not` is who has it already. The rules are
/// read under the name `assignment_rules`.
pub fn assign(facts: &Facts, lead: &Document, not: Option<Uuid>) -> Option<Assignment> {
    let mut rules: Vec<&Document> = facts.read("assignment_rules").iter().collect();
    rules.sort_by_key(|rule| (rule.get("position").as_int(), rule.id()));
    rules
        .into_iter()
        .filter(|rule| *rule.get("is_active") == Value::Bool(true))
        .filter(|rule| applies(facts, rule, lead))
        .find_map(|rule| give(facts, rule, not))
}

/// A filter that cannot be read any more, because a field of it is gone, matches nothing.
fn applies(facts: &Facts, rule: &Document, lead: &Document) -> bool {
    let clock = Clock {
        now: facts.now,
        today: facts.today,
    };
    kept(&LEAD, &facts.custom, rule.text("filter"), "filter")
        .is_ok_and(|filter| matches(&filter, lead, &bare_scene(clock)))
}

fn give(facts: &Facts, rule: &Document, not: Option<Uuid>) -> Option<Assignment> {
    let members = rule.typed_rows::<AssignmentMember>("members");
    let turn = rule.get("turn").as_int().unwrap_or(0);
    let start = usize::try_from(turn).unwrap_or(0) % members.len().max(1);
    let round = (0..members.len()).map(|step| (start + step) % members.len());
    let chosen = round
        .map(|place| (place, &members[place]))
        .find(|(_, member)| able(member, &facts.active_users, not))?;
    let hours = rule.get("accept_hours").as_int();
    let next = i64::try_from(chosen.0).unwrap_or(0) + 1;
    Some(Assignment {
        owner: chosen.1.user_id.uuid(),
        accept_due_at: hours.map(|hours| facts.now.plus_seconds(hours * 3_600)),
        effect: Effect::Patch {
            entity: &ASSIGNMENT_RULE,
            id: rule.id(),
            sets: vec![("turn", Value::Int(next))],
        },
    })
}

fn able(member: &AssignmentMember, active: &BTreeSet<Uuid>, not: Option<Uuid>) -> bool {
    let user = member.user_id.uuid();
    member.is_active && Some(user) != not && active.contains(&user)
}
