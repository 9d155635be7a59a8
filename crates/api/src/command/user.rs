//! `guanxi user`: make and list users, set passwords, from the machine itself.

use std::io::Read;

use guanxi_domain::people::seeds::{ADMINISTRATOR_ID, MANAGER_ID, READ_ONLY_ID, SALES_ID};
use guanxi_i18n::Language;
use uuid::Uuid;

use super::Failure;
use super::control::{Listed, Order, Outcome, carry_out};
use crate::auth::{hash_now, random_password, weaknesses};
use crate::people::NewUser;
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

/// Does it: in the server that works in the data folder, else here.
pub fn run(data: &DataOptions, command: Command) -> Result<(), Failure> {
    let ask = |order| carry_out(data, "user", order, &mut |_| {});
    match command {
        Command::Create(options) => {
            let (password, hash) = password(&options.password, &options.login)?;
            let user = options.user();
            ask(Order::CreateUser { user, hash })?;
            tell(&options.password, &password);
        }
        Command::ResetPassword {
            login,
            password: options,
        } => {
            let (password, hash) = password(&options, &login)?;
            ask(Order::ResetPassword { login, hash })?;
            tell(&options, &password);
        }
        Command::Activate { login } => drop(ask(Order::Activate { login })?),
        Command::List => {
            if let Outcome::Users(users) = ask(Order::ListUsers)? {
                users.iter().for_each(print);
            }
        }
    }
    Ok(())
}

fn print(user: &Listed) {
    let login = user.login.as_deref().unwrap_or("-");
    let roles = user.roles.join(",");
    println!("{login}\t{}\t{}\t{roles}", user.name, user.status);
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

/// The password, and the hash of it that is stored.
fn password(options: &PasswordOptions, login: &str) -> Result<(String, String), Failure> {
    let password = given(options, login)?;
    match hash_now(&password) {
        Some(hash) => Ok((password, hash)),
        None => Err(Failure::Said("cannot hash the password".to_owned())),
    }
}

fn given(options: &PasswordOptions, login: &str) -> Result<String, Failure> {
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
