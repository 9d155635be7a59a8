//! Starting up and lying idle.

use std::thread::sleep;
use std::time::Duration;

use anyhow::Result;

use crate::options::Options;
use crate::report::{self, Aim};
use crate::rounds::median;
use crate::site::Site;

/// After so long a server has done what it does after a start.
const SETTLED: Duration = Duration::from_secs(3);

pub fn measure(options: &Options, site: &Site, results: &mut Vec<report::Result>) -> Result<()> {
    if !options.wants("start-up") {
        return Ok(());
    }
    let mut starts = Vec::new();
    for _ in 0..options.rounds {
        starts.push(site.serve()?.start.as_secs_f64() * 1000.0);
    }
    let server = site.serve()?;
    sleep(SETTLED);
    let line = |name: &str, value, unit, aim| report::Result {
        name: name.to_owned(),
        clients: 0,
        figures: None,
        value,
        unit,
        aim,
    };
    results.push(line(
        "start-up on an existing database",
        median(starts),
        "ms",
        Aim::AtMost(150.0),
    ));
    results.push(line(
        "memory idle",
        server.memory_mb()?,
        "MB",
        Aim::AtMost(40.0),
    ));
    Ok(())
}
