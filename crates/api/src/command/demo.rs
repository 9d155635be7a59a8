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
    /// Instead of the firm, so many accounts at random; contacts and opportunities are five times, activities 25 times
    /// as many
    #[arg(long, value_name = "N")]
    scale: Option<usize>,
    /// Language of the firm: en, zh-Hant or zh-Hans; the workspace's when none is said
    #[arg(long, value_name = "TAG", value_parser = ["en", "zh-Hant", "zh-Hans"], conflicts_with = "scale")]
    language: Option<String>,
    /// Take all made-up records out again (into the bin), and nothing else; making some again brings them back
    #[arg(long)]
    remove: bool,
}

/// What comes of it, for people and scripts.
pub const HELP: &str = "\
Makes a small firm with a year behind it, to look around in; with --scale, records in any number.
Again is harmless: what was made goes on where it stopped. Beside a running server, the server does
the work.";

/// Fills or clears.
pub fn run(data: &DataOptions, options: &Options) -> Result<(), Failure> {
    let started = Instant::now();
    let (order, done) = match (options.remove, options.scale) {
        (true, _) => (Order::ClearDemo, "taken out"),
        (false, Some(accounts)) => (Order::FillDemo { accounts }, "made"),
        (false, None) => {
            let language = options.language.clone();
            (Order::MakeFirm { language }, "made")
        }
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
