//! Leads: people and firms who may become customers, until somebody knows.

mod conversion;
mod work;

use chrono::NaiveDate;

use super::assignment_rules::ASSIGNMENT_RULE;
use super::opportunities::Opportunity;
use super::pipelines::{PIPELINE, Pipeline};
use super::stages::STAGE;
use crate::activities::activities::ACTIVITY;
use crate::activities::taggings::TAGGING;
use crate::choice;
use crate::customers::account_contacts::ACCOUNT_CONTACT;
use crate::customers::accounts::{Account, SizeBand};
use crate::customers::addresses::ADDRESS;
use crate::customers::contact_points::CONTACT_POINT;
use crate::customers::contacts::Contact;
use crate::customers::likeness::{beside, company, domain, email, person_name, phone};
use crate::customers::names::{NameOrder, display_name};
use crate::kernel::catalogue::{Collection, Entity, Timer};
use crate::kernel::currency::Money;
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts, Read, ReadFrom};
use crate::kernel::field::{Format, Id, Initial};
use crate::kernel::filter::{Filter, Op};
use crate::kernel::problem::Violations;
use crate::kernel::rules::{FieldRule, one_of};
use crate::kernel::time::Instant;
use crate::kernel::value::Value;
use crate::kernel::verb::{Ask, Verb, just};
use crate::people::users::User;
use crate::record;

choice! {
    /// How far a lead is. Source: features e.3.
    pub enum LeadStatus {
        New = "new", Working = "working", Qualified = "qualified", Converted = "converted",
        Unqualified = "unqualified", Recycled = "recycled",
    }
}

choice! {
    /// How we came to know of it.
    pub enum LeadSource {
        Web = "web", Referral = "referral", Event = "event", Campaign = "campaign", Phone = "phone",
        Email = "email", Partner = "partner", Social = "social", List = "list", Misc = "other",
    }
}

choice! {
    /// How promising it is.
    pub enum Rating { Hot = "hot", Warm = "warm", Cold = "cold" }
}

choice! {
    /// Why nothing comes of it.
    pub enum UnqualifiedReason {
        NoNeed = "no_need", NoBudget = "no_budget", NoAuthority = "no_authority", NotReached = "not_reached",
        WrongData = "wrong_data", Duplicate = "duplicate", Competitor = "competitor", Misc = "other",
    }
}

record! {
    /// Somebody who may become a customer.
    pub struct Lead of LEAD: System {
        /// Shown everywhere: the person, or the firm while no person is known.
        name: String [derived(), keyed(), search(), fact()],
        /// Family name.
        family_name: Option<String> [max(100), personal()],
        /// Given name.
        given_name: Option<String> [max(100), personal()],
        /// Which part comes first.
        name_order: NameOrder [or(Initial::Text("given_first"))],
        /// "Dr.", "Ms." …
        salutation: Option<String> [max(50), personal()],
        /// The firm.
        company: Option<String> [max(255), keyed(), search(), fact()],
        /// Position there.
        job_title: Option<String> [max(200), search()],
        /// How far it is.
        status: LeadStatus [by_verb(), or(Initial::Text("new")), fact()],
        /// How promising it is.
        rating: Option<Rating> [fact()],
        /// How we came to know of it.
        lead_source: Option<LeadSource> [fact()],
        /// What is wanted.
        need: Option<String> [multiline(), search()],
        /// What it may be worth.
        estimated_value: Option<Money> [range(0, i64::MAX), fact()],
        /// The firm's web site.
        website: Option<String> [max(500), format(Format::Url), search()],
        /// Line of business.
        industry: Option<String> [max(100)],
        /// How many people work there.
        size_band: Option<SizeBand>,
        /// Language to write in.
        language: Option<String> [max(20), format(Format::Language)],
        /// Where the visitor came from, as the link said (`utm_source`).
        utm_source: Option<String> [max(200)],
        /// By what kind of link (`utm_medium`).
        utm_medium: Option<String> [max(200)],
        /// Of which campaign (`utm_campaign`).
        utm_campaign: Option<String> [max(200)],
        /// The page before the form.
        referrer: Option<String> [max(2_000)],
        /// Since when the owner has it.
        assigned_at: Option<Instant> [by_verb()],
        /// Until when the owner has to accept it, before it goes to the next.
        accept_due_at: Option<Instant> [by_verb(), fact()],
        /// When it was first taken up.
        accepted_at: Option<Instant> [by_verb()],
        /// By whom.
        accepted_by: Option<Id<User>> [by_verb()],
        /// Why nothing comes of it.
        unqualified_reason: Option<UnqualifiedReason> [by_verb()],
        /// What is worth knowing about that.
        unqualified_notes: Option<String> [multiline(), by_verb()],
        /// The day to try again.
        recycle_on: Option<NaiveDate> [by_verb(), fact()],
        /// Why it was put off.
        recycle_reason: Option<String> [multiline(), by_verb()],
        /// When it became a customer.
        converted_at: Option<Instant> [by_verb()],
        /// The account it became.
        converted_account_id: Option<Id<Account>> [by_verb(), fact()],
        /// The contact it became.
        converted_contact_id: Option<Id<Contact>> [by_verb(), fact()],
        /// The opportunity that began with it.
        converted_opportunity_id: Option<Id<Opportunity>> [by_verb(), fact()],
        /// What that opportunity is called; none begins without a name.
        opportunity_name: Option<String> [max(255), by_verb()],
        /// The pipeline it begins in; the usual one when none is said.
        opportunity_pipeline_id: Option<Id<Pipeline>> [by_verb()],
        /// Anything else worth knowing.
        description: Option<String> [multiline()],
        /// The primary e-mail address.
        email: Option<String> [derived(), personal(), fact()],
        /// The primary telephone number.
        phone: Option<String> [derived(), personal(), fact()],
        /// City of the main address.
        city: Option<String> [derived()],
        /// Country of the main address.
        country: Option<String> [derived()],
    }
}

