//! The roles of a new workspace. Fixed ids: every installation's roles are the same records.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::access::{Grant, Reach, Rights};

/// Id of the seeded role `administrator`.
pub const ADMINISTRATOR_ID: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);
/// Id of the seeded role `manager`.
pub const MANAGER_ID: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0002);
/// Id of the seeded role `sales`.
pub const SALES_ID: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0003);
/// Id of the seeded role `read_only`.
pub const READ_ONLY_ID: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0004);

/// The seeded roles: id, code, rights.
pub fn roles() -> [(Uuid, &'static str, Rights); 4] {
    [
        (
            ADMINISTRATOR_ID,
            super::roles::ADMINISTRATOR,
            Rights::everything(),
        ),
        (MANAGER_ID, "manager", manager()),
        (SALES_ID, "sales", sales()),
        (READ_ONLY_ID, "read_only", read_only()),
    ]
}

fn reading(read: Reach) -> Grant {
    Grant {
        read,
        ..Grant::default()
    }
}

/// Entities that everybody reads and only administrators change.
const CONFIGURATION: [&str; 11] = [
    "user",
    "team",
    "role",
    "custom_field",
    "choice_option",
    "currency_rate",
    "product",
    "pipeline",
    "stage",
    "assignment_rule",
    "web_form",
];

fn with_configuration(mut grants: BTreeMap<String, Grant>) -> Rights {
    for entity in CONFIGURATION {
        grants.insert(entity.to_owned(), reading(Reach::All));
    }
    if let Some(role) = grants.get_mut("role") {
        role.hidden = BTreeSet::from(["rights".to_owned()]);
    }
    let all = Grant {
        create: true,
        update: Reach::All,
        ..reading(Reach::All)
    };
    grants.insert("tag".to_owned(), all);
    Rights(grants)
}

/// Sees and changes what the own line and teams own.
fn manager() -> Rights {
    let line = Grant {
        read: Reach::Line,
        create: true,
        update: Reach::Line,
        delete: Reach::Line,
        assign: true,
        import: true,
        export: true,
        ..Grant::default()
    };
    with_configuration(BTreeMap::from([("*".to_owned(), line)]))
}

/// Sees and changes own records.
fn sales() -> Rights {
    let own = Grant {
        read: Reach::Own,
        create: true,
        update: Reach::Own,
        delete: Reach::Own,
        export: true,
        ..Grant::default()
    };
    // What somebody is measured by is set by those who lead.
    let target = reading(Reach::Own);
    with_configuration(BTreeMap::from([
        ("*".to_owned(), own),
        ("target".to_owned(), target),
    ]))
}

/// Sees everything, changes nothing.
fn read_only() -> Rights {
    let mut rights = with_configuration(BTreeMap::from([("*".to_owned(), reading(Reach::All))]));
    rights.0.insert("tag".to_owned(), reading(Reach::All));
    rights
}
