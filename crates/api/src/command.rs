//! The `guanxi` command.

mod backup;
mod check;
mod control;
mod demo;
mod flow;
mod import;
mod migrate;
mod openapi;
mod place;
mod progress;
mod relocate;
mod restore;
mod serve;
mod upgrade;
mod user;
mod web_app;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use guanxi_persistence::transfer::TransferError;

use crate::app::StartError;
use crate::folder::FolderError;
use crate::logging::{self, BadFilter, Format, LogOptions};
use crate::settings::{BadSettings, DataOptions, File};

/// A CRM: accounts, contacts, sales, activities, behind one web app and one REST API.
///
/// Settings come from flags, else from GUANXI_… variables, else from a TOML file, else from
/// defaults. Exit code 0 means done, 1 failed, 2 not understood, 3 done, but not everything was right,
/// 4 the database belongs to a newer version.
#[derive(Debug, Parser)]
#[command(name = "guanxi", version)]
struct Cli {
    #[command(flatten)]
    data: DataOptions,
    #[command(flatten)]
    log: LogOptions,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the web app and the API
    Serve(serve::Options),
    /// Bring the database up to date
    #[command(after_help = migrate::HELP)]
    Migrate(migrate::Options),
    /// Make and list users, set passwords
    #[command(subcommand)]
    User(user::Command),
    /// Bring in records from files
    #[command(after_help = import::HELP)]
    Import(import::Options),
    /// Fill the database with made-up records, or take them out again
    #[command(after_help = demo::HELP)]
    Demo(demo::Options),
    /// Print the description of the REST API (OpenAPI 3.1)
    Openapi,
    /// Look whether the database is whole and its event log untouched
    #[command(after_help = check::HELP)]
    Check(check::Options),
    /// Write everything into one file, while servers work
    #[command(after_help = backup::HELP)]
    Backup(backup::Options),
    /// Bring a backup into an empty place
    #[command(after_help = restore::HELP)]
    Restore(restore::Options),
    /// Move everything from the database file to PostgreSQL, or back
    #[command(after_help = relocate::HELP)]
    Move(relocate::Options),
    /// Say whether the web app is inside this program
    #[command(hide = true)]
    WebApp,
}

/// Why a command failed, in a sentence for whoever typed it.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Settings(#[from] BadSettings),
    #[error(transparent)]
    Folder(#[from] FolderError),
    #[error(transparent)]
    Database(#[from] guanxi_persistence::Error),
    #[error(transparent)]
    Transfer(#[from] TransferError),
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    Log(#[from] BadFilter),
    #[error("{0}: {1}")]
    Io(&'static str, std::io::Error),
    #[error("{0}")]
    Said(String),
    /// Done, but not everything was right.
    #[error("{0}")]
    Partly(String),
    /// The database belongs to a newer version.
    #[error("{0}")]
    Newer(String),
}

impl Failure {
    fn code(&self) -> ExitCode {
        match self {
            Self::Partly(_) => ExitCode::from(3),
            Self::Newer(_) => ExitCode::from(4),
            _ => ExitCode::FAILURE,
        }
    }
}

/// Reads the command line and does what it says.
pub fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("guanxi: {failure}");
            failure.code()
        }
    }
}

fn run(cli: Cli) -> Result<(), Failure> {
    logging::start(log_format(&cli)?)?;
    match cli.command {
        Command::Serve(options) => serve::run(&cli.data, &options),
        Command::Migrate(options) => migrate::run(&cli.data, &options),
        Command::User(command) => user::run(&cli.data, command),
        Command::Import(options) => import::run(&cli.data, &options),
        Command::Demo(options) => demo::run(&cli.data, &options),
        Command::Openapi => openapi::run(),
        Command::Check(options) => check::run(&cli.data, options),
        Command::Backup(options) => backup::run(&cli.data, &options),
        Command::Restore(options) => restore::run(&cli.data, &options),
        Command::Move(options) => relocate::run(&cli.data, &options),
        Command::WebApp => web_app::run(),
    }
}

/// The flag or its variable, else what the settings file says.
fn log_format(cli: &Cli) -> Result<Option<Format>, Failure> {
    if cli.log.log_format.is_some() {
        return Ok(cli.log.log_format);
    }
    let Some(text) = File::read(cli.data.config.as_deref())?.log_format else {
        return Ok(None);
    };
    let format = logging::format_of(&text).ok_or_else(|| BadSettings::Value {
        name: "log_format",
        reason: format!("{text:?} is neither json nor text"),
    })?;
    Ok(Some(format))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Cli;

    #[test]
    fn the_command_line_makes_sense() {
        Cli::command().debug_assert();
    }
}
