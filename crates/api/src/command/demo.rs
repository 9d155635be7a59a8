//! `guanxi demo`.

use std::io::{IsTerminal, Write};
use std::time::Instant;

use guanxi_domain::kernel::catalogue::Entity;
use guanxi_i18n::Language;

use super::Failure;
use super::place::Place;
use crate::demo;
use crate::seeds;
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

/// Fills or clears.
pub fn run(data: &DataOptions, options: &Options) -> Result<(), Failure> {
    let place = Place::beside(data, "demo")?;
    let started = Instant::now();
    let language = Language::from_tag(&place.db.world().workspace.language).unwrap_or_default();
    place.db.write(move |tx| seeds::plant(tx, language))?;
    let mut told = progress();
    let count = if options.remove {
        demo::clear(&place.db, &mut told)?
    } else {
        demo::fill(&place.db, options.scale, &mut told)?
    };
    let done = if options.remove { "taken out" } else { "made" };
    println!(
        "{count} records {done} in {:.1} s",
        started.elapsed().as_secs_f32()
    );
    Ok(())
}

/// One line that grows on a terminal, one line a kind elsewhere.
fn progress() -> impl FnMut(&Entity, usize, usize) {
    let live = std::io::stderr().is_terminal();
    move |entity, done, whole| {
        let last = done == whole;
        if live {
            eprint!(
                "\r{}: {done} of {whole}{}",
                entity.plural,
                if last { "\n" } else { "" }
            );
            drop(std::io::stderr().flush());
        } else if last {
            eprintln!("{}: {done} of {whole}", entity.plural);
        }
    }
}
