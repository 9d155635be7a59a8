//! A polite stop under writers, with an import at work: what was begun is finished, the rest never begins.

use std::thread::sleep;
use std::time::Duration;

use anyhow::Result;

use super::Bed;
use super::import::Import;
use crate::api::Api;
use crate::figures::Figures;
use crate::ledger::{Entry, Standing};
use crate::oracle;
use crate::place::Place;
use crate::server::Server;
use crate::writers::{Plan, Silence, Writers, entries, unavailable};

/// How soon it must have ended.
const ENDED: Duration = Duration::from_secs(30);
const AGAIN: Duration = Duration::from_secs(5);

/// Stops a server under load, as often as the size says.
///
/// # Errors
/// When a server does not start or stop, or a writer met what it must not.
pub fn run(bed: &mut Bed) -> Result<Figures> {
    let rounds = bed.size.number("FAULTS_STOP_ROUNDS", 50, 3)?;
    let writers = bed.size.number("FAULTS_WRITERS", 20, 20)?;
    let rows = bed.size.number("FAULTS_STOP_IMPORT_ROWS", 10_000, 300)?;
    let place = bed.place()?;
    let mut figures = Figures::default();
    let mut server = Server::start(&place)?;
    let import = Import::begin(&Api::sign_in(&server.url)?, rows)?;
    let mut slowest = Duration::ZERO;
    for round in 0..rounds {
        let tag = format!("S{round}");
        let plan = Plan {
            writers,
            tag: tag.clone(),
            folder: place.folder.clone(),
            silence: Silence::Ends,
            refusal: unavailable,
        };
        let working = Writers::start(&Api::sign_in(&server.url)?, &plan);
        sleep(Duration::from_millis(200) + bed.chance.time(Duration::from_secs(1)));
        let (code, took) = server.terminate()?;
        let entries = entries(&working.end()?);
        slowest = slowest.max(took);
        figures.must(code == Some(0), || format!("exit code {code:?}"));
        figures.must(took < ENDED, || format!("stopped after {took:?}"));
        never_begun(&place, &entries, &mut figures)?;
        server = Server::start(&place)?;
        figures.recovered(server.took, AGAIN);
        oracle::account_for(
            &Api::sign_in(&server.url)?,
            &place,
            &tag,
            &entries,
            &mut figures,
        )?;
        figures.rounds += 1;
    }
    import.until_finished(&server, &place, &mut figures)?;
    drop(server);
    place.check()?;
    figures.remarks.push(format!(
        "stopped within {:.1} s; an import of {rows} rows went on each time",
        slowest.as_secs_f64()
    ));
    Ok(figures)
}

/// What had no answer was not begun either.
fn never_begun(place: &Place, entries: &[Entry], figures: &mut Figures) -> Result<()> {
    for entry in entries
        .iter()
        .filter(|entry| entry.standing == Standing::Open)
    {
        let there = place.number(&format!(
            "SELECT count(*) FROM accounts WHERE name = '{}'",
            entry.name
        ))?;
        figures.must(there == 0, || {
            format!("{} was done and nobody told", entry.name)
        });
    }
    Ok(())
}
