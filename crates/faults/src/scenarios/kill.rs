//! `kill -9` under writers: nothing acknowledged is lost, nothing is there twice.

use std::thread::sleep;
use std::time::Duration;

use anyhow::Result;

use super::Bed;
use crate::api::Api;
use crate::figures::Figures;
use crate::oracle;
use crate::server::Server;
use crate::writers::{Plan, Silence, Writers, entries, unavailable};

/// How soon a server must be ready after it was killed.
const AGAIN: Duration = Duration::from_secs(5);

/// Kills a server at random moments, as often as the size says.
///
/// # Errors
/// When a server does not start or a writer met what it must not.
pub fn run(bed: &mut Bed) -> Result<Figures> {
    let rounds = bed.size.number("FAULTS_KILL_ROUNDS", 100, 3)?;
    let most = Duration::from_millis(bed.size.number("FAULTS_KILL_WITHIN_MS", 5_000, 1_000)?);
    let writers = bed.size.number("FAULTS_WRITERS", 20, 20)?;
    let place = bed.place()?;
    let mut figures = Figures::default();
    let mut server = Server::start(&place)?;
    let mut sent = 0;
    for round in 0..rounds {
        let tag = format!("K{round}");
        let plan = Plan {
            writers,
            tag: tag.clone(),
            folder: place.folder.clone(),
            silence: Silence::Ends,
            refusal: unavailable,
        };
        let working = Writers::start(&Api::sign_in(&server.url)?, &plan);
        sleep(bed.chance.time(most));
        server.kill()?;
        let entries = entries(&working.end()?);
        server = Server::start(&place)?;
        figures.recovered(server.took, AGAIN);
        let api = Api::sign_in(&server.url)?;
        oracle::account_for(&api, &place, &tag, &entries, &mut figures)?;
        place.check()?;
        figures.rounds += 1;
        sent += entries.len();
    }
    let all = place.number("SELECT count(*) FROM accounts")?;
    figures.must(all == sent, || format!("{all} records for {sent} writes"));
    figures.must(sent > rounds * writers, || {
        format!("the writers hardly wrote: {sent}")
    });
    Ok(figures)
}
