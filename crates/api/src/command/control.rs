//! Work that a command hands to the server beside it. An SQLite file has one writer: while a server holds the data folder,
//! `guanxi user` and `guanxi demo` ask the server to write, by a door on this machine alone.

mod ask;
mod door;
mod order;

use guanxi_persistence::Location;
use serde::{Deserialize, Serialize};

use super::Failure;
use super::place::Place;
use crate::demo::Step;
use crate::folder::FolderError;
use crate::settings::{DataOptions, ServeOptions, Settings};

pub use door::Door;
pub use order::{Listed, Order, Outcome};

/// The name of the file in the data folder that leads to the door: its address and its secret.
const FILE: &str = "guanxi.control";

/// What is sent through the door: one line.
#[derive(Debug, Serialize, Deserialize)]
struct Question {
    token: String,
    version: String,
    order: Order,
}

/// What comes back, line by line; the last is no step.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Step(Step),
    Done(Outcome),
    Failed(String),
}

/// Carries out an order: in the server that works in the data folder, else here.
pub fn carry_out(
    data: &DataOptions,
    command: &str,
    order: Order,
    told: &mut dyn FnMut(&Step),
) -> Result<Outcome, Failure> {
    match Place::current(data, &ServeOptions::default(), command) {
        Ok(place) => order.carry_out(&place.db, &mut |step| {
            told(&step);
            Ok(())
        }),
        Err(Failure::Folder(FolderError::InUse { folder, holder })) => {
            if !holder.starts_with("`guanxi serve`") {
                return Err(FolderError::InUse { folder, holder }.into());
            }
            ask::server(&folder, order, told)
        }
        Err(other) => Err(other),
    }
}

/// The door of a server: where one process holds the database. PostgreSQL has no need of it.
pub fn open_for(place: &Place) -> Result<Option<Door>, Failure> {
    let settings: &Settings = &place.settings;
    match settings.location()? {
        Location::Postgres(_) => Ok(None),
        Location::Sqlite(_) => {
            let door = door::open(&settings.data, place.db.clone());
            door.map(Some)
                .map_err(|error| Failure::Io("cannot open the door for commands", error))
        }
    }
}
