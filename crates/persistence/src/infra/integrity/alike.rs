//! What likely duplicates are found by: that of live records as it is computed anew, and none of others.

use guanxi_domain::registry;

use super::{Findings, ids, pages};
use crate::database::Database;
use crate::engine::alike;
use crate::error::Result;

pub(super) fn look(db: &Database, findings: &mut Findings) -> Result<()> {
    for entity in registry::roots().filter(|entity| !entity.alike.is_empty()) {
        let (name, table) = (entity.name, entity.plural);
        pages::of_live(db, entity, |conn, _, documents| {
            for id in alike::differing(conn, documents)? {
                findings.fault(|| format!("{name} {id}: its marks are not those it is found by"));
            }
            findings.looked_at(documents.len());
            Ok(())
        })?;
        let lost = format!(
            "SELECT DISTINCT m.record_id, m.entity FROM alike_marks m WHERE m.entity = '{name}' AND NOT EXISTS \
             (SELECT 1 FROM {table} x WHERE x.id = m.record_id AND x.deleted_at IS NULL) ORDER BY m.record_id"
        );
        for (id, _) in ids(db, &lost)? {
            findings.fault(|| format!("marks of {name} {id}, which is not there"));
        }
    }
    Ok(())
}
