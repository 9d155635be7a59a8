//! `guanxi restore`: a backup into an empty place.

use std::path::PathBuf;

use guanxi_persistence::Location;
use guanxi_persistence::transfer::{self, Arrived};

use super::Failure;
use super::flow::{Flow, listing, summary};
use crate::folder::{self, Held};
use crate::settings::{DataOptions, ServeOptions, Settings};

/// What to restore.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// A file that `guanxi backup` made, on either kind of database
    file: PathBuf,
    /// Put it in the place of what is there: an SQLite file is moved aside, a PostgreSQL database is emptied
    #[arg(long)]
    replace: bool,
}

/// What happens, and how the command ends.
pub const HELP: &str = "\
The place is the usual one: --data, or --database-url. It gets everything or nothing: what arrived is read
back and must have, table by table, the count and the digest that the backup names. A backup of an earlier
version is brought up to date. Stop every server that works with the place before.

Exit codes:
  0  restored, read back, and the same
  1  not restored; the place is as it was
  2  the command line is not understood

Examples:
  guanxi restore guanxi.backup.gz --data /var/lib/guanxi
  guanxi restore guanxi.backup.gz --database-url postgres://guanxi@db.example.com/guanxi";

/// Restores it.
pub fn run(data: &DataOptions, options: &Options) -> Result<(), Failure> {
    let settings = Settings::new(data, &ServeOptions::default())?;
    let location = settings.location()?;
    let _held = held(&location, "restore")?;
    let mut flow = Flow::new();
    let arrived = transfer::restore(&options.file, &location, options.replace, &mut |progress| {
        flow.show(progress);
    });
    flow.clear();
    let arrived = arrived?;
    print!("{}", listing(&arrived.backup.totals));
    println!(
        "restored and read back {}, as they were at {}",
        summary(&arrived.backup.totals),
        arrived.backup.header.made_at
    );
    tell_more(&arrived);
    Ok(())
}

/// What whoever filled a place should know besides.
pub fn tell_more(arrived: &Arrived) {
    if let Some(aside) = &arrived.aside {
        println!("what was there before is now {}", aside.display());
    }
    if arrived.chain_begins_anew {
        println!(
            "some transactions overlapped on PostgreSQL, in an order that an SQLite file cannot keep: the event chain \
             begins anew, and a head of it that was noted before is of no use any more"
        );
    }
}

/// Keeps servers out of the folder of an SQLite file.
pub fn held(location: &Location, command: &str) -> Result<Option<Held>, Failure> {
    match location {
        Location::Sqlite(path) => {
            let folder = path.parent().unwrap_or(path);
            Ok(Some(folder::hold(folder, command)?))
        }
        Location::Postgres(_) => Ok(None),
    }
}
