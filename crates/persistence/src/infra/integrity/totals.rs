//! Totals kept beside records: what they come to when the records are counted anew.

use guanxi_domain::registry;

use super::Findings;
use crate::database::Database;
use crate::engine::totals;
use crate::error::Result;

pub(super) fn look(db: &Database, findings: &mut Findings) -> Result<()> {
    for entity in registry::roots() {
        let Some(kept) = entity.totals else { continue };
        let wrong = totals::differing(&mut *db.connection()?, entity, &kept)?;
        findings.looked_at(1);
        if wrong > 0 {
            let table = kept.table;
            findings.fault(|| format!("{table}: {wrong} are not what the records come to"));
        }
    }
    Ok(())
}
