//! Rows of collections whose record is not there.

use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::registry;

use super::{Findings, count, ids};
use crate::database::Database;
use crate::error::Result;

pub(super) fn look(db: &Database, findings: &mut Findings) -> Result<()> {
    for part in registry::ENTITIES.iter().filter(|entity| entity.is_part()) {
        let table = part.plural;
        findings.looked_at(count(db, &format!("SELECT COUNT(*) FROM {table}"))?);
        let mut lost =
            format!("SELECT t.parent_id, CAST(COUNT(*) AS TEXT) FROM {table} t WHERE 1 = 1");
        for owner in registry::roots().filter(|root| owns(root, part)) {
            let owners = owner.plural;
            lost.push_str(&format!(
                " AND NOT EXISTS (SELECT 1 FROM {owners} x WHERE x.id = t.parent_id)"
            ));
        }
        lost.push_str(" GROUP BY t.parent_id ORDER BY t.parent_id");
        for (parent, rows) in ids(db, &lost)? {
            findings.fault(|| format!("{table} of {parent}, which is not there (rows: {rows})"));
        }
    }
    Ok(())
}

/// Several entities may own rows of one table.
fn owns(root: &Entity, part: &Entity) -> bool {
    let mut collections = root.collections.iter();
    collections.any(|collection| (collection.entity)().is(part))
}
