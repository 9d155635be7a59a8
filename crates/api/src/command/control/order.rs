//! What commands may ask for, and how it is done: by the same words here and in the server.

use guanxi_domain::access::Actor;
use guanxi_domain::kernel::query::Query;
use guanxi_domain::people::users::USER;
use guanxi_i18n::Language;
use guanxi_persistence::infra::{credentials, sessions};
use guanxi_persistence::{Database, Error, Expect};
use serde::{Deserialize, Serialize};
use serde_json::Map;
use uuid::Uuid;

use crate::command::Failure;
use crate::demo::{self, Told};
use crate::people::{NewUser, create_active};
use crate::seeds;

/// What is asked for. Passwords travel as hashes only.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Make a user who may sign in.
    CreateUser {
        /// The user.
        user: NewUser,
        /// Hash of the password.
        hash: String,
    },
    /// Set a password and end all sessions.
    ResetPassword {
        /// Who.
        login: String,
        /// Hash of the password.
        hash: String,
    },
    /// Let a user sign in.
    Activate {
        /// Who.
        login: String,
    },
    /// List all users.
    ListUsers,
    /// Make made-up records.
    FillDemo {
        /// For how many accounts.
        accounts: usize,
    },
    /// Take all made-up records out, those of the demo firm too.
    ClearDemo,
    /// Make the demo firm.
    MakeFirm {
        /// In this language; the workspace's when none is said.
        language: Option<String>,
    },
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Done, and nothing more to say.
    Done,
    /// The users.
    Users(Vec<Listed>),
    /// So many records.
    Records(usize),
}

/// A user in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// The address used to sign in.
    pub login: Option<String>,
    /// The whole name.
    pub name: String,
    /// Whether the user may sign in.
    pub status: String,
    /// Codes of the seeded roles.
    pub roles: Vec<String>,
}

impl Order {
    /// Does it. What is told of progress may say that nobody waits for the rest.
    pub fn carry_out(self, db: &Database, told: Told) -> Result<Outcome, Failure> {
        match self {
            Self::CreateUser { user, hash } => create(db, user, hash),
            Self::ResetPassword { login, hash } => reset_password(db, &login, hash),
            Self::Activate { login } => activate(db, &login),
            Self::ListUsers => list(db),
            Self::FillDemo { accounts } => {
                plant(db)?;
                Ok(Outcome::Records(demo::fill(db, accounts, told)?))
            }
            Self::ClearDemo => {
                let firm = demo::firm::take_out(db)?;
                Ok(Outcome::Records(firm + demo::clear(db, told)?))
            }
            Self::MakeFirm { language } => {
                plant(db)?;
                let spoken = db.world().workspace.language.clone();
                let language = language.unwrap_or(spoken);
                let language = Language::from_tag(&language).unwrap_or_default();
                Ok(Outcome::Records(demo::firm::make(db, language, told)?))
            }
        }
    }
}

/// Made-up records need the first pipeline.
fn plant(db: &Database) -> Result<(), Error> {
    let language = Language::from_tag(&db.world().workspace.language).unwrap_or_default();
    db.write(move |tx| seeds::plant(tx, language))
}

fn create(db: &Database, user: NewUser, hash: String) -> Result<Outcome, Failure> {
    let language = Language::from_tag(&user.language).unwrap_or_default();
    db.write(move |tx| {
        seeds::plant(tx, language)?;
        let made = create_active(tx, &Actor::system(), &user)?;
        let now = tx.now;
        credentials::set(tx.conn(), made, &hash, now)
    })?;
    Ok(Outcome::Done)
}

fn reset_password(db: &Database, login: &str, hash: String) -> Result<Outcome, Failure> {
    let user = find(db, login)?;
    db.write(move |tx| {
        let now = tx.now;
        credentials::set(tx.conn(), user, &hash, now)?;
        sessions::end_all(tx.conn(), user, None, now)
    })?;
    Ok(Outcome::Done)
}

fn activate(db: &Database, login: &str) -> Result<Outcome, Failure> {
    let user = find(db, login)?;
    db.write(move |tx| {
        tx.verb(
            &Actor::system(),
            &USER,
            user,
            Expect::Any,
            "activate",
            &Map::new(),
        )
    })?;
    Ok(Outcome::Done)
}

fn find(db: &Database, login: &str) -> Result<Uuid, Failure> {
    let world = db.world();
    let person = world.person_by_login(login);
    person
        .map(|person| person.user.head.id)
        .ok_or_else(|| Failure::Said(format!("nobody signs in as {login}")))
}

fn list(db: &Database) -> Result<Outcome, Failure> {
    let world = db.world();
    let mut query = Query::default();
    let mut users = Vec::new();
    loop {
        let asked = query.clone();
        let page = db.read(move |reader| reader.list(&Actor::system(), &USER, &asked))?;
        let page: Page =
            serde_json::from_slice(&page).map_err(|error| Failure::Said(error.to_string()))?;
        let people = page.data.iter().filter_map(|row| world.person(row.id));
        users.extend(people.map(|person| {
            Listed {
                login: person.user.login.clone(),
                name: person.user.name.clone(),
                status: person.user.status.name().to_owned(),
                roles: world
                    .role_codes(person)
                    .into_iter()
                    .map(str::to_owned)
                    .collect(),
            }
        }));
        query.cursor = page.next_cursor;
        if query.cursor.is_none() {
            return Ok(Outcome::Users(users));
        }
    }
}

#[derive(Deserialize)]
struct Page {
    data: Vec<Row>,
    next_cursor: Option<String>,
}

#[derive(Deserialize)]
struct Row {
    id: Uuid,
}
