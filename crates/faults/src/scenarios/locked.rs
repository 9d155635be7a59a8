//! One writer, many who write beside an import: nobody ever hears that the database is locked, and nobody waits long.

use std::time::Duration;

use anyhow::{Result, ensure};

use super::Bed;
use super::import::Import;
use crate::api::Api;
use crate::figures::Figures;
use crate::oracle;
use crate::server::Server;
use crate::writers::{Done, Plan, Silence, Writers, entries};

const P99: Duration = Duration::from_secs(2);
/// How long one set of writers works: a token lives ten minutes.
const TURN: Duration = Duration::from_secs(60);

/// Nothing is refused.
const fn nothing(_: u16) -> bool {
    false
}

/// Writes beside an import until that is done.
///
/// # Errors
/// When anybody is refused.
pub fn run(bed: &mut Bed) -> Result<Figures> {
    let rows: usize = bed.size.number("FAULTS_LOCKED_ROWS", 100_000, 300)?;
    let writers: usize = bed.size.number("FAULTS_LOCKED_WRITERS", 50, 20)?;
    let place = bed.place()?;
    let server = Server::start(&place)?;
    let import = Import::begin(&Api::sign_in(&server.url)?, rows)?;
    let mut figures = Figures::default();
    let mut times = Vec::new();
    let mut finished = false;
    while !finished {
        let tag = format!("L{}", figures.rounds);
        let api = Api::sign_in(&server.url)?;
        let plan = Plan {
            writers,
            tag: tag.clone(),
            folder: place.folder.clone(),
            silence: Silence::Passes,
            refusal: nothing,
        };
        let working = Writers::start(&api, &plan);
        finished = import.finished_within(&api, TURN)?;
        let done = working.end()?;
        times.extend(done.iter().flat_map(|done: &Done| done.times.clone()));
        oracle::account_for(&api, &place, &tag, &entries(&done), &mut figures)?;
        figures.rounds += 1;
    }
    import.until_finished(&server, &place, &mut figures)?;
    drop(server);
    place.check()?;
    ensure!(!times.is_empty(), "nobody wrote");
    times.sort_unstable();
    let at = |share: usize| {
        times
            .get(times.len() * share / 100)
            .copied()
            .unwrap_or_default()
    };
    figures.must(at(99) < P99, || format!("p99 is {:.1?}", at(99)));
    figures.remarks.push(format!(
        "{} writes beside {rows} rows: p50 {} ms, p99 {} ms",
        times.len(),
        at(50).as_millis(),
        at(99).as_millis()
    ));
    Ok(figures)
}
