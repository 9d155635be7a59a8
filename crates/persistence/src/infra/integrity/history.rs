//! Whether this version knows everything that was done to the schema.

use std::collections::BTreeSet;

use crate::cells;
use crate::connection::Conn;
use crate::error::Result;
use crate::migrations;
use crate::sql::Sql;

/// Schema changes that were applied and that this version does not know: made by a newer one.
pub fn unknown_migrations(conn: &mut Conn) -> Result<Vec<String>> {
    let mut sql = Sql::new(conn.dialect());
    sql.either(
        "SELECT COUNT(*) FROM sqlite_master WHERE name = ",
        "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = ",
    );
    sql.bind(HISTORY);
    if cells::number(conn, sql)? == 0 {
        return Ok(Vec::new());
    }
    let known: BTreeSet<String> = known_versions()?;
    let text = format!("SELECT version FROM {HISTORY} ORDER BY version");
    let mut applied = cells::texts(conn, Sql::text(conn.dialect(), &text))?;
    applied.retain(|version| !known.contains(version));
    Ok(applied)
}

/// Where diesel keeps which changes were applied.
const HISTORY: &str = "__diesel_schema_migrations";

/// Versions as diesel stores them: the digits of the name, `20261122000100`.
fn known_versions() -> Result<BTreeSet<String>> {
    let (names, _) = migrations::all()?;
    let version = |name: &String| {
        let version = name.split('_').next().unwrap_or_default();
        version.replace('-', "")
    };
    Ok(names.iter().map(version).collect())
}
