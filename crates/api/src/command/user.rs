//! `guanxi user`: make and list users, set passwords, from the machine itself.

use std::io::Read;

use guanxi_domain::access::Actor;
use guanxi_domain::kernel::query::Query;
use guanxi_domain::people::seeds::{ADMINISTRATOR_ID, MANAGER_ID, READ_ONLY_ID, SALES_ID};
use guanxi_domain::people::users::USER;
use guanxi_i18n::Language;
use guanxi_persistence::infra::{credentials, sessions};
use guanxi_persistence::{Database, Expect};
use serde_json::Map;
use uuid::Uuid;

use super::Failure;
use super::place::Place;
use crate::auth::{hash_now, random_password, weaknesses};
use crate::people::{NewUser, create_active};
use crate::seeds;
use crate::settings::DataOptions;

/// What to do with users.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Make a user who may sign in; prints a password unless one is given
    Create(NewOptions),
    /// Set another password and end all sessions
    ResetPassword {
        /// The e-mail address used to sign in
        login: String,
        #[command(flatten)]
        password: PasswordOptions,
    },
    /// Let an invited or suspended user sign in
    Activate {
        /// The e-mail address used to sign in
        login: String,
    },
    /// List all users
    List,
}

/// The user to be made.
#[derive(Debug, clap::Args)]
pub struct NewOptions {
    /// The e-mail address used to sign in
    login: String,
    /// Family name
    #[arg(long)]
    family_name: String,
    /// Given name
    #[arg(long)]
    given_name: Option<String>,
    /// What the user may do
    #[arg(long, value_enum)]
    role: Role,
    /// Language of the screens: en, zh-Hant or zh-Hans
    #[arg(long, default_value = "en", value_parser = language)]
    language: Language,
    /// Time zone such as Asia/Taipei
    #[arg(long, default_value = "UTC", value_parser = zone)]
    time_zone: String,
    #[command(flatten)]
    password: PasswordOptions,
}

/// Where the password comes from.
#[derive(Debug, clap::Args)]
pub struct PasswordOptions {
    /// Read the password from standard input instead of making one up
    #[arg(long)]
    password_stdin: bool,
}

/// A seeded role.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Role {
    Administrator,
    Manager,
    Sales,
    ReadOnly,
}

impl Role {
    const fn id(self) -> Uuid {
        match self {
            Self::Administrator => ADMINISTRATOR_ID,
            Self::Manager => MANAGER_ID,
            Self::Sales => SALES_ID,
            Self::ReadOnly => READ_ONLY_ID,
        }
    }
}

fn language(tag: &str) -> Result<Language, String> {
    Language::from_tag(tag).ok_or_else(|| "en, zh-Hant or zh-Hans".to_owned())
}

fn zone(name: &str) -> Result<String, String> {
    let known = name.parse::<chrono_tz::Tz>();
    known
        .map(|zone| zone.name().to_owned())
        .map_err(|_| "not a time zone such as Asia/Taipei".to_owned())
}

/// Does it.
pub fn run(data: &DataOptions, command: Command) -> Result<(), Failure> {
    let place = Place::beside(data, "user")?;
    match command {
        Command::Create(options) => create(&place.db, &options),
        Command::ResetPassword { login, password } => reset_password(&place.db, &login, &password),
        Command::Activate { login } => activate(&place.db, &login),
        Command::List => list(&place.db),
    }
}

fn create(db: &Database, options: &NewOptions) -> Result<(), Failure> {
    let password = password(&options.password, &options.login)?;
    let hash =
        hash_now(&password).ok_or_else(|| Failure::Said("cannot hash the password".to_owned()))?;
    let (language, new) = (options.language, options.user());
    db.write(move |tx| {
        seeds::plant(tx, language)?;
        let user = create_active(tx, &Actor::system(), &new)?;
        let now = tx.now;
        credentials::set(tx.conn(), user, &hash, now)
    })?;
    tell(&options.password, &password);
    Ok(())
}

impl NewOptions {
    fn user(&self) -> NewUser {
        NewUser {
            family_name: self.family_name.clone(),
            given_name: self.given_name.clone(),
            name_order: None,
            login: self.login.clone(),
            language: self.language.tag().to_owned(),
            time_zone: self.time_zone.clone(),
            role: self.role.id(),
        }
    }
}

fn reset_password(db: &Database, login: &str, options: &PasswordOptions) -> Result<(), Failure> {
    let user = find(db, login)?;
    let password = password(options, login)?;
    let hash =
        hash_now(&password).ok_or_else(|| Failure::Said("cannot hash the password".to_owned()))?;
    db.write(move |tx| {
        let now = tx.now;
        credentials::set(tx.conn(), user, &hash, now)?;
        sessions::end_all(tx.conn(), user, None, now)
    })?;
    tell(options, &password);
    Ok(())
}

fn activate(db: &Database, login: &str) -> Result<(), Failure> {
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
    Ok(())
}

fn list(db: &Database) -> Result<(), Failure> {
    let world = db.world();
    let mut query = Query::default();
    loop {
        let asked = query.clone();
        let page = db.read(move |reader| reader.list(&Actor::system(), &USER, &asked))?;
        let page: Page =
            serde_json::from_slice(&page).map_err(|error| Failure::Said(error.to_string()))?;
        for person in page.data.iter().filter_map(|row| world.person(row.id)) {
            let user = &person.user;
            let login = user.login.as_deref().unwrap_or("-");
            let roles = world.role_codes(person).join(",");
            println!("{login}\t{}\t{}\t{roles}", user.name, user.status.name());
        }
        query.cursor = page.next_cursor;
        if query.cursor.is_none() {
            return Ok(());
        }
    }
}

#[derive(serde::Deserialize)]
struct Page {
    data: Vec<Row>,
    next_cursor: Option<String>,
}

#[derive(serde::Deserialize)]
struct Row {
    id: Uuid,
}

fn find(db: &Database, login: &str) -> Result<Uuid, Failure> {
    let world = db.world();
    let person = world.person_by_login(login);
    person
        .map(|person| person.user.head.id)
        .ok_or_else(|| Failure::Said(format!("nobody signs in as {login}")))
}

fn password(options: &PasswordOptions, login: &str) -> Result<String, Failure> {
    if !options.password_stdin {
        return random_password().ok_or_else(|| Failure::Said("no randomness".to_owned()));
    }
    let mut text = String::new();
    let read = std::io::stdin()
        .lock()
        .take(8_192)
        .read_to_string(&mut text);
    read.map_err(|error| Failure::Io("standard input", error))?;
    let password = text.trim_end_matches(['\n', '\r']).to_owned();
    match weaknesses(&password, &[login], "") {
        Some(weakness) => Err(Failure::Said(said(&weakness))),
        None => Ok(password),
    }
}

fn said(weakness: &guanxi_domain::kernel::problem::Violation) -> String {
    let texts = guanxi_i18n::embedded(Language::En);
    let mut args = guanxi_i18n::Args::new();
    for (&name, value) in &weakness.params {
        args.set(name, value.clone());
    }
    texts.problem(weakness.code, &args)
}

fn tell(options: &PasswordOptions, password: &str) {
    if !options.password_stdin {
        println!("password: {password}");
    }
}