/// Leads.
pub static LEAD: Entity = Entity {
    collections: &[
        Collection {
            name: "contact_points",
            entity: || &CONTACT_POINT,
        },
        Collection {
            name: "addresses",
            entity: || &ADDRESS,
        },
    ],
    state: Some("status"),
    verbs: &[
        Verb {
            name: "accept",
            from: &["new"],
            to: Some("working"),
            asks: &[],
            needs: &[],
            reads: &[],
            rule: work::accept,
        },
        Verb {
            name: "qualify",
            from: &["working"],
            to: Some("qualified"),
            asks: &[Ask::optional("rating"), Ask::optional("estimated_value")],
            needs: &[],
            reads: &[],
            rule: just,
        },
        Verb {
            name: "convert",
            // A second call answers what the first one made.
            from: &["qualified", "converted"],
            to: Some("converted"),
            asks: &[
                Ask::optional("converted_account_id"),
                Ask::optional("converted_contact_id"),
                Ask::optional("opportunity_name"),
                Ask::optional("opportunity_pipeline_id"),
                Ask::optional("estimated_value"),
            ],
            needs: &[],
            reads: CONVERSION,
            rule: conversion::convert,
        },
        Verb {
            name: "disqualify",
            from: &["new", "working"],
            to: Some("unqualified"),
            asks: &[
                Ask::required("unqualified_reason"),
                Ask::optional("unqualified_notes"),
            ],
            needs: &[],
            reads: &[],
            rule: work::rest,
        },
        Verb {
            name: "reopen",
            from: &["unqualified"],
            to: Some("working"),
            asks: &[],
            needs: &[],
            reads: &[],
            rule: work::reopen,
        },
        Verb {
            name: "recycle",
            from: &["working", "qualified"],
            to: Some("recycled"),
            asks: &[Ask::required("recycle_on"), Ask::optional("recycle_reason")],
            needs: &[],
            reads: &[],
            rule: work::recycle,
        },
        Verb {
            name: "reassign",
            from: &["new", "recycled"],
            to: Some("new"),
            asks: &[],
            needs: &[],
            reads: RULES,
            rule: work::reassign,
        },
    ],
    timers: &[
        Timer {
            due: |now, _| {
                Filter::equals("status", Value::text("new")).and(Filter::test(
                    "accept_due_at",
                    Op::Lt,
                    Value::Instant(now),
                ))
            },
            verb: "reassign",
        },
        Timer {
            due: |_, today| {
                Filter::equals("status", Value::text("recycled")).and(Filter::test(
                    "recycle_on",
                    Op::Lte,
                    Value::Day(today),
                ))
            },
            verb: "reassign",
        },
    ],
    rules: &[
        FieldRule {
            when: || Filter::test("family_name", Op::Empty, Value::Bool(true)),
            require: &["company"],
            lock: &[],
            hide: &[],
        },
        FieldRule {
            when: || one_of("status", &["converted"]),
            require: &[],
            lock: EVERYTHING,
            hide: &["recycle_on", "accept_due_at"],
        },
        FieldRule {
            when: || one_of("status", &["unqualified"]),
            require: &["unqualified_reason"],
            lock: &[],
            hide: &["recycle_on", "recycle_reason", "accept_due_at"],
        },
        FieldRule {
            when: || one_of("status", &["new", "working", "qualified", "recycled"]),
            require: &[],
            lock: &[],
            hide: &[
                "unqualified_reason",
                "unqualified_notes",
                "converted_at",
                "converted_account_id",
                "converted_contact_id",
                "converted_opportunity_id",
                "opportunity_name",
                "opportunity_pipeline_id",
            ],
        },
    ],
    reads_on_create: RULES,
    decide,
    derive,
    undo: conversion::undo,
    alike: &[
        email(90),
        phone(65),
        person_name(55),
        company(50),
        beside(domain(30)),
    ],
    anchor: true,
    custom: true,
    finds_owner: true,
    brief: &["company", "status", "estimated_value"],
    ..Entity::root("lead", "leads", Lead::FIELDS)
};

