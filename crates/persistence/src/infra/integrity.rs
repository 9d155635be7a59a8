//! Whether a database is whole: what `guanxi check` asks.

use std::collections::BTreeSet;

use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::registry;

use crate::cells;
use crate::columns::write_columns;
use crate::connection::{Conn, Dialect};
use crate::error::Result;
use crate::migrations;
use crate::sql::Sql;

/// What SQLite finds wrong with the file itself and with references. PostgreSQL enforces both
/// always, so there is nothing to ask.
pub fn storage_faults(conn: &mut Conn) -> Result<Vec<String>> {
    if conn.dialect() == Dialect::Postgres {
        return Ok(Vec::new());
    }
    let pages = Sql::text(conn.dialect(), "PRAGMA integrity_check");
    let mut faults = cells::texts(conn, pages)?;
    faults.retain(|line| line != "ok");
    let references = Sql::text(conn.dialect(), "PRAGMA foreign_key_check");
    let broken = cells::rows(conn, references, |row| {
        format!(
            "a row of {} refers to a row of {} that is not there",
            row.text(0),
            row.text(2)
        )
    })?;
    faults.extend(broken);
    Ok(faults)
}

/// Fields without a column and columns without a field.
pub fn catalogue_faults(conn: &mut Conn) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for entity in registry::ENTITIES {
        let stored = stored_columns(conn, entity.plural)?;
        let declared = declared_columns(entity);
        let lost = declared.difference(&stored);
        faults.extend(
            lost.map(|column| format!("{}.{column} is not in the database", entity.plural)),
        );
        let strange = stored.difference(&declared);
        faults.extend(
            strange.map(|column| format!("{}.{column} is not in the catalogue", entity.plural)),
        );
    }
    Ok(faults)
}

fn declared_columns(entity: &Entity) -> BTreeSet<String> {
    let fields = entity.all_fields().flat_map(write_columns);
    fields
        .chain(entity.custom.then(|| "custom".to_owned()))
        .collect()
}

fn stored_columns(conn: &mut Conn, table: &str) -> Result<BTreeSet<String>> {
    let mut sql = Sql::new(conn.dialect());
    sql.either(
        "SELECT name FROM pragma_table_info(",
        "SELECT column_name::text FROM information_schema.columns \
         WHERE table_schema = current_schema() AND table_name = (",
    );
    sql.bind(table).push(")");
    Ok(cells::texts(conn, sql)?.into_iter().collect())
}

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
