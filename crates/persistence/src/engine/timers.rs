//! Verbs that time uses: states that move on without anybody opening the record.

use guanxi_domain::access::Actor;
use guanxi_domain::kernel::catalogue::{Entity, Timer};
use guanxi_domain::kernel::evaluate::{bare_scene, matches};
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::registry;
use serde_json::Map;
use uuid::Uuid;

use super::calendar;
use super::conditions::{self, Asker};
use super::write::{Expect, Tx};
use crate::cells;
use crate::database::Database;
use crate::error::{Error, Result};
use crate::sql::Sql;

/// Records looked up at once.
const PAGE: usize = 200;

/// Uses every timer on all that is due; how many records moved. Several nodes may do so at once: whoever comes second
/// finds the record no longer due.
pub fn use_due(db: &Database) -> Result<usize> {
    let mut moved = 0;
    for entity in registry::roots() {
        for timer in entity.timers {
            moved += run(db, entity, timer)?;
        }
    }
    Ok(moved)
}

fn run(db: &Database, entity: &'static Entity, timer: &'static Timer) -> Result<usize> {
    let (mut moved, mut last) = (0, Uuid::nil());
    loop {
        let due = due_after(db, entity, timer, last)?;
        for id in due.iter().copied() {
            match db.write(move |tx| tx.on_time(entity, timer, id)) {
                Ok(true) => moved += 1,
                Ok(false) | Err(Error::NotFound | Error::Transition { .. }) => {}
                // One record that refuses holds up no other.
                Err(error @ (Error::Violations(_) | Error::Conflict(_))) => {
                    tracing::warn!(entity = entity.name, %id, verb = timer.verb, %error, "time could not use a verb");
                }
                Err(error) => return Err(error),
            }
        }
        match due.last() {
            Some(id) if due.len() == PAGE => last = *id,
            _ => return Ok(moved),
        }
    }
}

fn due_after(
    db: &Database,
    entity: &'static Entity,
    timer: &Timer,
    last: Uuid,
) -> Result<Vec<Uuid>> {
    db.read(|reader| {
        let actor = Actor::system();
        let world = std::sync::Arc::clone(&reader.world);
        let lens = Lens {
            entity,
            custom: &world.custom,
            actor: &actor,
        };
        let clock = calendar::clock(&world.workspace.time_zone, reader.now);
        let filter = (timer.due)(clock.now, clock.today);
        let text = format!("SELECT t.id FROM {} t WHERE t.id > ", entity.plural);
        let mut sql = Sql::text(reader.conn.dialect(), &text);
        sql.bind(last).push(" AND t.deleted_at IS NULL AND ");
        conditions::push(&mut sql, &Asker::new(lens, reader.now), &filter, "t")?;
        sql.push(&format!(" ORDER BY t.id LIMIT {PAGE}"));
        Ok(cells::rows(reader.conn, sql, |cells| {
            cells.id(0).unwrap_or_default()
        })?)
    })
}

impl Tx<'_> {
    /// Uses a timer's verb if the record is still due; whether it was.
    fn on_time(&mut self, entity: &'static Entity, timer: &Timer, id: Uuid) -> Result<bool> {
        let Some(record) = self.by_id(entity, id)? else {
            return Ok(false);
        };
        let clock = self.clock();
        let due = (timer.due)(clock.now, clock.today);
        if !matches(&due, &record, &bare_scene(clock)) {
            return Ok(false);
        }
        let nothing = Map::new();
        self.verb(
            &Actor::system(),
            entity,
            id,
            Expect::Any,
            timer.verb,
            &nothing,
        )?;
        Ok(true)
    }
}
