//! Who plays which part in a sale.

use crate::choice;
use crate::customers::contacts::Contact;
use crate::kernel::catalogue::{Entity, Scope};
use crate::kernel::field::{Id, Initial};
use crate::record;
use crate::sales::opportunities::Opportunity;

choice! {
    /// The part a person plays in the customer's decision.
    pub enum BuyingRole {
        DecisionMaker = "decision_maker", Influencer = "influencer", Champion = "champion", User = "user",
        Buyer = "buyer", Blocker = "blocker", Misc = "other",
    }
}

record! {
    /// One person's part in one opportunity.
    pub struct OpportunityContact of OPPORTUNITY_CONTACT: System {
        /// Which sale.
        opportunity_id: Id<Opportunity> [on_create(), fact()],
        /// Who.
        contact_id: Id<Contact> [on_create(), fact()],
        /// Which part.
        role: BuyingRole [or(Initial::Text("other")), fact()],
        /// What is worth knowing about it.
        notes: Option<String> [multiline()],
    }
}

/// Links between opportunities and contacts.
pub static OPPORTUNITY_CONTACT: Entity = Entity {
    title: "role",
    scope: Scope::Linked(&["opportunity_id", "contact_id"]),
    unique: &[&["opportunity_id", "contact_id"]],
    ..Entity::root(
        "opportunity_contact",
        "opportunity_contacts",
        OpportunityContact::FIELDS,
    )
};
