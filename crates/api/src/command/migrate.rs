//! `guanxi migrate`.

use guanxi_persistence::migrations::Step;

use super::Failure;
use super::place::Place;
use super::progress::Line;
use crate::settings::{DataOptions, ServeOptions};

/// Applies what is missing and says what that is: each migration before it is applied, and when it is in.
pub fn run(data: &DataOptions) -> Result<(), Failure> {
    let place = Place::alone(data, &ServeOptions::default(), "migrate")?;
    let mut line = Line::new();
    let applied = place
        .db
        .migrate_telling(move |step| tell(&mut line, step))?;
    if applied.is_empty() {
        println!("the schema is up to date");
    }
    Ok(())
}

fn tell(line: &mut Line, step: &Step) {
    let Step {
        name,
        number,
        whole,
        done,
    } = step;
    if *done {
        line.clear();
        println!("applied {name}");
    } else {
        line.say(&format!("{number} of {whole}: applying {name} …"));
    }
}
