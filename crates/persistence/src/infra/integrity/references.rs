//! References that lead to nothing: all that the catalogue declares, with a foreign key or without, and all foreign keys of
//! the tables beside the records.

use std::collections::BTreeSet;

use guanxi_domain::registry;

use super::{Findings, count, ids};
use crate::cells;
use crate::connection::Conn;
use crate::database::Database;
use crate::error::Result;
use crate::sql::Sql;

/// A column that holds what stands in a column of another table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Reference {
    table: String,
    column: String,
    target: String,
    key: String,
}

pub(super) fn look(db: &Database, findings: &mut Findings) -> Result<()> {
    let mut all = declared();
    all.extend(db.read(|reader| enforced(reader.conn()))?);
    for reference in &all {
        let Reference {
            table,
            column,
            target,
            key,
        } = reference;
        findings.looked_at(count(db, &format!("SELECT COUNT({column}) FROM {table}"))?);
        let lost = format!(
            "SELECT t.{column}, CAST(COUNT(*) AS TEXT) FROM {table} t LEFT JOIN {target} x ON x.{key} = t.{column} \
             WHERE t.{column} IS NOT NULL AND x.{key} IS NULL GROUP BY t.{column} ORDER BY t.{column}"
        );
        for (id, rows) in ids(db, &lost)? {
            findings.fault(|| {
                format!(
                    "{table}.{column} refers to {target} {id}, which is not there (rows: {rows})"
                )
            });
        }
    }
    Ok(())
}

fn declared() -> BTreeSet<Reference> {
    let fields = registry::ENTITIES.iter().flat_map(|entity| {
        let fields = entity.all_fields();
        fields.filter_map(|field| Some((entity.plural, field.name, field.target()?.plural)))
    });
    fields
        .map(|(table, column, target)| Reference {
            table: table.to_owned(),
            column: column.to_owned(),
            target: target.to_owned(),
            key: "id".to_owned(),
        })
        .collect()
}

/// The database's own foreign keys. All are of one column.
fn enforced(conn: &mut Conn) -> Result<Vec<Reference>> {
    let mut sql = Sql::new(conn.dialect());
    sql.either(
        "SELECT m.name, f.\"from\", f.\"table\", COALESCE(f.\"to\", 'id') \
         FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'",
        "SELECT c.conrelid::regclass::text, a.attname::text, c.confrelid::regclass::text, f.attname::text \
         FROM pg_constraint c \
         JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] \
         JOIN pg_attribute f ON f.attrelid = c.confrelid AND f.attnum = c.confkey[1] \
         WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace",
    );
    let references = cells::rows(conn, sql, |row| Reference {
        table: row.text(0),
        column: row.text(1),
        target: row.text(2),
        key: row.text(3),
    })?;
    Ok(references)
}
