//! One database, whichever it is: reads from a pool, writes through one door.

use std::sync::{Arc, Mutex, RwLock};
use std::time::Duration;

use diesel::Connection;
use diesel::connection::SimpleConnection;
use diesel::r2d2::{CustomizeConnection, Pool};
use guanxi_domain::kernel::time::Instant;

use crate::connection::{Conn, Dialect, Location, Manager, Purpose};
use crate::engine::read::Reader;
use crate::engine::write::Tx;
use crate::engine::{alike, search};
use crate::error::{Error, Result};
use crate::migrations::Step;
use crate::news::Bell;
use crate::secrets::{MasterKey, Vault};
use crate::sql::Sql;
use crate::statements::Statements;
use crate::world::World;
use crate::writer::Writer;
use crate::{cells, migrations, world};

/// A database. Cheap to clone; all clones share pool, writer and world.
#[derive(Clone)]
pub struct Database(Arc<Inner>);

struct Inner {
    location: Location,
    pool: Pool<Manager>,
    writer: Option<Writer>,
    world: RwLock<Arc<World>>,
    /// Held by whoever reads the world anew: what was read first must not be put in place last.
    reading_world: Mutex<()>,
    bell: Bell,
    vault: Vault,
    statements: Arc<Statements>,
}

/// Name of the secret that signs cursors.
const CURSOR: &str = "cursor";

/// Connections that read at the same time on SQLite; PostgreSQL uses the same number for all.
const POOL_SIZE: u32 = 16;
/// How often a transaction that met a deadlock on PostgreSQL is run again.
const TRIES: usize = 5;

impl Database {
    /// Connects. The schema is left as it is; see [`Database::migrate`].
    pub fn open(location: &Location) -> Result<Self> {
        Self::open_with(location, None)
    }

    /// Connects with the master key around the secrets.
    pub fn open_with(location: &Location, key: Option<MasterKey>) -> Result<Self> {
        let unavailable = |error: &dyn std::fmt::Display| Error::Unavailable(error.to_string());
        let statements = Arc::new(Statements::default());
        let (writer, purpose) = match location {
            // The writer comes first: it makes the file and sets the journal mode.
            Location::Sqlite(_) => {
                let mut conn = location
                    .connect(Purpose::Write)
                    .map_err(|error| unavailable(&error))?;
                statements.watch(&mut conn);
                (Some(Writer::start(conn)?), Purpose::Read)
            }
            Location::Postgres(_) => (None, Purpose::Write),
        };
        let manager = Manager {
            location: location.clone(),
            purpose,
        };
        let pool = Pool::builder()
            .max_size(POOL_SIZE)
            .min_idle(Some(1))
            .connection_timeout(Duration::from_secs(3))
            // Recycled now and then, because diesel's statement cache never forgets.
            .max_lifetime(Some(Duration::from_secs(30 * 60)))
            .test_on_check_out(matches!(location, Location::Postgres(_)))
            .error_handler(Box::new(PoolLog))
            .connection_customizer(Box::new(Prepared(Arc::clone(&statements))))
            .build(manager)
            .map_err(|error| unavailable(&error))?;
        let database = Self(Arc::new(Inner {
            location: location.clone(),
            pool,
            writer,
            world: RwLock::new(Arc::new(World::default())),
            reading_world: Mutex::new(()),
            bell: Bell::default(),
            vault: Vault::new(key),
            statements,
        }));
        // The tables of a newer version may be others: whoever opened it decides what to say.
        if database.pending_migrations()? == 0 && database.newer_migration()?.is_none() {
            database.refresh_world()?;
        }
        Ok(database)
    }

    /// Which SQL is spoken.
    pub fn dialect(&self) -> Dialect {
        self.0.location.dialect()
    }

    /// The statement texts that its connections keep prepared.
    pub fn statements(&self) -> &Statements {
        &self.0.statements
    }

    /// Brings the schema up to date; the names of what was applied.
    pub fn migrate(&self) -> Result<Vec<String>> {
        self.migrate_telling(|_| {})
    }

    /// Brings the schema up to date, telling before and after each migration.
    pub fn migrate_telling(
        &self,
        mut told: impl FnMut(&Step) + Send + 'static,
    ) -> Result<Vec<String>> {
        let vault = self.0.vault.clone();
        let applied = self.on_schema(move |conn| {
            migrations::alone(conn, |conn| {
                let applied = migrations::up(conn, &mut told)?;
                vault.make(conn, CURSOR)?;
                vault.keep_all(conn)?;
                search::respell(conn)?;
                alike::remake(conn)?;
                Ok(applied)
            })
        })?;
        if let Err(error) = self.prepare_months(now()) {
            // Not worth failing for: the default part takes what comes, a running server tries again.
            tracing::warn!(%error, "months of the event log are not made yet");
        }
        self.refresh_world()?;
        Ok(applied)
    }

    /// Takes every migration back: for tests of the way back.
    pub fn revert_migrations(&self) -> Result<Vec<String>> {
        self.on_schema(migrations::down)
    }

