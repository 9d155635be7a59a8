//! The database a command works on, held for as long as it does.

use guanxi_persistence::{Database, Location};

use super::{Failure, upgrade};
use crate::folder::{self, FolderError, Held};
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
    /// For a command that needs the folder for itself; schema as it is.
    pub fn alone(data: &DataOptions, serve: &ServeOptions, command: &str) -> Result<Self, Failure> {
        let settings = Settings::new(data, serve)?;
        let location = settings.location()?;
        let held = match &location {
            Location::Sqlite(_) => Some(folder::hold(&settings.data, command)?),
            Location::Postgres(_) => None,
        };
        let place = Self {
            db: Database::open_with(&location, settings.master_key.clone())?,
            settings,
            _held: held,
        };
        place.refuse_newer_schema()?;
        Ok(place)
    }

    /// The same, with the schema of this version.
    pub fn current(
        data: &DataOptions,
        serve: &ServeOptions,
        command: &str,
    ) -> Result<Self, Failure> {
        let place = Self::alone(data, serve, command)?;
        upgrade::keep_former(&place)?;
        for name in place.db.migrate()? {
            tracing::info!(name, "schema changed");
        }
        Ok(place)
    }

    /// Beside a running server, only looking; schema as it is.
    pub fn looking(data: &DataOptions, command: &str) -> Result<Self, Failure> {
        match Self::alone(data, &ServeOptions::default(), command) {
            Err(Failure::Folder(FolderError::InUse { .. })) => Self::unheld(data),
            other => other,
        }
    }

    /// For a command that may work beside a running server: SQLite keeps short writes of two
    /// processes apart, and the server looks every second what changed.
    pub fn beside(data: &DataOptions, command: &str) -> Result<Self, Failure> {
        let serve = ServeOptions::default();
        let in_use = match Self::current(data, &serve, command) {
            Err(Failure::Folder(error @ FolderError::InUse { .. })) => error,
            other => return other,
        };
        let place = Self::unheld(data)?;
        // Only whoever holds the folder may change the schema.
        if place.db.pending_migrations()? == 0 {
            Ok(place)
        } else {
            Err(in_use.into())
        }
    }

    fn unheld(data: &DataOptions) -> Result<Self, Failure> {
        let settings = Settings::new(data, &ServeOptions::default())?;
        let place = Self {
            db: Database::open_with(&settings.location()?, settings.master_key.clone())?,
            settings,
            _held: None,
        };
        place.refuse_newer_schema()?;
        Ok(place)
    }

    fn refuse_newer_schema(&self) -> Result<(), Failure> {
        match self.db.newer_migration()? {
            None => Ok(()),
            Some(change) => {
                let version = env!("CARGO_PKG_VERSION");
                Err(Failure::Newer(format!(
                    "the database belongs to a newer Guanxi than this {version}: it has the schema change {change}, \
                     which this version does not know; use that version, or restore a backup made before it into an \
                     empty place"
                )))
            }
        }
    }
}
