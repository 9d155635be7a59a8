//! `guanxi demo`.

use std::time::Instant;

use super::Failure;
use super::control::{Order, Outcome, carry_out};
use super::progress::{Line, of};
use crate::demo::Step;
use crate::settings::DataOptions;

/// How much.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// How many accounts; contacts and opportunities are five times, activities 25 times as many
    #[arg(long, default_value_t = 200, value_name = "N")]
    scale: usize,
    /// Take all made-up records out again (into the bin); making some again brings them back
    #[arg(long)]
    remove: bool,
}

/// What comes of it, for people and scripts.
pub const HELP: &str = "\
Again is harmless: what was made goes on where it stopped. Beside a running server, the server does
the work.";

/// Fills or clears.
pub fn run(data: &DataOptions, options: &Options) -> Result<(), Failure> {
    let started = Instant::now();
    let (order, done) = if options.remove {
        (Order::ClearDemo, "taken out")
    } else {
        let accounts = options.scale;
        (Order::FillDemo { accounts }, "made")
    };
    let mut line = Line::new();
    let outcome = carry_out(data, "demo", order, &mut |step| tell(&mut line, step))?;
    if let Outcome::Records(count) = outcome {
        println!(
            "{count} records {done} in {:.1} s",
            started.elapsed().as_secs_f32()
        );
    }
    Ok(())
}

/// Tells how far each kind is; every kind has a line in the end.
fn tell(line: &mut Line, step: &Step) {
    let said = || format!("{}: {}", step.what, of(step.done, step.whole));
    if step.done == step.whole {
        line.say(&said());
        line.end();
    } else {
        line.show(said);
    }
}
