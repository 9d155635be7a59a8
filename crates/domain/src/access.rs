//! Who may do what with which records and fields. Every path to data asks here and nowhere else.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::kernel::catalogue::{Entity, Scope};
use crate::kernel::document::Document;

/// What the workspace's settings are called in rights and events.
pub const WORKSPACE: &str = "workspace";

/// How far a right reaches over the rows of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// No row.
    #[default]
    None,
    /// Rows the user owns.
    Own,
    /// Own rows and those of the user's teams and the teams below them.
    Team,
    /// Own rows and those of everybody who reports to the user, directly or not.
    Line,
    /// Every row.
    All,
}

/// What a role may do with one entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub struct Grant {
    /// See rows.
    pub read: Reach,
    /// Make new records.
    pub create: bool,
    /// Change rows, and use their verbs.
    pub update: Reach,
    /// Put rows into the bin and take them out.
    pub delete: Reach,
    /// Give records to others.
    pub assign: bool,
    /// Bring in many records, with their states and past dates.
    pub import: bool,
    /// Take out many records.
    pub export: bool,
    /// Verbs that this role may not use although it may change the record.
    pub without_verbs: BTreeSet<String>,
    /// Fields that do not exist for this role.
    pub hidden: BTreeSet<String>,
    /// Fields that this role sees but cannot set.
    pub locked: BTreeSet<String>,
}

/// A role's rights: per entity, `*` for all that are not named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct Rights(pub BTreeMap<String, Grant>);

impl Rights {
    /// What the role may do with an entity.
    pub fn on(&self, entity: &Entity) -> Option<&Grant> {
        self.named(entity.name)
    }

    /// What the role may do with what is no entity.
    fn named(&self, name: &str) -> Option<&Grant> {
        self.0.get(name).or_else(|| self.0.get("*"))
    }

    /// Everything.
    pub fn everything() -> Self {
        let all = Grant {
            read: Reach::All,
            create: true,
            update: Reach::All,
            delete: Reach::All,
            assign: true,
            import: true,
            export: true,
            ..Grant::default()
        };
        Self(BTreeMap::from([("*".to_owned(), all)]))
    }
}

/// What somebody wants to do with an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// See rows.
    Read,
    /// Make a record.
    Create,
    /// Change a record.
    Update,
    /// Put a record into the bin or take it out.
    Delete,
    /// Give a record to another owner.
    Assign,
    /// Bring in many.
    Import,
    /// Take out many.
    Export,
}

/// Through which door a request came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The browser application.
    Ui,
    /// The REST API.
    Api,
    /// An import.
    Import,
    /// A form on a web site.
    Form,
    /// A page that a customer opens by a link of their own.
    Portal,
    /// Guanxi itself.
    System,
}

impl Channel {
    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ui => "ui",
            Self::Api => "api",
            Self::Import => "import",
            Self::Form => "form",
            Self::Portal => "portal",
            Self::System => "system",
        }
    }
}

/// Who acts, with everything that decides about rights.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The user; `None` for Guanxi itself, which may do everything.
    pub user: Option<Uuid>,
    /// The rights of each role.
    pub roles: Vec<Rights>,
    /// The user's teams and all teams below them; the first is the user's own.
    pub teams: Vec<Uuid>,
    /// The user and everybody who reports to the user, directly or not.
    pub line: Vec<Uuid>,
    /// Through which door.
    pub channel: Channel,
    /// For whom, when a job acts on somebody's behalf.
    pub on_behalf_of: Option<Uuid>,
    /// The session of the browser, when there is one.
    pub session: Option<Uuid>,
    /// IANA time zone in which the user's days begin.
    pub zone: String,
}

/// Which rows of an entity an actor reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowScope {
    /// None: the action itself is refused (403).
    Nothing,
    /// Rows of these owners or these teams; others look absent (404).
    Of {
        /// Owners.
        owners: Vec<Uuid>,
        /// Teams.
        teams: Vec<Uuid>,
    },
    /// Every row.
    Everything,
}

impl RowScope {
    /// Whether a row with this owner and team is inside.
    pub fn holds(&self, owner: Option<Uuid>, team: Option<Uuid>) -> bool {
        match self {
            Self::Nothing => false,
            Self::Everything => true,
            Self::Of { owners, teams } => {
                owner.is_some_and(|owner| owners.contains(&owner))
                    || team.is_some_and(|team| teams.contains(&team))
            }
        }
    }
}

impl Actor {
    /// Guanxi itself: seeds, migrations, consumers.
    pub fn system() -> Self {
        Self {
            user: None,
            roles: vec![Rights::everything()],
            teams: Vec::new(),
            line: Vec::new(),
            channel: Channel::System,
            on_behalf_of: None,
            session: None,
            zone: "UTC".to_owned(),
        }
    }

