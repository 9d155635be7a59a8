//! Backups made under writers: each restores, and is the state of one instant.

use std::collections::HashSet;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result};

use super::Bed;
use crate::api::Api;
use crate::figures::Figures;
use crate::ledger::Standing;
use crate::server::Server;
use crate::writers::{Done, Plan, Silence, Writers, unavailable};

/// A backup, and what was acknowledged before it was begun.
struct Made {
    file: PathBuf,
    before: HashSet<String>,
}

/// Makes backups under load and restores each, as often as the size says.
///
/// # Errors
/// When one cannot be made or restored.
pub fn run(bed: &mut Bed) -> Result<Figures> {
    let rounds: usize = bed.size.number("FAULTS_BACKUP_ROUNDS", 50, 2)?;
    let writers = bed.size.number("FAULTS_WRITERS", 20, 20)?;
    let place = bed.place()?;
    let server = Server::start(&place)?;
    let mut figures = Figures::default();
    for round in 0..rounds {
        let tag = format!("B{round}");
        let plan = Plan {
            writers,
            tag: tag.clone(),
            folder: place.folder.clone(),
            silence: Silence::Passes,
            refusal: unavailable,
        };
        let api = Api::sign_in(&server.url)?;
        let working = Writers::start(&api, &plan);
        working.until_more(1, Duration::from_secs(30))?;
        sleep(bed.chance.time(Duration::from_secs(1)));
        let before = api.names(&format!("{tag}%20"))?.into_iter().collect();
        let file = place.folder.join(format!("{round}.gz"));
        let to = file.to_str().context("a path as text")?;
        place.run(&["backup", "--to", to])?;
        let done = working.end()?;
        is_one_instant(bed, &Made { file, before }, &done, &mut figures)?;
        figures.rounds += 1;
    }
    Ok(figures)
}

/// Restores it elsewhere: everything known before is in it, and of each writer a beginning of what it wrote.
fn is_one_instant(bed: &Bed, made: &Made, done: &[Done], figures: &mut Figures) -> Result<()> {
    let place = bed.empty()?;
    place.run(&["restore", made.file.to_str().context("a path as text")?])?;
    place.check()?;
    let held: HashSet<String> = place
        .column("SELECT name FROM accounts")?
        .into_iter()
        .collect();
    figures.lost += made
        .before
        .iter()
        .filter(|name| !held.contains(*name))
        .count();
    for done in done {
        let written: Vec<_> = done
            .entries
            .iter()
            .filter(|entry| entry.standing == Standing::Acknowledged)
            .collect();
        figures.acknowledged += written.len();
        let there = written
            .iter()
            .take_while(|entry| held.contains(&entry.name))
            .count();
        let later = written
            .iter()
            .skip(there)
            .any(|entry| held.contains(&entry.name));
        figures.must(!later, || {
            "a backup holds something without what came before".to_owned()
        });
    }
    std::fs::remove_file(&made.file)?;
    Ok(())
}
