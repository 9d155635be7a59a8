//! `guanxi migrate`.

use super::Failure;
use super::place::Place;
use crate::settings::{DataOptions, ServeOptions};

/// Applies what is missing and says what that was.
pub fn run(data: &DataOptions) -> Result<(), Failure> {
    let place = Place::alone(data, &ServeOptions::default(), "migrate")?;
    let applied = place.db.migrate()?;
    for name in &applied {
        println!("applied {name}");
    }
    if applied.is_empty() {
        println!("the schema is up to date");
    }
    Ok(())
}
