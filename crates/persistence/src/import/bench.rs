//! Where the rows are written: the database itself, or for a dry run a copy of it, which is thrown
//! away. So a dry run is the real thing, and nobody else sees or waits for any of it.

use std::path::PathBuf;
use std::sync::Arc;

use diesel::connection::SimpleConnection;
use uuid::Uuid;

use crate::cells;
use crate::connection::{Conn, Dialect, Location, Purpose};
use crate::database::Database;
use crate::engine::write::Tx;
use crate::error::{Error, Result};
use crate::sql::Sql;

/// A database for an import's records.
pub(super) struct Bench {
    db: Database,
    copy: Copy,
}

/// What was made for a dry run.
enum Copy {
    /// Nothing: this is no dry run.
    None,
    /// SQLite: a file beside the database's.
    File(PathBuf),
    /// PostgreSQL: a schema with tables of the same names.
    Schema(Arc<str>, Database),
}

impl Bench {
    /// The database itself.
    pub(super) const fn real(db: Database) -> Self {
        Self {
            db,
            copy: Copy::None,
        }
    }

    /// A copy.
    pub(super) fn copy(db: &Database, import: Uuid) -> Result<Self> {
        match db.dialect() {
            Dialect::Sqlite => copied_file(db, import),
            Dialect::Postgres => copied_schema(db, import),
        }
    }

    /// Writes to it.
    pub(super) fn write<T, F>(&self, mut work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx) -> Result<T> + Send + 'static,
    {
        match &self.copy {
            Copy::Schema(schema, _) => {
                let schema = Arc::clone(schema);
                self.db.write(move |tx| {
                    look_into(tx.conn, &schema)?;
                    work(tx)
                })
            }
            _ => self.db.write(work),
        }
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        let thrown = match &self.copy {
            Copy::None => Ok(()),
            Copy::File(path) => {
                remove_file(path);
                Ok(())
            }
            Copy::Schema(schema, db) => drop_schema(db, schema),
        };
        if let Err(error) = thrown {
            tracing::warn!(%error, "the copy of a dry run could not be removed");
        }
    }
}

fn copied_file(db: &Database, import: Uuid) -> Result<Bench> {
    let own = db.read(|reader| file_of(reader.conn()))?;
    let path = own.with_extension(format!("dry-{}", import.simple()));
    remove_file(&path);
    let mut conn = Location::Sqlite(own)
        .connect(Purpose::Write)
        .map_err(|error| Error::Unavailable(error.to_string()))?;
    let mut sql = Sql::text(Dialect::Sqlite, "VACUUM INTO ");
    sql.bind(path.to_string_lossy().into_owned());
    let copied = sql.execute(&mut conn);
    if let Err(error) = copied {
        remove_file(&path);
        return Err(error.into());
    }
    let db = Database::open(&Location::Sqlite(path.clone()));
    match db {
        Ok(db) => Ok(Bench {
            db,
            copy: Copy::File(path),
        }),
        Err(error) => {
            remove_file(&path);
            Err(error)
        }
    }
}

fn file_of(conn: &mut Conn) -> Result<PathBuf> {
    let sql = Sql::text(
        conn.dialect(),
        "SELECT file FROM pragma_database_list WHERE name = 'main'",
    );
    let files = cells::texts(conn, sql)?;
    let file = files.into_iter().next().filter(|file| !file.is_empty());
    file.map(PathBuf::from)
        .ok_or_else(|| Error::Internal("the database is no file".to_owned()))
}

fn remove_file(path: &std::path::Path) {
    for end in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        // It need not be there.
        drop(std::fs::remove_file(name));
    }
}

/// Tables whose rows no record needs: they are there in the copy, but empty.
const EMPTY: [&str; 9] = [
    "event_log",
    "event_chain",
    "search_rows",
    "jobs",
    "imports",
    "import_files",
    "import_pieces",
    "import_rows",
    "import_problems",
];

fn copied_schema(db: &Database, import: Uuid) -> Result<Bench> {
    let schema: Arc<str> = format!("dry_{}", import.simple()).into();
    drop_schema(db, &schema)?;
    let name = Arc::clone(&schema);
    db.write(move |tx| {
        tx.conn.batch_execute(&format!("CREATE SCHEMA {name}"))?;
        for table in tables(tx.conn)? {
            tx.conn.batch_execute(&format!(
                "CREATE TABLE {name}.{table} (LIKE {table} INCLUDING ALL)"
            ))?;
        }
        Ok(())
    })?;
    let bench = Bench {
        db: db.clone(),
        copy: Copy::Schema(Arc::clone(&schema), db.clone()),
    };
    let tables = db.read(|reader| tables(reader.conn()))?;
    for table in tables
        .into_iter()
        .filter(|table| !EMPTY.contains(&table.as_str()))
    {
        let name = Arc::clone(&schema);
        db.write(move |tx| {
            Ok(tx.conn.batch_execute(&format!(
                "INSERT INTO {name}.{table} OVERRIDING SYSTEM VALUE SELECT * FROM {table}"
            ))?)
        })?;
    }
    Ok(bench)
}

/// The tables of the workspace; partitions are part of theirs.
fn tables(conn: &mut Conn) -> Result<Vec<String>> {
    let sql = Sql::text(
        conn.dialect(),
        "SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace \
         AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1",
    );
    Ok(cells::texts(conn, sql)?)
}

fn drop_schema(db: &Database, schema: &Arc<str>) -> Result<()> {
    let name = Arc::clone(schema);
    db.write(move |tx| {
        Ok(tx
            .conn
            .batch_execute(&format!("DROP SCHEMA IF EXISTS {name} CASCADE"))?)
    })
}

/// For the rest of the transaction, plain names of tables mean those of the copy.
fn look_into(conn: &mut Conn, schema: &str) -> Result<()> {
    let mut sql = Sql::text(conn.dialect(), "SELECT set_config('search_path', ");
    sql.bind(schema)
        .push(" || ',' || current_setting('search_path'), true)");
    sql.execute(conn)?;
    Ok(())
}

/// Removes copies in files that a killed process left. Only where no other process can be working.
pub(super) fn sweep_files(db: &Database) -> Result<()> {
    if db.dialect() != Dialect::Sqlite {
        return Ok(());
    }
    let own = db.read(|reader| file_of(reader.conn()))?;
    let (Some(folder), Some(stem)) = (own.parent(), own.file_stem()) else {
        return Ok(());
    };
    let copies = format!("{}.dry-", stem.to_string_lossy());
    let there = std::fs::read_dir(folder).map_err(|error| Error::Unavailable(error.to_string()))?;
    let files = there.flatten().filter(|entry| {
        let name = entry.file_name();
        name.to_string_lossy().starts_with(&copies)
    });
    for file in files {
        drop(std::fs::remove_file(file.path()));
    }
    Ok(())
}

/// Removes copies in schemas whose import nobody works on any more.
pub(super) fn sweep_schemas(conn: &mut Conn) -> Result<()> {
    if conn.dialect() != Dialect::Postgres {
        return Ok(());
    }
    let sql = Sql::text(
        conn.dialect(),
        "SELECT nspname::text FROM pg_namespace WHERE nspname ~ '^dry_[0-9a-f]{32}$' AND NOT EXISTS \
         (SELECT 1 FROM imports i WHERE i.state IN ('waiting', 'running') \
         AND 'dry_' || replace(i.id::text, '-', '') = nspname)",
    );
    for name in cells::texts(conn, sql)? {
        conn.batch_execute(&format!("DROP SCHEMA IF EXISTS {name} CASCADE"))?;
    }
    Ok(())
}
