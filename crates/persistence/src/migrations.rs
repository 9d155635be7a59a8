//! The schema's history, embedded in the binary, one per database with the same names.

use diesel::backend::Backend;
use diesel::migration::{Migration, MigrationSource};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::cells;
use crate::connection::Conn;
use crate::error::{Error, Result};
use crate::sql::Sql;

const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

/// One lock for all nodes that start at once; any number that nobody else uses.
const LOCK: i64 = 0x6775_616e_7869;

/// A migration that is applied now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its name.
    pub name: String,
    /// Its place among those that are applied, from 1.
    pub number: usize,
    /// How many are applied.
    pub whole: usize,
    /// Whether it is in; before, it is about to be applied.
    pub done: bool,
}

/// Brings the schema up to date, telling before and after each migration; the names of what was applied.
pub(crate) fn up(conn: &mut Conn, told: &mut dyn FnMut(&Step)) -> Result<Vec<String>> {
    alone(conn, |conn| match conn {
        Conn::Postgres(conn) => apply(conn, POSTGRES, told, &|_| true),
        Conn::Sqlite(conn) => apply(conn, SQLITE, told, &|_| true),
    })
}

/// Brings the schema to where it had these changes and no others.
pub(crate) fn up_to(conn: &mut Conn, versions: &[String]) -> Result<()> {
    let mut told = |_: &Step| {};
    let wanted = |version: &str| versions.iter().any(|wanted| wanted == version);
    match conn {
        Conn::Postgres(conn) => apply(conn, POSTGRES, &mut told, &wanted),
        Conn::Sqlite(conn) => apply(conn, SQLITE, &mut told, &wanted),
    }
    .map(drop)
}

fn apply<DB: Backend, C: MigrationHarness<DB>>(
    conn: &mut C,
    source: impl MigrationSource<DB>,
    told: &mut dyn FnMut(&Step),
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Vec<String>> {
    let mut pending = listed(conn.pending_migrations(source))?;
    pending.retain(|migration| wanted(&migration.name().version().to_string()));
    let mut names = Vec::with_capacity(pending.len());
    for (i, migration) in pending.iter().enumerate() {
        let mut step = Step {
            name: migration.name().to_string(),
            number: i + 1,
            whole: pending.len(),
            done: false,
        };
        told(&step);
        conn.run_migration(migration.as_ref()).map_err(|error| {
            Error::Internal(format!(
                "the migration {} failed, and nothing of it was kept: {error}",
                step.name
            ))
        })?;
        step.done = true;
        told(&step);
        names.push(step.name);
    }
    Ok(names)
}

/// Takes every migration back, newest first: for tests of the way back.
pub(crate) fn down(conn: &mut Conn) -> Result<Vec<String>> {
    alone(conn, take_back)
}

/// The same for whoever works alone with the schema already.
pub(crate) fn take_back(conn: &mut Conn) -> Result<Vec<String>> {
    let reverted = match conn {
        Conn::Postgres(conn) => names(conn.revert_all_migrations(POSTGRES)),
        Conn::Sqlite(conn) => names(conn.revert_all_migrations(SQLITE)),
    };
    reverted.map_err(Error::Internal)
}

/// Where diesel keeps which changes were applied.
pub(crate) const HISTORY: &str = "__diesel_schema_migrations";

/// The versions of what was applied: the digits of the names, `20261122000100`, in their order. None where
/// nothing ever was.
pub(crate) fn applied(conn: &mut Conn) -> Result<Vec<String>> {
    let mut sql = Sql::new(conn.dialect());
    sql.either(
        "SELECT COUNT(*) FROM sqlite_master WHERE name = ",
        "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = ",
    );
    sql.bind(HISTORY);
    if cells::number(conn, sql)? == 0 {
        return Ok(Vec::new());
    }
    let text = format!("SELECT version FROM {HISTORY} ORDER BY version");
    Ok(cells::texts(conn, Sql::text(conn.dialect(), &text))?)
}

/// The first of these versions that this program does not know: it was made by a newer one.
pub(crate) fn first_unknown(versions: &[String]) -> Result<Option<String>> {
    let (names, _) = all()?;
    let known: Vec<String> = names.iter().map(|name| version(name)).collect();
    Ok(versions
        .iter()
        .find(|version| !known.contains(version))
        .cloned())
}

/// The version of a migration as diesel stores it: the digits of its name.
fn version(name: &str) -> String {
    name.split('_').next().unwrap_or_default().replace('-', "")
}

/// How many migrations are still to be applied. Only looks, so it may be asked of a copy that cannot be written.
pub(crate) fn pending(conn: &mut Conn) -> Result<usize> {
    let applied = applied(conn)?;
    let (names, _) = all()?;
    let missing = names
        .iter()
        .filter(|name| !applied.contains(&version(name)));
    Ok(missing.count())
}

/// The names of all migrations for SQLite and for PostgreSQL.
pub fn all() -> Result<(Vec<String>, Vec<String>)> {
    let sqlite: Vec<Box<dyn Migration<diesel::sqlite::Sqlite>>> = listed(SQLITE.migrations())?;
    let postgres: Vec<Box<dyn Migration<diesel::pg::Pg>>> = listed(POSTGRES.migrations())?;
    let sqlite = sqlite.iter().map(|one| one.name().to_string()).collect();
    Ok((
        sqlite,
        postgres.iter().map(|one| one.name().to_string()).collect(),
    ))
}

fn listed<T>(list: diesel::migration::Result<T>) -> Result<T> {
    list.map_err(|error| Error::Internal(error.to_string()))
}

type Applied<'a> = diesel::migration::Result<Vec<diesel::migration::MigrationVersion<'a>>>;

fn names(applied: Applied<'_>) -> std::result::Result<Vec<String>, String> {
    match applied {
        Ok(versions) => Ok(versions.iter().map(ToString::to_string).collect()),
        Err(error) => Err(error.to_string()),
    }
}

/// Work on the schema while nobody else works on it. Of nodes that start at once the second waits, and then finds
/// nothing to do. On SQLite the data folder's lock file already admits one process only.
pub(crate) fn alone<T, E: From<diesel::result::Error>>(
    conn: &mut Conn,
    work: impl FnOnce(&mut Conn) -> std::result::Result<T, E>,
) -> std::result::Result<T, E> {
    let dialect = conn.dialect();
    if dialect == crate::connection::Dialect::Sqlite {
        return work(conn);
    }
    let statement = |name: &str| {
        let mut sql = Sql::text(dialect, &format!("SELECT {name}("));
        sql.bind(LOCK).push(")");
        sql
    };
    statement("pg_advisory_lock").execute(conn)?;
    let done = work(conn);
    let unlocked = statement("pg_advisory_unlock").execute(conn);
    // Why the work failed says more than why the lock could not be given back: with the connection it goes anyway.
    let done = done?;
    unlocked?;
    Ok(done)
}
