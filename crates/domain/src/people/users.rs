//! Users: the people who work with Guanxi, whether they can sign in (yet) or not.

use uuid::Uuid;

use super::roles::{ADMINISTRATOR, Role};
use super::user_roles::{USER_ROLE, UserRole};
use super::user_teams::USER_TEAM;
use crate::choice;
use crate::customers::names::{NameOrder, display_name};
use crate::kernel::catalogue::{Collection, Entity, Scope};
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts, Read, ReadFrom, Writes};
use crate::kernel::field::{Format, Id, Initial, Json};
use crate::kernel::problem::{Violation, Violations};
use crate::kernel::value::Value;
use crate::kernel::verb::{Verb, just};
use crate::record;

choice! {
    /// Whether a user may sign in.
    pub enum UserStatus {
        /// Known, without a password yet.
        Invited = "invited",
        /// May sign in.
        Active = "active",
        /// Locked out for now.
        Suspended = "suspended",
        /// Gone for good; stays as owner and author.
        Left = "left",
    }
}

record! {
    /// Somebody who works with Guanxi.
    pub struct User of USER: System {
        /// Shown everywhere: made of the name's parts.
        name: String [derived(), keyed(), search(), fact()],
        /// Family name.
        family_name: String [max(100), personal()],
        /// Given name.
        given_name: Option<String> [max(100), personal()],
        /// Which part comes first.
        name_order: NameOrder [or(Initial::Text("given_first"))],
        /// The e-mail address used to sign in; none for people without sign-in.
        login: Option<String> [max(254), format(Format::Email), unique(), search(), personal(), fact()],
        /// Whether the user may sign in.
        status: UserStatus [by_verb(), or(Initial::Text("invited")), fact()],
        /// Who this user reports to.
        manager_id: Option<Id<User>> [fact()],
        /// Position in the firm.
        job_title: Option<String> [max(200), fact()],
        /// Number in the firm's personnel system.
        employee_no: Option<String> [max(50)],
        /// Telephone at work.
        phone: Option<String> [max(50), format(Format::Phone), personal()],
        /// Language of the user's screens.
        language: String [max(20), format(Format::Language), or(Initial::Text("en"))],
        /// Region for formats, such as `DE`; the browser's when empty.
        region: Option<String> [max(10), format(Format::Country)],
        /// Zone in which the user's days begin.
        time_zone: String [max(60), format(Format::Zone), or(Initial::Text("UTC"))],
        /// Theme, density, keys: whatever the browser remembers for this user.
        preferences: Json [or(Initial::Text("{}"))],
    }
}

/// Users.
pub static USER: Entity = Entity {
    scope: Scope::Shared,
    collections: &[
        Collection {
            name: "roles",
            entity: || &USER_ROLE,
        },
        Collection {
            name: "teams",
            entity: || &USER_TEAM,
        },
    ],
    state: Some("status"),
    verbs: &[
        Verb {
            name: "activate",
            from: &["invited", "suspended"],
            to: Some("active"),
            ..PLAIN
        },
        Verb {
            name: "suspend",
            from: &["active", "invited"],
            to: Some("suspended"),
            rule: leave,
            ..PLAIN
        },
        Verb {
            name: "mark_left",
            from: &["invited", "active", "suspended"],
            to: Some("left"),
            rule: leave,
            ..PLAIN
        },
        Verb {
            name: "rejoin",
            from: &["left"],
            to: Some("invited"),
            ..PLAIN
        },
    ],
    reads: &[
        Read {
            name: "above",
            from: ReadFrom::Chain("manager_id"),
        },
        Read {
            name: "roles",
            from: ReadFrom::All(|| &super::roles::ROLE),
        },
        Read {
            name: "users",
            from: ReadFrom::AllInTurn(|| &USER),
        },
    ],
    decide,
    derive,
    sort: "name",
    brief: &["job_title"],
    ..Entity::root("user", "users", User::FIELDS)
};

const PLAIN: Verb = Verb {
    name: "",
    from: &[],
    to: None,
    asks: &[],
    needs: &[],
    reads: &[
        Read {
            name: "roles",
            from: ReadFrom::All(|| &super::roles::ROLE),
        },
        Read {
            name: "users",
            from: ReadFrom::AllInTurn(|| &USER),
        },
    ],
    rule: just,
};

fn decide(
    facts: &Facts,
    before: Option<&Document>,
    after: &mut Document,
) -> Result<Vec<Effect>, Violations> {
    no_cycle(facts.read("above"), after, "manager_id")?;
    if before.is_some_and(|before| administers(facts, before)) && !administers(facts, after) {
        keeps_an_administrator(facts, after.id())
            .map_err(|code| Violation::field("roles", code))?;
    }
    Ok(Vec::new())
}

fn leave(facts: &Facts, user: &Document) -> Result<Writes, Violations> {
    if administers(facts, user) {
        keeps_an_administrator(facts, user.id()).map_err(|code| Violation::at("", code))?;
    }
    Ok(Writes::default())
}

fn derive(_: &Facts, user: &mut Document) -> Result<(), Violations> {
    let order = NameOrder::named(user.text("name_order"));
    let name = display_name(user.text("family_name"), user.text("given_name"), &order);
    user.set("name", Value::Text(name));
    // Addresses are the same whatever their case, and so are the people who sign in by them.
    if let Some(login) = user.get("login").as_text().map(str::to_lowercase) {
        user.set("login", Value::Text(login));
    }
    Ok(())
}

/// Whether a user is an administrator who can sign in.
fn administers(facts: &Facts, user: &Document) -> bool {
    let is_administrator = |id: Uuid| {
        let roles = facts
            .read("roles")
            .iter()
            .filter_map(Document::typed::<Role>);
        roles
            .into_iter()
            .any(|role| role.head.id == id && role.code.as_deref() == Some(ADMINISTRATOR))
    };
    let holds = user
        .typed_rows::<UserRole>("roles")
        .iter()
        .any(|row| is_administrator(row.role_id.uuid()));
    holds && user.text("status") == "active" && user.deleted_at().is_none()
}

/// Source: RA12, the last administrator cannot vanish.
fn keeps_an_administrator(facts: &Facts, leaving: Uuid) -> Result<(), &'static str> {
    let others = facts
        .read("users")
        .iter()
        .filter(|user| user.id() != leaving);
    if others.into_iter().any(|user| administers(facts, user)) {
        Ok(())
    } else {
        Err("last_administrator")
    }
}

/// Refuses a record that would stand above itself; `chain` are the records above it.
pub fn no_cycle(
    chain: &[Document],
    record: &Document,
    field: &'static str,
) -> Result<(), Violations> {
    let own = record.id();
    let cyclic =
        record.get(field).as_id() == Some(own) || chain.iter().any(|above| above.id() == own);
    if cyclic {
        Err(Violation::field(field, "cycle").into())
    } else {
        Ok(())
    }
}
