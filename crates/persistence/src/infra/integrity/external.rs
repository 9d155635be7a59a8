//! Names that other systems gave to records which are not there.

use guanxi_domain::registry;

use super::{Findings, count};
use crate::cells;
use crate::database::Database;
use crate::error::Result;
use crate::sql::Sql;

pub(super) fn look(db: &Database, findings: &mut Findings) -> Result<()> {
    findings.looked_at(count(db, "SELECT COUNT(*) FROM external_refs")?);
    for entity in registry::ENTITIES {
        let condition = format!(
            "r.entity = '{}' AND NOT EXISTS (SELECT 1 FROM {} x WHERE x.id = r.record_id)",
            entity.name, entity.plural
        );
        name_all(db, findings, &condition, "which is not there")?;
    }
    let known: Vec<_> = registry::ENTITIES
        .iter()
        .map(|entity| format!("'{}'", entity.name))
        .collect();
    let condition = format!("r.entity NOT IN ({})", known.join(", "));
    name_all(db, findings, &condition, "a kind that nobody knows")
}

fn name_all(db: &Database, findings: &mut Findings, condition: &str, why: &str) -> Result<()> {
    let text = format!(
        "SELECT r.system, r.external_id, r.entity, r.record_id FROM external_refs r WHERE {condition} ORDER BY 1, 3, 2"
    );
    let lost = db.read(|reader| {
        let sql = Sql::text(reader.conn().dialect(), &text);
        let rows = cells::rows(reader.conn(), sql, |row| {
            let id = row.id(3).unwrap_or_default();
            (row.text(0), row.text(1), row.text(2), id)
        })?;
        Ok(rows)
    })?;
    for (system, name, entity, id) in lost {
        findings.fault(|| format!("{name:?} of {system:?} is the name of {entity} {id}, {why}"));
    }
    Ok(())
}
