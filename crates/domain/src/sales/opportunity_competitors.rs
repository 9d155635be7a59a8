//! Who else is after a sale.

use crate::choice;
use crate::kernel::catalogue::{Entity, Scope};
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts};
use crate::kernel::field::{Id, Initial};
use crate::kernel::problem::Violations;
use crate::kernel::value::Value;
use crate::record;
use crate::sales::competitors::Competitor;
use crate::sales::opportunities::Opportunity;

choice! {
    /// Where a competitor stands in one sale.
    pub enum CompetitorStatus {
        Suspected = "suspected", Confirmed = "confirmed", Eliminated = "eliminated", WonAgainst = "won_against",
        LostTo = "lost_to",
    }
}

record! {
    /// One competitor in one opportunity.
    pub struct OpportunityCompetitor of OPPORTUNITY_COMPETITOR: System {
        /// Which sale.
        opportunity_id: Id<Opportunity> [on_create(), fact()],
        /// Who else is after it.
        competitor_id: Id<Competitor> [on_create(), fact()],
        /// Where it stands.
        status: CompetitorStatus [or(Initial::Text("suspected")), fact()],
        /// Where it stood before the sale was decided, and stands again when that is taken back.
        before_decision: Option<CompetitorStatus> [derived(), unfiltered()],
        /// What is worth knowing about it.
        notes: Option<String> [multiline()],
    }
}

/// Links between opportunities and competitors.
pub static OPPORTUNITY_COMPETITOR: Entity = Entity {
    title: "status",
    scope: Scope::Linked(&["opportunity_id", "competitor_id"]),
    unique: &[&["opportunity_id", "competitor_id"]],
    decide,
    ..Entity::root(
        "opportunity_competitor",
        "opportunity_competitors",
        OpportunityCompetitor::FIELDS,
    )
};

/// What somebody says of a competitor themselves stays when a decision is taken back.
fn decide(
    _: &Facts,
    before: Option<&Document>,
    after: &mut Document,
) -> Result<Vec<Effect>, Violations> {
    if before.is_some_and(|before| before.get("status") != after.get("status")) {
        after.set("before_decision", Value::Null);
    }
    Ok(Vec::new())
}
