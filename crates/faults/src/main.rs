//! `make faults`: breaks what Guanxi stands on and tells what held.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use guanxi_faults::figures::{Figures, markdown};
use guanxi_faults::numbers::Size;
use guanxi_faults::place::Engine;
use guanxi_faults::scenarios::{Bed, SCENARIOS, Scenario};

/// Breaks what Guanxi stands on and tells what held.
#[derive(Debug, Parser)]
#[command(name = "guanxi-faults")]
struct Options {
    /// The server's program
    #[arg(long, default_value = "target/release/guanxi")]
    server: PathBuf,
    /// PostgreSQL: a server on which databases may be made; the file engine alone without it
    #[arg(long)]
    postgres: Option<String>,
    /// A few rounds of everything instead of all
    #[arg(long)]
    short: bool,
    /// Only these scenarios, with commas between
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Only this engine: sqlite or postgres
    #[arg(long)]
    engine: Option<String>,
    /// Chooses the random moments; the one in use is told
    #[arg(long)]
    seed: Option<u64>,
    /// Where the table goes besides standard output
    #[arg(long)]
    out: Option<PathBuf>,
}

fn main() -> Result<ExitCode> {
    let options = Options::parse();
    for name in &options.only {
        let known = SCENARIOS.iter().any(|scenario| scenario.name == name);
        ensure!(known, "no scenario is called {name}");
    }
    let wanted = SCENARIOS
        .iter()
        .filter(|one| options.only.is_empty() || options.only.iter().any(|name| name == one.name));
    let (mut lines, mut held) = (Vec::new(), true);
    for scenario in wanted {
        for engine in engines(&options, scenario) {
            let figures = run(&options, scenario, &engine)?;
            held &= figures.hold();
            lines.push(figures.line(scenario.what, engine.name()));
            if let Some(file) = &options.out {
                // After each, so that a long run that is cut short leaves what it found.
                std::fs::write(file, markdown(&lines)).context("writing the table")?;
            }
        }
    }
    print!("{}", markdown(&lines));
    Ok(if held {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn engines(options: &Options, scenario: &Scenario) -> Vec<Engine> {
    let postgres = options.postgres.clone().map(Engine::Postgres);
    let all = std::iter::once(Engine::Sqlite).chain(postgres);
    let wanted = |engine: &Engine| {
        let name = engine.name().to_lowercase();
        options
            .engine
            .as_ref()
            .is_none_or(|only| name.starts_with(only.as_str()))
    };
    all.filter(|engine| wanted(engine) && scenario.concerns(engine))
        .collect()
}

fn run(options: &Options, scenario: &Scenario, engine: &Engine) -> Result<Figures> {
    let seed = options
        .seed
        .unwrap_or_else(|| u64::from(std::process::id()));
    let size = if options.short {
        Size::Short
    } else {
        Size::Full
    };
    eprintln!("== {} on {} (--seed {seed})", scenario.name, engine.name());
    let begun = Instant::now();
    let mut bed = Bed::new(&options.server, engine, size, seed);
    let figures = scenario.run(&mut bed).unwrap_or_else(|error| Figures {
        broken: vec![format!("{error:#}")],
        ..Figures::default()
    });
    for broken in &figures.broken {
        eprintln!("   BROKEN: {broken}");
    }
    eprintln!(
        "   {} after {:.0} s",
        if figures.hold() { "held" } else { "FAILED" },
        begun.elapsed().as_secs_f64()
    );
    Ok(figures)
}
