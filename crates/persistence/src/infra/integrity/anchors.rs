//! Anchors say of a record what the record says of itself, and everything that hangs on a record finds its anchor.

use guanxi_domain::kernel::catalogue::Scope;
use guanxi_domain::registry;

use super::{Findings, count, ids};
use crate::database::Database;
use crate::error::Result;

pub(super) fn look(db: &Database, findings: &mut Findings) -> Result<()> {
    records(db, findings)?;
    strangers(db, findings)?;
    hanging(db, findings)
}

fn records(db: &Database, findings: &mut Findings) -> Result<()> {
    for entity in registry::roots().filter(|entity| entity.anchor) {
        let (name, table) = (entity.name, entity.plural);
        findings.looked_at(count(db, &format!("SELECT COUNT(*) FROM {table}"))?);
        let wrong = format!(
            "SELECT x.id, CASE WHEN a.id IS NULL THEN 'has no anchor' ELSE 'is not as its anchor says' END \
             FROM {table} x LEFT JOIN anchors a ON a.id = x.id WHERE a.id IS NULL OR a.entity <> '{name}' \
             OR a.owner_id IS DISTINCT FROM x.owner_id OR a.team_id IS DISTINCT FROM x.team_id \
             OR a.deleted_at IS DISTINCT FROM x.deleted_at ORDER BY x.id"
        );
        for (id, what) in ids(db, &wrong)? {
            findings.fault(|| format!("{name} {id} {what}"));
        }
        let lost = format!(
            "SELECT a.id, a.entity FROM anchors a WHERE a.entity = '{name}' \
             AND NOT EXISTS (SELECT 1 FROM {table} x WHERE x.id = a.id) ORDER BY a.id"
        );
        for (id, _) in ids(db, &lost)? {
            findings.fault(|| format!("the anchor of {name} {id}, which is not there"));
        }
    }
    Ok(())
}

/// Anchors of what has none.
fn strangers(db: &Database, findings: &mut Findings) -> Result<()> {
    let anchored = registry::roots().filter(|entity| entity.anchor);
    let names: Vec<_> = anchored
        .map(|entity| format!("'{}'", entity.name))
        .collect();
    let text = format!(
        "SELECT a.id, a.entity FROM anchors a WHERE a.entity NOT IN ({}) ORDER BY a.id",
        names.join(", ")
    );
    for (id, entity) in ids(db, &text)? {
        findings.fault(|| format!("the anchor of {entity} {id}, a kind that has none"));
    }
    Ok(())
}

/// What hangs on records that have no anchor.
fn hanging(db: &Database, findings: &mut Findings) -> Result<()> {
    for entity in registry::roots().filter(|entity| entity.scope == Scope::Anchored) {
        let (name, table) = (entity.name, entity.plural);
        findings.looked_at(count(db, &format!("SELECT COUNT(anchor_id) FROM {table}"))?);
        let lost = format!(
            "SELECT t.id, t.anchor_entity FROM {table} t WHERE t.anchor_id IS NOT NULL AND NOT EXISTS \
             (SELECT 1 FROM anchors a WHERE a.id = t.anchor_id AND a.entity = t.anchor_entity) ORDER BY t.id"
        );
        for (id, on) in ids(db, &lost)? {
            findings.fault(|| format!("{name} {id} hangs on one of {on} that is not there"));
        }
    }
    Ok(())
}
