//! `guanxi migrate`.

use guanxi_persistence::migrations::Step;

use super::place::Place;
use super::progress::Line;
use super::{Failure, upgrade};
use crate::settings::{DataOptions, ServeOptions};

/// How to bring it up to date.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Do not make a backup of the database file before it is changed
    #[arg(long)]
    without_backup: bool,
}

/// What happens, and how the command ends.
pub const HELP: &str = "\
Servers do the same when they start; several may start at once, one of them does it. Each change is whole
or not there: after an interruption the same command goes on. A database file with data is backed up into
backups/ in the data folder before. On PostgreSQL make a backup yourself: `guanxi backup`, with the old
version or with this one.

Exit codes:
  0  the schema is that of this version
  1  not done
  2  the command line is not understood
  4  the database belongs to a newer version, and was left alone";

/// Applies what is missing and says what that is: each migration before it is applied, and when it is in.
pub fn run(data: &DataOptions, options: &Options) -> Result<(), Failure> {
    let place = Place::alone(data, &ServeOptions::default(), "migrate")?;
    if !options.without_backup {
        upgrade::keep_former(&place)?;
    }
    let mut line = Line::new();
    let applied = place
        .db
        .migrate_telling(move |step| tell(&mut line, step))?;
    if applied.is_empty() {
        println!("the schema is up to date");
    }
    Ok(())
}

fn tell(line: &mut Line, step: &Step) {
    let Step {
        name,
        number,
        whole,
        done,
    } = step;
    if *done {
        line.clear();
        println!("applied {name}");
    } else {
        line.say(&format!("{number} of {whole}: applying {name} …"));
    }
}
