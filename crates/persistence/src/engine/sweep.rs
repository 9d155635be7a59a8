//! Every live record of an entity, page by page: for what is kept beside records and is to be made anew.

use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::document::Document;
use uuid::Uuid;

use crate::connection::Conn;
use crate::engine::read::load;
use crate::error::Result;
use crate::sql::Sql;
use crate::world::World;

/// Records read at once.
const PAGE: usize = 500;

/// Goes through them in the order of their ids.
pub(crate) fn each_live(
    conn: &mut Conn,
    entity: &'static Entity,
    mut act: impl FnMut(&mut Conn, &Document) -> Result<()>,
) -> Result<()> {
    let mut last = Uuid::nil();
    loop {
        let after = |sql: &mut Sql| {
            sql.push("t.id IN (SELECT id FROM ")
                .push(entity.plural)
                .push(" WHERE deleted_at IS NULL AND id > ")
                .bind(last);
            sql.push(&format!(" ORDER BY id LIMIT {PAGE})"));
        };
        let page = load(conn, &World::default(), entity, after, false)?;
        for document in &page {
            act(conn, document)?;
        }
        match page.last() {
            Some(document) => last = document.id(),
            None => return Ok(()),
        }
    }
}
