//! `guanxi check`: whether the database is whole.

use guanxi_persistence::infra::integrity;

use super::Failure;
use super::place::Place;
use crate::settings::DataOptions;

/// Looks at schema, storage and catalogue, and names every fault.
pub fn run(data: &DataOptions) -> Result<(), Failure> {
    let place = Place::looking(data, "check")?;
    let pending = place.db.pending_migrations()?;
    if pending > 0 {
        let text = format!("{pending} migrations are not applied yet: run `guanxi migrate`");
        return Err(Failure::Said(text));
    }
    println!("schema: up to date");
    let storage = place
        .db
        .read(|reader| integrity::storage_faults(reader.conn()))?;
    println!("storage and references: {} faults", storage.len());
    let catalogue = place
        .db
        .read(|reader| integrity::catalogue_faults(reader.conn()))?;
    println!("columns against the catalogue: {} faults", catalogue.len());
    for fault in storage.iter().chain(&catalogue) {
        println!("  {fault}");
    }
    match storage.len() + catalogue.len() {
        0 => Ok(()),
        faults => Err(Failure::Said(format!("{faults} faults"))),
    }
}
