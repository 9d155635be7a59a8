//! Keys beside texts, for matching and for sorting, computed anew.

use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::field::Field;
use guanxi_domain::registry;
use uuid::Uuid;

use super::Findings;
use crate::cells;
use crate::connection::Conn;
use crate::database::Database;
use crate::engine::keys;
use crate::error::Result;
use crate::sql::Sql;

/// Rows read at a time.
const PAGE: usize = 1_000;

pub(super) fn look(db: &Database, findings: &mut Findings) -> Result<()> {
    db.refresh_world()?;
    let collation = db.world().workspace.collation;
    for entity in registry::ENTITIES {
        for field in entity.all_fields().filter(|field| field.keyed) {
            let mut last = Uuid::nil();
            loop {
                let page = db.read(|reader| page_after(reader.conn(), entity, field, last))?;
                for row in &page {
                    for (is_right, what) in [
                        (row.key == keys::match_key(&row.text), "match key"),
                        (row.sort == collation.sort_key(&row.text), "sort key"),
                    ] {
                        if !is_right {
                            findings.fault(|| {
                                format!(
                                    "{} {}: {what} of {} differs",
                                    entity.name, row.id, field.name
                                )
                            });
                        }
                    }
                }
                findings.looked_at(page.len());
                match page.last() {
                    Some(row) => last = row.id,
                    None => break,
                }
            }
        }
    }
    Ok(())
}

struct Keyed {
    id: Uuid,
    text: String,
    key: String,
    sort: Vec<u8>,
}

fn page_after(conn: &mut Conn, entity: &Entity, field: &Field, last: Uuid) -> Result<Vec<Keyed>> {
    let (name, table) = (field.name, entity.plural);
    let text = format!(
        "SELECT id, {name}, {name}_key, {name}_sort FROM {table} WHERE {name} IS NOT NULL AND id > "
    );
    let mut sql = Sql::text(conn.dialect(), &text);
    sql.bind(last).push(&format!(" ORDER BY id LIMIT {PAGE}"));
    let rows = cells::rows(conn, sql, |row| Keyed {
        id: row.id(0).unwrap_or_default(),
        text: row.text(1),
        key: row.text(2),
        sort: row.bytes(3).unwrap_or_default(),
    })?;
    Ok(rows)
}
