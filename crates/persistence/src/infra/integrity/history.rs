//! Whether this version knows everything that was done to the schema.

use crate::connection::Conn;
use crate::error::Result;
use crate::migrations;

/// Schema changes that were applied and that this version does not know: made by a newer one.
pub fn unknown_migrations(conn: &mut Conn) -> Result<Vec<String>> {
    let applied = migrations::applied(conn)?;
    Ok(migrations::first_unknown(&applied)?.into_iter().collect())
}
