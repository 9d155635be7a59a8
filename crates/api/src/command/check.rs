//! `guanxi check`: whether the database is whole.

use guanxi_persistence::chain::{Checked, Head};
use guanxi_persistence::infra::integrity;
use guanxi_persistence::{Database, Error};

use super::Failure;
use super::place::Place;
use crate::settings::DataOptions;

/// What to hold the database against.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// A head of the event chain that an earlier check printed: nothing before it may have changed since
    #[arg(long, value_name = "NUMBER:HASH")]
    head: Option<Head>,
}

/// Looks at schema, storage, catalogue and event log, and names every fault.
pub fn run(data: &DataOptions, options: &Options) -> Result<(), Failure> {
    let place = Place::looking(data, "check")?;
    let pending = place.db.pending_migrations()?;
    if pending > 0 {
        let text = format!("{pending} migrations are not applied yet: run `guanxi migrate`");
        return Err(Failure::Said(text));
    }
    println!("schema: up to date");
    let mut faults = place
        .db
        .read(|reader| integrity::storage_faults(reader.conn()))?;
    println!("storage and references: {} faults", faults.len());
    let catalogue = place
        .db
        .read(|reader| integrity::catalogue_faults(reader.conn()))?;
    println!("columns against the catalogue: {} faults", catalogue.len());
    faults.extend(catalogue);
    faults.extend(event_chain(&place.db, options.head.as_ref())?);
    for fault in &faults {
        println!("  {fault}");
    }
    match faults.len() {
        0 => Ok(()),
        faults => Err(Failure::Said(format!("{faults} faults"))),
    }
}

/// The first event that does not fit into the chain.
fn event_chain(db: &Database, noted: Option<&Head>) -> Result<Option<String>, Error> {
    /// Links between two words about how far it is.
    const STEP: i64 = 100_000;
    let mut told = 0;
    let Checked {
        linked,
        waiting,
        head,
        fault,
    } = db.verify_chain(noted, &mut |links, all| {
        if links / STEP > told && links < all {
            told = links / STEP;
            println!("event chain: {links} of {all} events");
        }
    })?;
    let faults = usize::from(fault.is_some());
    println!("event chain: {linked} events fit, {waiting} wait to be linked, {faults} faults");
    if let (Some(head), None) = (head, fault) {
        println!("event chain: head {head}");
    }
    Ok(fault.map(|fault| fault.to_string()))
}
