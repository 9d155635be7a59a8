//! Records in pages, each as it is at one moment: however many there are, nothing holds the database for long.

use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::document::Document;
use uuid::Uuid;

use crate::cells;
use crate::connection::{Conn, in_one_moment};
use crate::database::Database;
use crate::engine::read::load;
use crate::error::Result;
use crate::sql::Sql;
use crate::world::World;

/// Records read at a time.
const PAGE: usize = 256;

/// Calls `each` with all live records of an entity, a page at a time.
pub(super) fn of_live(
    db: &Database,
    entity: &'static Entity,
    mut each: impl FnMut(&mut Conn, &World, &[Document]) -> Result<()>,
) -> Result<()> {
    let mut last = Uuid::nil();
    loop {
        let newest = db.read(|reader| {
            let world = std::sync::Arc::clone(&reader.world);
            in_one_moment(reader.conn(), |conn| {
                let ids = live_after(conn, entity, last)?;
                let condition = |sql: &mut Sql| {
                    sql.push("t.id").in_ids(&ids);
                };
                let documents = load(conn, &world, entity, condition, false)?;
                each(conn, &world, &documents)?;
                Ok(ids.last().copied())
            })
        })?;
        match newest {
            Some(newest) => last = newest,
            None => return Ok(()),
        }
    }
}

fn live_after(conn: &mut Conn, entity: &Entity, last: Uuid) -> Result<Vec<Uuid>> {
    let text = format!(
        "SELECT id FROM {} WHERE deleted_at IS NULL AND id > ",
        entity.plural
    );
    let mut sql = Sql::text(conn.dialect(), &text);
    sql.bind(last).push(&format!(" ORDER BY id LIMIT {PAGE}"));
    Ok(cells::rows(conn, sql, |row| row.id(0).unwrap_or_default())?)
}
