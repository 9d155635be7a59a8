//! `guanxi openapi`.

use std::io::Write;

use super::Failure;
use crate::openapi;

/// Prints the document.
pub fn run() -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let written = out.write_all(openapi::json().as_bytes());
    written.map_err(|error| Failure::Io("standard output", error))
}
