//! An account at a glance: its people, open sales, what is to be done and was done last, where it came from, its group.

use uuid::Uuid;

use super::account_contacts::ACCOUNT_CONTACT;
use super::accounts::ACCOUNT;
use super::consents::CONSENT;
use crate::activities::activities::ACTIVITY;
use crate::kernel::filter::{Filter, Op};
use crate::kernel::overview::{Around, Block};
use crate::kernel::value::Value;
use crate::sales::leads::LEAD;
use crate::sales::opportunities::OPPORTUNITY;

const PEOPLE: &str = "people";
const OPPORTUNITIES: &str = "opportunities";

/// The blocks; those after people and sales look around these too.
pub const OVERVIEW: &[Block] = &[
    Block {
        sort: &["-is_primary", "-updated_at"],
        fields: &["contact_id", "role", "is_primary", "from_on", "to_on"],
        expand: &["contact_id"],
        limit: 12,
        counted: true,
        gives: "contact_id",
        ..Block::of(PEOPLE, || &ACCOUNT_CONTACT, at_account)
    },
    Block {
        sort: &["close_on"],
        fields: &[
            "name",
            "stage_id",
            "amount",
            "probability",
            "close_on",
            "next_step",
            "next_step_on",
            "owner_id",
        ],
        expand: &["stage_id"],
        limit: 20,
        counted: true,
        sums: &["amount", "weighted"],
        ..Block::of(OPPORTUNITIES, || &OPPORTUNITY, open_sales)
    },
    Block {
        sort: &["due_on"],
        fields: ACTIVITY_FIELDS,
        limit: 3,
        counted: true,
        ..Block::of("overdue", || &ACTIVITY, overdue)
    },
    Block {
        sort: &["due_on"],
        fields: ACTIVITY_FIELDS,
        limit: 3,
        ..Block::of("next", || &ACTIVITY, next)
    },
    Block {
        sort: &["-done_at"],
        fields: ACTIVITY_FIELDS,
        expand: &["contact_id"],
        limit: 3,
        ..Block::of("last_contacts", || &ACTIVITY, last_contacts)
    },
    Block {
        sort: &["-converted_at"],
        fields: &["name", "company", "lead_source", "converted_at"],
        limit: 3,
        counted: true,
        ..Block::of("leads", || &LEAD, converted)
    },
    Block {
        fields: &["contact_id", "channel", "purpose", "status", "said_at"],
        expand: &["contact_id"],
        limit: 10,
        counted: true,
        ..Block::of("refusals", || &CONSENT, refused)
    },
    Block {
        sort: &["name"],
        fields: &["name", "city", "types"],
        limit: 5,
        counted: true,
        ..Block::of("subsidiaries", || &ACCOUNT, below)
    },
];

const ACTIVITY_FIELDS: &[&str] = &[
    "kind",
    "subject",
    "status",
    "priority",
    "due_on",
    "starts_at",
    "done_at",
    "outcome",
    "contact_id",
    "owner_id",
    "anchor_entity",
    "anchor_id",
];

/// What is said or written to somebody; tasks and notes are not.
const CONTACTS: [&str; 7] = ["call", "meeting", "visit", "mail", "letter", "form", "chat"];

fn is(path: &str, id: Uuid) -> Filter {
    Filter::equals(path, Value::Id(id))
}

fn at_account(around: &Around) -> Filter {
    is("account_id", around.id)
}

fn open_sales(around: &Around) -> Filter {
    is("account_id", around.id).and(Filter::equals("status", Value::text("open")))
}

/// On the account, its people or its open sales.
fn hanging(around: &Around, status: &str) -> Filter {
    let ids = around.with(&[PEOPLE, OPPORTUNITIES]);
    let ids = ids.into_iter().map(Value::Id).collect();
    Filter::test("anchor_id", Op::In, Value::List(ids))
        .and(Filter::equals("status", Value::text(status)))
}

fn overdue(around: &Around) -> Filter {
    let past = Filter::test("due_on", Op::Lt, Value::Day(around.today));
    hanging(around, "open").and(past)
}

fn next(around: &Around) -> Filter {
    let ahead = Filter::test("due_on", Op::Gte, Value::Day(around.today));
    hanging(around, "open").and(ahead)
}

fn last_contacts(around: &Around) -> Filter {
    let kinds = CONTACTS.map(Value::text).to_vec();
    hanging(around, "done").and(Filter::test("kind", Op::In, Value::List(kinds)))
}

fn converted(around: &Around) -> Filter {
    is("converted_account_id", around.id)
}

/// What its people said no to.
fn refused(around: &Around) -> Filter {
    let no = ["refused", "withdrawn"].map(Value::text).to_vec();
    let people = around.with(&[PEOPLE]).into_iter().map(Value::Id).collect();
    Filter::test("contact_id", Op::In, Value::List(people)).and(Filter::test(
        "status",
        Op::In,
        Value::List(no),
    ))
}

fn below(around: &Around) -> Filter {
    is("parent_id", around.id)
}
