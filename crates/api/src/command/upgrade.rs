//! What is done before the schema of a database with data is changed.

use guanxi_persistence::Location;

use super::Failure;
use super::backup;
use super::flow::Flow;
use super::place::Place;

/// Keeps the way back: a backup of a database file before its schema is changed. PostgreSQL has its own ways, and
/// may be far too large to be copied at a start; there `guanxi backup` beside the old version does the same.
pub fn keep_former(place: &Place) -> Result<(), Failure> {
    let pending = place.db.pending_migrations()?;
    if pending == 0 || !place.db.has_schema()? {
        return Ok(());
    }
    if matches!(place.settings.location()?, Location::Postgres(_)) {
        tracing::info!(
            pending,
            "the schema is being changed; the way back is a backup made before"
        );
        return Ok(());
    }
    let path = backup::usual(&place.settings.data, "before-upgrade").map_err(not_kept)?;
    backup::make(&place.settings, &path, &mut Flow::new()).map_err(not_kept)?;
    tracing::info!(path = %path.display(), pending, "kept a backup before the schema is changed");
    Ok(())
}

fn not_kept(why: Failure) -> Failure {
    Failure::Said(format!(
        "the database was left as it is, because no backup could be made before the upgrade: {why}\n\
         make room, or upgrade without one by `guanxi migrate --without-backup`"
    ))
}
