//! `guanxi move`: from one database into another.

use std::path::Path;

use guanxi_persistence::Location;
use guanxi_persistence::transfer;

use super::Failure;
use super::flow::{Flow, listing, summary};
use super::restore::{held, tell_more};
use crate::settings::{DataOptions, ServeOptions, Settings};

/// Where to.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The other place: postgres://user:password@host/database, or a folder for a database file
    #[arg(
        long,
        value_name = "PLACE",
        env = "GUANXI_MOVE_TO",
        hide_env_values = true
    )]
    to: String,
    /// Put it in the place of what is there
    #[arg(long)]
    replace: bool,
}

/// What happens, and how the command ends.
pub const HELP: &str = "\
Stop every server first: what is written meanwhile could not come along, so then nothing is moved. Ids,
numbers of events and secrets stay the same. The new place gets everything or nothing; it is read back and
must have, table by table, the counts and digests of the old one. The old place stays as it is.

A password on the command line can be read by others on the machine: GUANXI_MOVE_TO keeps it out of sight.

Exit codes:
  0  moved, read back, and the same
  1  not moved; the new place is as it was
  2  the command line is not understood

Examples:
  guanxi move --to postgres://guanxi@db.example.com/guanxi
  guanxi --database-url postgres://guanxi@db.example.com/guanxi move --to /var/lib/guanxi";

/// Moves it.
pub fn run(data: &DataOptions, options: &Options) -> Result<(), Failure> {
    let settings = Settings::new(data, &ServeOptions::default())?;
    let from = settings.location()?;
    let to = place(&options.to);
    if from == to {
        return Err(transfer::TransferError::SamePlace.into());
    }
    let _old = held(&from, "move")?;
    let _new = held(&to, "move")?;
    let mut flow = Flow::new();
    let arrived = transfer::transfer(
        &from,
        &to,
        env!("CARGO_PKG_VERSION"),
        options.replace,
        &mut |progress| flow.show(progress),
    );
    flow.clear();
    let arrived = arrived?;
    print!("{}", listing(&arrived.backup.totals));
    println!("moved and read back {}", summary(&arrived.backup.totals));
    tell_more(&arrived);
    println!("{}", what_next(&to));
    Ok(())
}

fn place(text: &str) -> Location {
    match Location::parse(text) {
        Location::Sqlite(folder) => Location::Sqlite(folder.join("guanxi.sqlite")),
        postgres @ Location::Postgres(_) => postgres,
    }
}

/// The old place would be used again without it.
fn what_next(to: &Location) -> String {
    match to {
        Location::Postgres(_) => {
            "from now on start servers with GUANXI_DATABASE_URL (or database_url in guanxi.toml) \
             set to the new place; the old file is still there"
                .to_owned()
        }
        Location::Sqlite(path) => format!(
            "from now on start the server with --data {} and without a database URL; the old database is still there",
            path.parent().unwrap_or(Path::new(".")).display()
        ),
    }
}