const RULES: &[Read] = &[Read {
    name: "assignment_rules",
    from: ReadFrom::AllInTurn(|| &ASSIGNMENT_RULE),
}];

const CONVERSION: &[Read] = &[
    Read {
        name: "team",
        from: ReadFrom::Target("team_id"),
    },
    Read {
        name: "pipelines",
        from: ReadFrom::All(|| &PIPELINE),
    },
    Read {
        name: "stages",
        from: ReadFrom::All(|| &STAGE),
    },
    Read {
        name: "contact",
        from: ReadFrom::Target("converted_contact_id"),
    },
    Read {
        name: "links",
        from: ReadFrom::Where {
            entity: || &ACCOUNT_CONTACT,
            field: "contact_id",
            equals: "converted_contact_id",
        },
    },
    Read {
        name: "activities",
        from: ReadFrom::Where {
            entity: || &ACTIVITY,
            field: "anchor_id",
            equals: "id",
        },
    },
    Read {
        name: "taggings",
        from: ReadFrom::Where {
            entity: || &TAGGING,
            field: "anchor_id",
            equals: "id",
        },
    },
    Read {
        name: "account_taggings",
        from: ReadFrom::Where {
            entity: || &TAGGING,
            field: "anchor_id",
            equals: "converted_account_id",
        },
    },
    Read {
        name: "contact_taggings",
        from: ReadFrom::Where {
            entity: || &TAGGING,
            field: "anchor_id",
            equals: "converted_contact_id",
        },
    },
];

/// A converted lead can be read, not changed.
const EVERYTHING: &[&str] = &[
    "family_name",
    "given_name",
    "name_order",
    "salutation",
    "company",
    "job_title",
    "rating",
    "lead_source",
    "need",
    "estimated_value",
    "website",
    "industry",
    "size_band",
    "language",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "referrer",
    "description",
    "contact_points",
    "addresses",
    "custom",
];

fn decide(
    facts: &Facts,
    before: Option<&Document>,
    after: &mut Document,
) -> Result<Vec<Effect>, Violations> {
    if before.is_none() {
        return Ok(work::start(facts, after));
    }
    if before.map(Document::owner) != Some(after.owner()) {
        work::given_by_hand(facts, after);
    }
    Ok(Vec::new())
}

fn derive(facts: &Facts, lead: &mut Document) -> Result<(), Violations> {
    let order = NameOrder::named(lead.text("name_order"));
    let person = display_name(lead.text("family_name"), lead.text("given_name"), &order);
    let name = if person.is_empty() {
        lead.text("company").to_owned()
    } else {
        person
    };
    lead.set("name", Value::Text(name));
    crate::customers::addresses::derive(lead);
    crate::customers::contact_points::derive(facts, lead)
}
