//! What is measured.

mod importing;
mod life;
mod reading;
mod writing;

use anyhow::Result;

use crate::options::Options;
use crate::report;
use crate::site::Site;

/// Clients at once where many are meant, as aims for reading say.
const READERS: usize = 8;
/// The same for writing.
const WRITERS: usize = 50;

/// Measures everything that is wanted.
pub fn run(options: &Options) -> Result<Vec<report::Result>> {
    let site = Site::prepare(options)?;
    let mut results = Vec::new();
    life::measure(options, &site, &mut results)?;
    reading::measure(options, &site, &mut results)?;
    writing::measure(options, &site, &mut results)?;
    importing::measure(options, &site, &mut results)?;
    Ok(results)
}
