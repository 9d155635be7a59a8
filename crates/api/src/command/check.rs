//! `guanxi check`: whether the database is whole.

use guanxi_persistence::chain::Head;
use guanxi_persistence::infra::integrity::{Asked, CHECKS, Check, Found};

use super::Failure;
use super::place::Place;
use super::progress::Line;
use crate::settings::DataOptions;

/// What to hold the database against.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// A head of the event chain that an earlier check printed: nothing before it may have changed since
    #[arg(long, value_name = "NUMBER:HASH")]
    head: Option<Head>,
}

/// What is looked at, and how the command ends.
pub const HELP: &str = "\
Only reads, and may be asked beside a running server. Says of each check how many it looked at,
and names the first faults of each.

Exit codes:
  0  everything is as it must be
  1  could not look: no database, migrations missing, the wrong master key
  2  the command line is not understood
  3  looked at everything, and found faults";

/// Looks at everything, and names the faults.
pub fn run(data: &DataOptions, options: Options) -> Result<(), Failure> {
    let place = Place::looking(data, "check")?;
    let pending = place.db.pending_migrations()?;
    if pending > 0 {
        let text = format!("{pending} migrations are not applied yet: run `guanxi migrate`");
        return Err(Failure::Said(text));
    }
    println!("schema: up to date");
    let asked = Asked { head: options.head };
    let mut line = Line::new();
    let mut faults = 0;
    for (place_of, check) in (1..).zip(CHECKS) {
        let mut told = |looked| {
            line.show(|| {
                let whole = CHECKS.len();
                format!(
                    "check {place_of} of {whole}, {}: {looked} {}",
                    check.name, check.looks_at
                )
            });
        };
        let found = check.run(&place.db, &asked, &mut told)?;
        faults += found.faults;
        let said = report(check, &found);
        line.clear();
        println!("{said}");
    }
    match faults {
        0 => {
            println!("{} checks, 0 faults", CHECKS.len());
            Ok(())
        }
        1 => Err(Failure::Partly("1 fault".to_owned())),
        faults => Err(Failure::Partly(format!("{faults} faults"))),
    }
}

fn report(check: &Check, found: &Found) -> String {
    let (name, what) = (check.name, check.looks_at);
    let mut said = format!(
        "{name}: looked at {} {what}, {} faults",
        found.looked, found.faults
    );
    for line in found.notes.iter().chain(&found.first) {
        said.push_str(&format!("\n  {line}"));
    }
    let more = found.faults - found.first.len() as u64;
    if more > 0 {
        said.push_str(&format!("\n  … and {more} more"));
    }
    said
}