    /// How many migrations are still to be applied.
    pub fn pending_migrations(&self) -> Result<usize> {
        self.on_schema(migrations::pending)
    }

    /// The first change of the schema that this version does not know: a newer one made it.
    pub fn newer_migration(&self) -> Result<Option<String>> {
        self.on_schema(|conn| migrations::first_unknown(&migrations::applied(conn)?))
    }

    /// Whether it has a schema, of whatever version.
    pub fn has_schema(&self) -> Result<bool> {
        Ok(!self.on_schema(migrations::applied)?.is_empty())
    }

    /// A secret of 256 bits by name, made at first use and shared by all nodes.
    pub fn secret(&self, name: &'static str) -> Result<Vec<u8>> {
        let vault = self.0.vault.clone();
        self.write(move |tx| vault.make(tx.conn(), name))
    }

    fn on_schema<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        match &self.0.writer {
            Some(writer) => writer.alone(work),
            None => work(&mut *self.connection()?),
        }
    }

    /// What is known of users, teams, roles, custom fields and settings, at most two seconds old.
    pub fn world(&self) -> Arc<World> {
        let world = self
            .0
            .world
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        Arc::clone(&world)
    }

    /// Reads the world anew if another node changed it. The server asks whenever there is news, and
    /// every second; a change whose number is smaller than one already seen it finds in the log.
    pub fn poll_world(&self) -> Result<bool> {
        let mark = world::mark(&mut *self.connection()?)?;
        if mark == self.world().mark {
            return Ok(false);
        }
        self.refresh_world()?;
        Ok(true)
    }

    /// Reads the world anew.
    pub fn refresh_world(&self) -> Result<()> {
        let _turn = self
            .0
            .reading_world
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut conn = self.connection()?;
        let known = self.world().secret.clone();
        let secret = if known.is_empty() {
            self.0.vault.read(&mut conn, CURSOR)?
        } else {
            known
        };
        let fresh = Arc::new(world::load(&mut conn, secret)?);
        let mut world = self
            .0
            .world
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        *world = fresh;
        Ok(())
    }

    /// Runs reads. Blocking: call it where blocking is allowed.
    pub fn read<T>(&self, work: impl FnOnce(&mut Reader) -> Result<T>) -> Result<T> {
        let mut conn = self.connection()?;
        work(&mut Reader::new(&mut conn, self.world(), now()))
    }

    /// A connection for a read that is done sooner at once than handed to another thread: there is one when the database
    /// is a file and one of its connections is free. Only for reads whose cost has a bound, such as one record.
    pub fn at_once(&self) -> Option<AtOnce<'_>> {
        self.0.writer.as_ref()?;
        let conn = self.0.pool.try_get()?;
        Some(AtOnce { db: self, conn })
    }

    /// Runs a write in one transaction: all of it or nothing. Blocking. On PostgreSQL it may run
    /// again after a deadlock or when a month of the log was made meanwhile, so it must not act outside the transaction.
    pub fn write<T, F>(&self, mut work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx) -> Result<T> + Send + 'static,
    {
        let world = self.world();
        let Done {
            result,
            world_changed,
            wrote_events,
            ..
        } = match &self.0.writer {
            Some(writer) => writer.run(move |conn| {
                let mut done = in_tx(conn, Arc::clone(&world), &mut work)?;
                let entries = std::mem::take(&mut done.entries);
                Ok((done, entries))
            })?,
            None => self.on_postgres(&world, &mut work)?,
        };
        if wrote_events {
            self.0.bell.ring_here();
        }
        if world_changed {
            self.refresh_world()?;
        }
        Ok(result)
    }

    /// Wakes those who wait for news of the event log.
    pub(crate) fn bell(&self) -> &Bell {
        &self.0.bell
    }

    /// How many connections there are, and may be.
    pub(crate) fn pool_state(&self) -> (diesel::r2d2::State, u32) {
        (self.0.pool.state(), self.0.pool.max_size())
    }

    /// Writes that wait for the one writer of an SQLite file.
    pub(crate) fn writes_waiting(&self) -> Option<usize> {
        self.0.writer.as_ref().map(Writer::waiting)
    }

    pub(crate) fn location(&self) -> &Location {
        &self.0.location
    }

    fn on_postgres<T>(
        &self,
        world: &Arc<World>,
        work: &mut dyn FnMut(&mut Tx) -> Result<T>,
    ) -> Result<Done<T>> {
        let mut conn = self.connection()?;
        for _ in 1..TRIES {
            match conn.transaction(|conn| in_tx(conn, Arc::clone(world), work)) {
                Err(Error::Internal(message)) if may_pass(&mut conn, &message) => {}
                done => return done,
            }
        }
        conn.transaction(|conn| in_tx(conn, Arc::clone(world), work))
    }

    /// Runs work that is no write of records on a connection of its own. PostgreSQL only: SQLite's
    /// connections of the pool refuse to write.
    pub(crate) fn on_connection<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        work(&mut *self.connection()?)
    }

    pub(crate) fn connection(&self) -> Result<diesel::r2d2::PooledConnection<Manager>> {
        self.0
            .pool
            .get()
            .map_err(|error| Error::Unavailable(error.to_string()))
    }
}

