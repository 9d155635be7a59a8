//! Measures Guanxi beside the raw engine doing the same work in the same run: `make bench`.
//!
//! Every figure of ours goes over HTTP, with wrk as the load; what it is held against are prepared statements on the
//! same database (pgbench; a loop over SQLite) and a bare HTTP handler. Both are measured in turns, so that whatever
//! else the machine does hits both. `docs/benchmarks.md` tells how to read the figures.

mod api;
mod bare;
mod cases;
mod load;
mod options;
mod process;
mod raw;
mod report;
mod rounds;
mod site;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use crate::options::{Command, Options};

fn main() -> Result<ExitCode> {
    let options = Options::parse();
    if let Some(Command::Bare { listen }) = options.command {
        bare::serve(listen)?;
        return Ok(ExitCode::SUCCESS);
    }
    let results = cases::run(&options)?;
    let text = report::markdown(&options, &results);
    print!("{text}");
    if let Some(file) = &options.out {
        std::fs::write(file, text)?;
    }
    let Some(floor) = options.floor else {
        return Ok(ExitCode::SUCCESS);
    };
    let below: Vec<&str> = results
        .iter()
        .filter(|result| result.is_below(floor))
        .map(|result| result.name.as_str())
        .collect();
    if !below.is_empty() {
        eprintln!("below {floor} of the aim: {}", below.join("; "));
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}
