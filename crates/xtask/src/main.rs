//! The build tool of Guanxi: `cargo xtask COMMAND`. One file per command.

mod breaking;
mod ddl;
mod dev;
mod entity;
mod files;
mod layering;
mod licences;
mod migration;
mod migrations;
mod process;
mod project;
mod texts;
mod web;

use anyhow::{Result, bail};
use project::Project;
use std::process::ExitCode;

struct Command {
    name: &'static str,
    about: &'static str,
    run: fn(&Project, &[String]) -> Result<()>,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "web",
        about: "[--dev]  build the web app into web/dist",
        run: web::command,
    },
    Command {
        name: "size",
        about: "hold the built web app against its size budget",
        run: web::size::command,
    },
    Command {
        name: "dev",
        about: "[-- ARGUMENTS OF SERVE]  rebuild and restart on change",
        run: dev::command,
    },
    Command {
        name: "layering",
        about: "prove which crate knows what",
        run: layering::command,
    },
    Command {
        name: "texts",
        about: "prove the texts complete in every language",
        run: texts::command,
    },
    Command {
        name: "migrations",
        about: "prove both databases have the same migrations",
        run: migrations::command,
    },
    Command {
        name: "entity",
        about: "NAME PLURAL AREA  write the skeleton of a new entity",
        run: entity::command,
    },
    Command {
        name: "ddl",
        about: "[ENTITY…]  print tables and indexes from the catalogue",
        run: ddl::command,
    },
    Command {
        name: "migration",
        about: "[--into FOLDER] ENTITY…  write the migration of new entities",
        run: migration::command,
    },
    Command {
        name: "breaking",
        about: "prove that the API document keeps what the last release promised",
        run: breaking::command,
    },
    Command {
        name: "licences",
        about: "check licences and banned packages of all dependencies",
        run: licences::command,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<()> {
    let Some((name, rest)) = arguments.split_first() else {
        print!("{}", help());
        return Ok(());
    };
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        print!("{}", help());
        return Ok(());
    }
    match COMMANDS.iter().find(|command| command.name == name) {
        Some(command) => (command.run)(&Project::find()?, rest),
        None => bail!("no command {name:?}\n{}", help()),
    }
}

fn help() -> String {
    let mut text = String::from("cargo xtask COMMAND\n\n");
    for command in COMMANDS {
        text.push_str(&format!("  {:<12}{}\n", command.name, command.about));
    }
    text
}
