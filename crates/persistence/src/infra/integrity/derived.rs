//! Values that rules compute from the rest of a record, computed anew.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::engine::calendar::WORLD;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::facts::Facts;
use guanxi_domain::registry;

use super::{Findings, pages};
use crate::database::{Database, now};
use crate::error::Result;
use crate::world::World;

/// Records in the bin are left out: whoever takes them out computes them anew.
pub(super) fn look(db: &Database, findings: &mut Findings) -> Result<()> {
    for entity in registry::roots() {
        pages::of_live(db, entity, |_, world, documents| {
            for document in documents {
                for fault in differences(document, world) {
                    findings.fault(|| format!("{} {}: {fault}", entity.name, document.id()));
                }
            }
            findings.looked_at(documents.len());
            Ok(())
        })?;
    }
    Ok(())
}

fn differences(stored: &Document, world: &World) -> Vec<String> {
    let mut again = stored.clone();
    if (stored.entity.derive)(&facts(world), &mut again).is_err() {
        return vec!["cannot be computed anew".to_owned()];
    }
    let fields = stored.entity.all_fields().zip(&stored.values);
    let fields = fields.zip(&again.values);
    let mut found: Vec<_> = fields
        .filter(|((_, stored), again)| stored != again)
        .map(|((field, _), _)| field.name)
        .collect();
    let collections = stored.entity.collections.iter().zip(&stored.collections);
    let collections = collections.zip(&again.collections);
    found.extend(
        collections
            .filter(|((_, stored), again)| stored != again)
            .map(|((collection, _), _)| collection.name),
    );
    let differs = |name| format!("{name} is not what it is computed to");
    found.into_iter().map(differs).collect()
}

/// Derived values come from the record alone, so nothing is loaded for them.
fn facts(world: &World) -> Facts {
    let now = now();
    Facts {
        now,
        today: now.utc_day(),
        actor: None,
        zone: world.workspace.time_zone.clone(),
        calendar: &WORLD,
        company_currency: world.workspace.company_currency,
        undoing: false,
        importing: false,
        active_users: Arc::clone(&world.active_users),
        custom: Arc::clone(&world.custom),
        ids: Vec::new(),
        loaded: BTreeMap::new(),
    }
}