/// A connection that is free now.
pub struct AtOnce<'d> {
    db: &'d Database,
    conn: diesel::r2d2::PooledConnection<Manager>,
}

impl AtOnce<'_> {
    /// Reads.
    pub fn read<T>(mut self, work: impl FnOnce(&mut Reader) -> Result<T>) -> Result<T> {
        let world = self.db.world();
        work(&mut Reader::new(&mut self.conn, world, now()))
    }
}

/// What a write came to.
struct Done<T> {
    result: T,
    /// For the index of words of an SQLite file.
    entries: Vec<search::Entry>,
    world_changed: bool,
    wrote_events: bool,
}

fn in_tx<T>(
    conn: &mut Conn,
    world: Arc<World>,
    work: &mut dyn FnMut(&mut Tx) -> Result<T>,
) -> Result<Done<T>> {
    let mut tx = Tx::new(Reader::new(conn, world, now()));
    let result = work(&mut tx)?;
    let entries = tx.store_words()?;
    Ok(Done {
        result,
        entries,
        world_changed: tx.world_changed(),
        wrote_events: tx.wrote_events(),
    })
}

/// Whether a message of the database says that writers got into each other's way, so that the same
/// work may pass another time. Its code would be plainer, but diesel hands on the text alone.
pub(crate) fn is_deadlock(message: &str) -> bool {
    DEADLOCKS.contains(&message) || message.starts_with("could not serialize access")
}

/// "deadlock detected" in the languages of PostgreSQL, for servers that do not let us choose English.
const DEADLOCKS: [&str; 12] = [
    "deadlock detected",
    "Verklemmung (Deadlock) entdeckt",
    "se ha detectado un deadlock",
    "interblocage (deadlock) détecté",
    "rilevato deadlock",
    "デッドロックを検出しました",
    "ნაპოვნია ურთიერთბლოკირება",
    "deadlock 발생했음",
    "обнаружена взаимоблокировка",
    "deadlock upptäckt",
    "виявлено взаємне блокування",
    "检测到死锁",
];

/// Whether an event was on its way to the default part of the log while its month was made. Another time it goes there.
fn is_late_month(message: &str) -> bool {
    message.contains("event_log_default")
}

/// Texts change with versions: what a server says in another language than English is tried again,
/// whatever it is. In vain, at worst.
fn may_pass(conn: &mut Conn, message: &str) -> bool {
    is_deadlock(message)
        || is_late_month(message)
        || language(conn).is_ok_and(|language| !is_english(&language))
}

/// The locale of the messages of PostgreSQL.
fn language(conn: &mut Conn) -> Result<String> {
    let sql = Sql::text(conn.dialect(), "SELECT current_setting('lc_messages')");
    Ok(cells::texts(conn, sql)?.pop().unwrap_or_default())
}

fn is_english(locale: &str) -> bool {
    let language = locale.split(['_', '.', '@']).next().unwrap_or_default();
    ["C", "POSIX", "en", "English"].contains(&language)
}

/// The moment, from the clock of this machine.
pub fn now() -> Instant {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Instant::from_micros(since.map_or(0, |since| {
        i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
    }))
}

/// Failing connections are told once per failure in the log, not on standard error.
#[derive(Debug)]
struct PoolLog;

impl diesel::r2d2::HandleError<diesel::r2d2::Error> for PoolLog {
    fn handle_error(&self, error: diesel::r2d2::Error) {
        tracing::warn!(%error, "no database connection");
    }
}

/// Makes a new connection of the pool ready.
#[derive(Debug)]
struct Prepared(Arc<Statements>);

impl CustomizeConnection<Conn, diesel::r2d2::Error> for Prepared {
    /// PostgreSQL shall speak English, in which its failures are told apart. Ordinary roles may not choose the
    /// language: not asked without need, and no failure.
    fn on_acquire(&self, conn: &mut Conn) -> Result<(), diesel::r2d2::Error> {
        self.0.watch(conn);
        if conn.dialect() == Dialect::Postgres
            && language(conn).is_ok_and(|language| !is_english(&language))
            && let Err(error) = conn.batch_execute("SET lc_messages = 'C'")
        {
            tracing::debug!(%error, "the server does not speak English to us");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_is_known_by_its_locale() {
        for locale in [
            "C",
            "C.UTF-8",
            "POSIX",
            "en_GB.UTF-8",
            "English_United States.1252",
        ] {
            assert!(is_english(locale), "{locale}");
        }
        for locale in [
            "",
            "de_DE.UTF-8",
            "zh_CN.utf8",
            "Chinese_China.936",
            "ca_ES@euro",
        ] {
            assert!(!is_english(locale), "{locale}");
        }
    }

    #[test]
    fn deadlocks_are_known_by_their_whole_text() {
        assert!(is_deadlock("deadlock detected"));
        assert!(is_deadlock("检测到死锁"));
        assert!(is_deadlock(
            "could not serialize access due to concurrent update"
        ));
        assert!(!is_deadlock("invalid input syntax: \"deadlock detected\""));
    }
}