    fn grants<'a>(&'a self, entity: &'a Entity) -> impl Iterator<Item = &'a Grant> {
        self.roles.iter().filter_map(move |role| role.on(entity))
    }

    /// Which rows an action reaches. Creating, assigning, importing and exporting are not about
    /// rows: they reach everything or nothing.
    pub fn scope(&self, entity: &Entity, action: Action) -> RowScope {
        if matches!(entity.scope, Scope::Personal { .. }) {
            return self.personal(action);
        }
        let reaches: BTreeSet<_> = self
            .grants(entity)
            .map(|grant| reach(entity, grant, action))
            .collect();
        let widest = reaches.iter().next_back().copied().unwrap_or_default();
        if widest == Reach::None {
            return RowScope::Nothing;
        }
        if widest == Reach::All || (entity.scope == Scope::Shared && action == Action::Read) {
            return RowScope::Everything;
        }
        let mut owners = if reaches.contains(&Reach::Line) {
            self.line.clone()
        } else {
            Vec::new()
        };
        if let Some(user) = self.user.filter(|user| !owners.contains(user)) {
            owners.push(user);
        }
        let teams = if reaches.contains(&Reach::Team) {
            self.teams.clone()
        } else {
            Vec::new()
        };
        RowScope::Of { owners, teams }
    }

    /// What belongs to one person needs no right: it is theirs, and stays theirs.
    fn personal(&self, action: Action) -> RowScope {
        let Some(user) = self.user else {
            return RowScope::Everything;
        };
        match action {
            Action::Create => RowScope::Everything,
            Action::Assign | Action::Import => RowScope::Nothing,
            Action::Read | Action::Update | Action::Delete | Action::Export => RowScope::Of {
                owners: vec![user],
                teams: Vec::new(),
            },
        }
    }

    /// Whether the action is there at all for this actor; if not, the answer is 403.
    pub fn may(&self, entity: &Entity, action: Action) -> bool {
        self.scope(entity, action) != RowScope::Nothing
    }

    /// Whether the actor may see and change the workspace's settings. Nobody owns them, so they are left to those who may
    /// change everything.
    pub fn may_set_up(&self) -> bool {
        let mut grants = self.roles.iter().filter_map(|role| role.named(WORKSPACE));
        grants.any(|grant| grant.update == Reach::All)
    }

    /// Whether rows of the entity can be seen at all.
    pub fn may_read(&self, entity: &Entity) -> bool {
        self.may(entity, Action::Read)
    }

    /// Whether a verb of the entity is there for this actor.
    pub fn may_use(&self, entity: &Entity, verb: &str) -> bool {
        let action = if entity.is_for_guests(verb) {
            Action::Read
        } else {
            Action::Update
        };
        self.grants(entity).any(|grant| {
            reach(entity, grant, action) != Reach::None && !grant.without_verbs.contains(verb)
        })
    }

    /// Whether a field does not exist for this actor: hidden by every role that sees the entity.
    pub fn hides(&self, entity: &Entity, field: &str) -> bool {
        let mut sees = self
            .grants(entity)
            .filter(|grant| grant.read != Reach::None)
            .peekable();
        sees.peek().is_some() && sees.all(|grant| grant.hidden.contains(field))
    }

    /// Whether no field is hidden, whatever fields there are: some role shows all of them.
    pub fn sees_every_field(&self, entity: &Entity) -> bool {
        let mut sees = self
            .grants(entity)
            .filter(|grant| grant.read != Reach::None);
        sees.any(|grant| grant.hidden.is_empty())
    }

    /// Whether this actor sees a field but cannot set it.
    pub fn locks(&self, entity: &Entity, field: &str) -> bool {
        let mut writes = self
            .grants(entity)
            .filter(|grant| grant.create || grant.update != Reach::None)
            .peekable();
        writes.peek().is_some() && writes.all(|grant| grant.locked.contains(field))
    }

    /// Whether the actor reaches this record for an action, judged by its own owner and team.
    pub fn reaches(&self, document: &Document, action: Action) -> bool {
        self.scope(document.entity, action)
            .holds(document.owner(), document.team())
    }
}

/// What a grant says of an action. Nobody owns the rows of a shared entity, so nobody changes it by
/// owning some: products, stages and roles are left to those who may change every row.
fn reach(entity: &Entity, grant: &Grant, action: Action) -> Reach {
    let configures = entity.scope != Scope::Shared || grant.update == Reach::All;
    if !configures && !matches!(action, Action::Read | Action::Export) {
        return Reach::None;
    }
    let whole = |yes: bool| if yes { Reach::All } else { Reach::None };
    match action {
        Action::Read => grant.read,
        Action::Update => grant.update,
        Action::Delete => grant.delete,
        Action::Create => whole(grant.create),
        Action::Assign => whole(grant.assign),
        Action::Import => whole(grant.import),
        Action::Export => whole(grant.export),
    }
}
