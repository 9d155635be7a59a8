//! `guanxi web-app`: whether the web app is inside, for `make dist`.

use super::Failure;
use crate::browser;

/// Counts what browsers are given; fails when the page or something it needs is not inside.
pub fn run() -> Result<(), Failure> {
    let lost = browser::lost();
    if lost.is_empty() {
        println!("the web app is inside: {} files", browser::names().count());
        return Ok(());
    }
    Err(Failure::Said(format!(
        "the web app is not inside: there is no {}",
        lost.join(", no ")
    )))
}
