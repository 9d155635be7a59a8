//! The database a command works on, held for as long as it does.

use guanxi_persistence::{Database, Location};

use super::Failure;
use crate::folder::{self, Held};
use crate::settings::{DataOptions, ServeOptions, Settings};

/// A database, and the hold on its folder.
pub struct Place {
    /// The database.
    pub db: Database,
    /// How this installation runs.
    pub settings: Settings,
    _held: Option<Held>,
}

impl Place {
    /// Opens the database for a command, schema as it is.
    pub fn open(data: &DataOptions, serve: &ServeOptions, command: &str) -> Result<Self, Failure> {
        let settings = Settings::new(data, serve)?;
        let location = settings.location()?;
        let held = match &location {
            Location::Sqlite(_) => Some(folder::hold(&settings.data, command)?),
            Location::Postgres(_) => None,
        };
        Ok(Self {
            db: Database::open(&location)?,
            settings,
            _held: held,
        })
    }

    /// The same, with the schema of this version.
    pub fn open_current(
        data: &DataOptions,
        serve: &ServeOptions,
        command: &str,
    ) -> Result<Self, Failure> {
        let place = Self::open(data, serve, command)?;
        for name in place.db.migrate()? {
            tracing::info!(name, "schema changed");
        }
        Ok(place)
    }
}
