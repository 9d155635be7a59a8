//! Fields without a column and columns without a field.

use std::collections::BTreeSet;

use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::registry;

use super::Findings;
use crate::cells;
use crate::columns::write_columns;
use crate::connection::Conn;
use crate::database::Database;
use crate::error::Result;
use crate::sql::Sql;

pub(super) fn look(db: &Database, findings: &mut Findings) -> Result<()> {
    for entity in registry::ENTITIES {
        let stored = db.read(|reader| stored_columns(reader.conn(), entity.plural))?;
        let declared = declared_columns(entity);
        findings.looked_at(declared.len());
        for column in declared.difference(&stored) {
            findings.fault(|| format!("{}.{column} is not in the database", entity.plural));
        }
        for column in stored.difference(&declared) {
            findings.fault(|| format!("{}.{column} is not in the catalogue", entity.plural));
        }
    }
    Ok(())
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
