//! `guanxi import`: the command line of the import job.

use super::Failure;
use crate::settings::DataOptions;

/// What is to be brought in.
#[derive(Debug, clap::Args)]
pub struct Options {}

/// Brings records in.
pub fn run(_: &DataOptions, _: &Options) -> Result<(), Failure> {
    Err(Failure::Said("this version cannot import yet".to_owned()))
}
