//! Words of records: those of live ones as they are computed anew, and none of others.

use guanxi_domain::registry;

use super::{Findings, ids, pages};
use crate::connection::Dialect;
use crate::database::Database;
use crate::engine::search;
use crate::error::Result;

pub(super) fn look(db: &Database, findings: &mut Findings) -> Result<()> {
    let searchable = || registry::roots().filter(|entity| search::is_searchable(entity));
    for entity in searchable() {
        let (name, table) = (entity.name, entity.plural);
        pages::of_live(db, entity, |conn, _, documents| {
            for id in search::differing(conn, documents)? {
                findings.fault(|| format!("{name} {id}: its words are not those it is found by"));
            }
            findings.looked_at(documents.len());
            Ok(())
        })?;
        let lost = format!(
            "SELECT s.record_id, s.entity FROM search_rows s WHERE s.entity = '{name}' AND NOT EXISTS \
             (SELECT 1 FROM {table} x WHERE x.id = s.record_id AND x.deleted_at IS NULL) ORDER BY s.record_id"
        );
        for (id, _) in ids(db, &lost)? {
            findings.fault(|| format!("words of {name} {id}, which is not there"));
        }
    }
    let names: Vec<_> = searchable()
        .map(|entity| format!("'{}'", entity.name))
        .collect();
    let strange = format!(
        "SELECT s.record_id, s.entity FROM search_rows s WHERE s.entity NOT IN ({}) ORDER BY s.record_id",
        names.join(", ")
    );
    for (id, entity) in ids(db, &strange)? {
        findings.fault(|| format!("words of {entity} {id}, a kind that is not found by words"));
    }
    match db.dialect() {
        Dialect::Sqlite => index_rows(db, findings),
        Dialect::Postgres => Ok(()),
    }
}

/// On SQLite the index of words stands beside the rows; they are joined by number.
fn index_rows(db: &Database, findings: &mut Findings) -> Result<()> {
    let lost = "SELECT s.record_id, s.entity FROM search_rows s \
         WHERE NOT EXISTS (SELECT 1 FROM search_words_docsize d WHERE d.id = s.n) ORDER BY s.n";
    for (id, entity) in ids(db, lost)? {
        findings.fault(|| format!("{entity} {id}: its words are not in the index"));
    }
    let strange = "SELECT NULL, CAST(d.id AS TEXT) FROM search_words_docsize d \
         WHERE NOT EXISTS (SELECT 1 FROM search_rows s WHERE s.n = d.id) ORDER BY d.id";
    for (_, number) in ids(db, strange)? {
        findings.fault(|| format!("the index holds words number {number}, of no record"));
    }
    Ok(())
}
