//! Connections to either database behind one type.

use std::path::PathBuf;

use diesel::connection::SimpleConnection;
use diesel::r2d2::{self, ManageConnection, R2D2Connection};
use diesel::{Connection, ConnectionError, PgConnection, SqliteConnection};

use crate::error::Result;

pub use self::multi::Conn;
pub(crate) use self::multi::{MultiBackend, MultiRawValue, MultiRow};

mod multi {
    #![allow(missing_docs)]
    use super::{PgConnection, SqliteConnection};

    /// A connection to one of the two databases.
    #[derive(diesel::MultiConnection)]
    pub enum Conn {
        /// PostgreSQL.
        Postgres(PgConnection),
        /// SQLite.
        Sqlite(SqliteConnection),
    }
}

/// Which SQL is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Conn {
    /// Which SQL this connection speaks.
    pub const fn dialect(&self) -> Dialect {
        match self {
            Self::Postgres(_) => Dialect::Postgres,
            Self::Sqlite(_) => Dialect::Sqlite,
        }
    }
}

/// Where the data lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// One file.
    Sqlite(PathBuf),
    /// A server, by URL.
    Postgres(String),
}

impl Location {
    /// A URL that begins with `postgres://` or `postgresql://` is a server, anything else a file.
    pub fn parse(text: &str) -> Self {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            Self::Postgres(text.to_owned())
        } else {
            Self::Sqlite(PathBuf::from(text))
        }
    }

    /// Which SQL is spoken there.
    pub const fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Opens one connection.
    pub(crate) fn connect(&self, purpose: Purpose) -> Result<Conn, ConnectionError> {
        match self {
            Self::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(&path.to_string_lossy())?;
                let failed = |error: diesel::result::Error| {
                    ConnectionError::BadConnection(error.to_string())
                };
                conn.batch_execute(SQLITE_SETTINGS).map_err(failed)?;
                if purpose == Purpose::Read {
                    conn.batch_execute("PRAGMA query_only = ON")
                        .map_err(failed)?;
                }
                Ok(Conn::Sqlite(conn))
            }
            Self::Postgres(url) => Ok(Conn::Postgres(PgConnection::establish(url)?)),
        }
    }
}

/// The time-out comes first: setting WAL may have to wait for another connection. FULL survives a
/// power cut, which is promised; group commit pays for it.
const SQLITE_SETTINGS: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
     PRAGMA foreign_keys = ON; PRAGMA case_sensitive_like = ON; PRAGMA temp_store = MEMORY; \
     PRAGMA cache_size = -16000;";

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Reads only; SQLite refuses writes on it.
    Read,
    /// Reads and writes.
    Write,
}

/// Makes the pool's connections.
pub(crate) struct Manager {
    pub(crate) location: Location,
    pub(crate) purpose: Purpose,
}

impl ManageConnection for Manager {
    type Connection = Conn;
    type Error = r2d2::Error;

    fn connect(&self) -> Result<Conn, r2d2::Error> {
        self.location
            .connect(self.purpose)
            .map_err(r2d2::Error::ConnectionError)
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), r2d2::Error> {
        conn.ping().map_err(r2d2::Error::QueryError)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        std::thread::panicking() || R2D2Connection::is_broken(conn)
    }
}

/// Statements that see one and the same moment, whatever is written meanwhile.
pub(crate) fn in_one_moment<T>(
    conn: &mut Conn,
    work: impl FnOnce(&mut Conn) -> Result<T>,
) -> Result<T> {
    conn.transaction(|conn| {
        if conn.dialect() == Dialect::Postgres {
            conn.batch_execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")?;
        }
        work(conn)
    })
}
