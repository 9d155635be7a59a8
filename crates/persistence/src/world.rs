//! What every request needs to know of the workspace: people, rights, custom fields, settings.
//!
//! A snapshot in memory, at most two seconds old on every node: the node that writes reads it anew
//! before it answers, the others when the event log shows a change, of which they are told at once.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use guanxi_domain::access::{Actor, Channel, Rights, WORKSPACE};
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::custom::{ChoiceName, CustomFields};
use guanxi_domain::kernel::document::Document;
use guanxi_domain::people::roles::{ROLE, Role};
use guanxi_domain::people::teams::{TEAM, Team};
use guanxi_domain::people::user_roles::UserRole;
use guanxi_domain::people::user_teams::UserTeam;
use guanxi_domain::people::users::{USER, User, UserStatus};
use guanxi_domain::platform::choice_options::{CHOICE_OPTION, ChoiceOption, names};
use guanxi_domain::platform::custom_fields::{CUSTOM_FIELD, CustomField, definition};
use guanxi_domain::registry;
use uuid::Uuid;

use crate::cells;
use crate::connection::Conn;
use crate::engine::read::load_all;
use crate::error::Result;
use crate::events::Notice;
use crate::settings::{self, Workspace};
use crate::sql::Sql;

/// Entities whose change makes the world anew.
pub(crate) const ENTITIES: [&Entity; 5] = [&USER, &ROLE, &TEAM, &CUSTOM_FIELD, &CHOICE_OPTION];

/// A snapshot.
#[derive(Debug, Default)]
pub struct World {
    /// Custom fields of all entities.
    pub custom: Arc<CustomFields>,
    /// Users who may sign in.
    pub(crate) active_users: Arc<BTreeSet<Uuid>>,
    /// The workspace's settings.
    pub workspace: Workspace,
    pub(crate) secret: Vec<u8>,
    people: HashMap<Uuid, Person>,
    roles: HashMap<Uuid, RoleRights>,
    /// Who reports to whom, by manager.
    reports: Below,
    /// Teams below others, by the team above.
    teams: Below,
    pub(crate) mark: i64,
}

/// What is known of a user.
#[derive(Debug, Clone)]
pub struct Person {
    /// The record.
    pub user: User,
    /// Roles held.
    pub roles: Vec<Uuid>,
    /// Teams belonged to; the first is the user's own.
    pub teams: Vec<Uuid>,
}

#[derive(Debug)]
struct RoleRights {
    code: Option<String>,
    rights: Rights,
}

impl World {
    /// A user by id.
    pub fn person(&self, user: Uuid) -> Option<&Person> {
        self.people.get(&user)
    }

    /// All users, in no order.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        self.people.values()
    }

    /// A user by sign-in name, whatever its case.
    pub fn person_by_login(&self, login: &str) -> Option<&Person> {
        let login = login.to_lowercase();
        let same = |person: &&Person| {
            person
                .user
                .login
                .as_ref()
                .is_some_and(|own| own.to_lowercase() == login)
        };
        self.people.values().find(same)
    }

    /// Whether somebody can administer: without one the set-up link is offered.
    pub fn has_administrator(&self) -> bool {
        let administers = |person: &Person| self.role_codes(person).contains(&"administrator");
        self.people
            .values()
            .any(|person| person.user.status == UserStatus::Active && administers(person))
    }

    /// The codes of the seeded roles that a user holds.
    pub fn role_codes(&self, person: &Person) -> Vec<&str> {
        person
            .roles
            .iter()
            .filter_map(|id| self.roles.get(id)?.code.as_deref())
            .collect()
    }

    /// The team stamped on a record when it gets this owner.
    pub fn team_of(&self, user: Uuid) -> Option<Uuid> {
        self.person(user)?.teams.first().copied()
    }

    /// Somebody who acts; `None` when unknown or not allowed to sign in.
    pub fn actor(&self, user: Uuid, channel: Channel, session: Option<Uuid>) -> Option<Actor> {
        let person = self
            .person(user)
            .filter(|person| person.user.status == UserStatus::Active)?;
        Some(self.acting(person, channel, session))
    }

    fn acting(&self, person: &Person, channel: Channel, session: Option<Uuid>) -> Actor {
        let user = person.user.head.id;
        Actor {
            user: Some(user),
            roles: person
                .roles
                .iter()
                .filter_map(|id| self.roles.get(id))
                .map(|role| role.rights.clone())
                .collect(),
            teams: self.teams_below(&person.teams),
            line: self.line_below(user),
            channel,
            on_behalf_of: None,
            session,
            zone: person.user.time_zone.clone(),
        }
    }

    /// The teams and all below them, each once.
    fn teams_below(&self, own: &[Uuid]) -> Vec<Uuid> {
        closure(own, &self.teams)
    }

    /// The user and everybody who reports to the user, each once.
    fn line_below(&self, user: Uuid) -> Vec<Uuid> {
        closure(&[user], &self.reports)
    }
}

