//! News between the nodes of one PostgreSQL database, by NOTIFY and LISTEN.
//!
//! Never inside a writing transaction: PostgreSQL lets only one transaction with a notification
//! commit at a time. A thread of its own tells, at most once in a while, however much is written.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use diesel::PgConnection;
use diesel::connection::SimpleConnection;
use uuid::Uuid;

use crate::connection::{Conn, Dialect, Purpose};
use crate::database::Database;
use crate::error::{Error, Result};
use crate::sql::Sql;

/// The shortest time between two notifications of a node; what is committed meanwhile goes with the next.
const TELL: Duration = Duration::from_millis(50);
/// How often to see whether something was heard: a look at a socket, the server is not asked.
const LISTEN: Duration = Duration::from_millis(20);
/// How long to wait after the connection was lost.
const PAUSE: Duration = Duration::from_secs(2);
/// How long the teller waits before it sees whether it is still wanted.
const WAIT: Duration = Duration::from_secs(1);

/// Two threads that tell other nodes what is committed here, and hear what they tell. They end when
/// this is dropped.
pub struct Neighbours(Arc<AtomicBool>, Database);

/// What a thread does for a database as a node, until it is to stop.
type Work = fn(&Database, Uuid, &AtomicBool);

impl Drop for Neighbours {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
        self.1.bell().ring_here();
    }
}

impl Database {
    /// Begins to tell and hear news; nothing on SQLite, where there is one process.
    pub fn share_news(&self) -> Result<Option<Neighbours>> {
        if self.dialect() == Dialect::Sqlite {
            return Ok(None);
        }
        let node = Uuid::now_v7();
        let neighbours = Neighbours(Arc::default(), self.clone());
        for (name, work) in [("teller", tell as Work), ("listener", listen)] {
            let (db, stop) = (self.clone(), Arc::clone(&neighbours.0));
            std::thread::Builder::new()
                .name(name.to_owned())
                .spawn(move || work(&db, node, &stop))
                .map_err(|error| Error::Internal(error.to_string()))?;
        }
        Ok(Some(neighbours))
    }
}

fn tell(db: &Database, node: Uuid, stop: &AtomicBool) {
    let mut told = 0;
    while !stop.load(Ordering::Relaxed) {
        let rung = db.bell().wait(|rung| rung.here, told, WAIT);
        if rung == told || stop.load(Ordering::Relaxed) {
            continue;
        }
        told = rung;
        if let Err(error) = db.on_connection(|conn| notify(conn, node)) {
            tracing::debug!(%error, "other nodes could not be told; they will see by themselves");
        }
        std::thread::sleep(TELL);
    }
}

fn notify(conn: &mut Conn, node: Uuid) -> Result<()> {
    let mut sql = Sql::text(conn.dialect(), "SELECT pg_notify('guanxi_events', ");
    sql.bind(node.to_string()).push(")");
    sql.execute(conn)?;
    Ok(())
}

/// On a connection of its own, which is held: listening is bound to it.
fn listen(db: &Database, node: Uuid, stop: &AtomicBool) {
    let own = node.to_string();
    while !stop.load(Ordering::Relaxed) {
        let heard = match db.location().connect(Purpose::Write) {
            Ok(Conn::Postgres(mut conn)) => {
                hear(db, &mut conn, &own, stop).map_err(|error| error.to_string())
            }
            Ok(Conn::Sqlite(_)) => return,
            Err(error) => Err(error.to_string()),
        };
        if let Err(error) = heard {
            tracing::warn!(%error, "other nodes cannot be heard; looking every second instead");
            std::thread::sleep(PAUSE);
        }
    }
}

fn hear(db: &Database, conn: &mut PgConnection, own: &str, stop: &AtomicBool) -> Result<()> {
    conn.batch_execute("LISTEN guanxi_events")?;
    while !stop.load(Ordering::Relaxed) {
        let mut news = false;
        for told in conn.notifications_iter() {
            news |= told?.payload != own;
        }
        if news {
            db.bell().ring();
        }
        std::thread::sleep(LISTEN);
    }
    Ok(())
}
