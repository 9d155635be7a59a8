//! Ours and theirs in turns, and the median of each.

use anyhow::Result;

use crate::load::{Load, Plan};
use crate::options::Options;
use crate::process::Process;

/// The medians of all rounds.
#[derive(Debug, Clone, Copy)]
pub struct Figures {
    /// Requests a second, and how far the rounds lay apart, in percent of the median.
    pub rate: f64,
    pub spread: f64,
    /// Latencies in milliseconds.
    pub p50: f64,
    pub p95: f64,
    pub p99: f64,
    /// Processor time of the server for one request, in milliseconds.
    pub cpu_ms: f64,
    /// What the others did a second.
    pub raw: f64,
}

/// The middle one.
pub fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Puts the plan on the server and has `raw` do the same work, in turns.
pub fn compare(
    options: &Options,
    server: &Process,
    plan: &Plan,
    connections: usize,
    mut raw: impl FnMut() -> Result<f64>,
) -> Result<Figures> {
    // What is cold the first time is not what is measured.
    plan.run(server.address, connections, 1)?;
    let (mut loads, mut cpu, mut others): (Vec<Load>, Vec<f64>, Vec<f64>) = Default::default();
    for _ in 0..options.rounds {
        let before = server.cpu_ms()?;
        let load = plan.run(server.address, connections, options.seconds)?;
        cpu.push((server.cpu_ms()? - before) / load.requests);
        loads.push(load);
        others.push(raw()?);
    }
    let rate = median(loads.iter().map(Load::rate));
    let most = loads.iter().map(Load::rate).fold(f64::MIN, f64::max);
    let least = loads.iter().map(Load::rate).fold(f64::MAX, f64::min);
    let of = |pick: fn(&Load) -> f64| median(loads.iter().map(pick)) / 1000.0;
    Ok(Figures {
        rate,
        spread: 100.0 * (most - least) / rate,
        p50: of(|load| load.p50),
        p95: of(|load| load.p95),
        p99: of(|load| load.p99),
        cpu_ms: median(cpu),
        raw: median(others),
    })
}