/// What stands directly below each.
type Below = HashMap<Uuid, Vec<Uuid>>;

/// Pairs of what stands above and what below.
fn below(pairs: impl Iterator<Item = (Uuid, Uuid)>) -> Below {
    let mut below = Below::new();
    for (above, one) in pairs {
        below.entry(above).or_default().push(one);
    }
    below
}

/// Everything reached from `start`, sorted so that statements stay the same.
fn closure(start: &[Uuid], below: &Below) -> Vec<Uuid> {
    let mut reached = start.to_vec();
    let mut seen: HashSet<Uuid> = start.iter().copied().collect();
    let mut i = 0;
    while i < reached.len() {
        let next = below.get(&reached[i]).map_or(&[][..], Vec::as_slice);
        reached.extend(next.iter().filter(|id| seen.insert(**id)));
        i += 1;
    }
    if let Some((_, rest)) = reached.split_first_mut() {
        rest.sort_unstable();
    }
    reached
}

impl Notice {
    /// Whether it is about something that every node keeps in memory.
    pub fn concerns_world(&self) -> bool {
        self.entity == WORKSPACE || ENTITIES.iter().any(|entity| entity.name == self.entity)
    }
}

/// The newest change that concerns the world.
pub(crate) fn mark(conn: &mut Conn) -> Result<i64> {
    let names: Vec<_> = ENTITIES
        .iter()
        .map(|entity| format!("'{}'", entity.name))
        .collect();
    let text = format!(
        "SELECT COALESCE(MAX(seq), 0) FROM event_log WHERE entity IN ({}, '{WORKSPACE}')",
        names.join(", ")
    );
    Ok(cells::number(conn, Sql::text(conn.dialect(), &text))?)
}

/// Reads everything anew but the secret, which never changes. The mark is read first: what changes meanwhile is read
/// again.
pub(crate) fn load(conn: &mut Conn, secret: Vec<u8>) -> Result<World> {
    let mark = mark(conn)?;
    let workspace = settings::workspace(conn)?;
    let mut custom = CustomFields::default();
    let mut fields: Vec<CustomField> = load_all(conn, &CUSTOM_FIELD)?
        .iter()
        .filter_map(Document::typed)
        .collect();
    fields.sort_by(|a, b| (a.position, &a.name).cmp(&(b.position, &b.name)));
    for field in &fields {
        custom.add(&field.entity_name, definition(field));
    }
    name_choices(conn, &mut custom)?;
    let roles = load_all(conn, &ROLE)?
        .iter()
        .filter_map(Document::typed::<Role>)
        .map(role_rights)
        .collect();
    let teams: Vec<Team> = load_all(conn, &TEAM)?
        .iter()
        .filter_map(Document::typed)
        .collect();
    let above = |team: &Team| Some((team.parent_id?.uuid(), team.head.id));
    let teams = below(teams.iter().filter_map(above));
    let people: HashMap<Uuid, Person> = load_all(conn, &USER)?
        .iter()
        .filter_map(person)
        .map(|person| (person.user.head.id, person))
        .collect();
    let active = people
        .values()
        .filter(|person| person.user.status == UserStatus::Active);
    let active_users = Arc::new(active.map(|person| person.user.head.id).collect());
    let manager = |person: &Person| Some((person.user.manager_id?.uuid(), person.user.head.id));
    let reports = below(people.values().filter_map(manager));
    Ok(World {
        custom: Arc::new(custom),
        active_users,
        workspace,
        secret,
        people,
        roles,
        reports,
        teams,
        mark,
    })
}

/// The names of choices that the workspace keeps.
fn name_choices(conn: &mut Conn, custom: &mut CustomFields) -> Result<()> {
    let mut kept: BTreeMap<(String, String), Vec<(i64, ChoiceName)>> = BTreeMap::new();
    let options = load_all(conn, &CHOICE_OPTION)?;
    for option in options.iter().filter_map(Document::typed::<ChoiceOption>) {
        let choice = (option.entity_name.clone(), option.field.clone());
        kept.entry(choice).or_default().push(option.said());
    }
    for ((entity, name), said) in kept {
        let field = registry::by_name(&entity).and_then(|entity| entity.field(&name));
        if let Some(field) = field {
            custom.name_choice(&entity, &name, names(field, said));
        }
    }
    Ok(())
}

fn role_rights(role: Role) -> (Uuid, RoleRights) {
    let rights = serde_json::from_str(&role.rights.0).unwrap_or_default();
    (
        role.head.id,
        RoleRights {
            code: role.code,
            rights,
        },
    )
}

fn person(document: &Document) -> Option<Person> {
    Some(Person {
        user: document.typed()?,
        roles: document
            .typed_rows::<UserRole>("roles")
            .iter()
            .map(|row| row.role_id.uuid())
            .collect(),
        teams: document
            .typed_rows::<UserTeam>("teams")
            .iter()
            .map(|row| row.team_id.uuid())
            .collect(),
    })
}
