//! Which of many notices somebody may hear of: the rights of this moment, in one statement however
//! many there are.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use guanxi_domain::access::{Action, Actor, RowScope};
use guanxi_domain::kernel::catalogue::{Entity, Scope};
use guanxi_domain::registry;
use uuid::Uuid;

use super::read::Reader;
use super::scope;
use crate::cells;
use crate::error::Result;
use crate::events::Notice;
use crate::sql::Sql;

/// What somebody may hear of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// Nothing.
    Hidden,
    /// That it happened: the record is within sight.
    Shown,
    /// That the record went out of sight: it was within it before the event.
    Gone,
}

impl Reader<'_> {
    /// What an actor may hear of each of these events. Records in the bin count as they did before.
    pub fn sight(&mut self, actor: &Actor, notices: &[Notice]) -> Result<Vec<Sight>> {
        let first: Vec<First> = notices.iter().map(|notice| look(actor, notice)).collect();
        let mut asked: BTreeMap<&str, (&'static Entity, BTreeSet<Uuid>)> = BTreeMap::new();
        for (notice, first) in notices.iter().zip(&first) {
            if let First::Ask(entity) = first {
                let (_, ids) = asked
                    .entry(entity.name)
                    .or_insert((*entity, BTreeSet::new()));
                ids.insert(notice.record_id);
            }
        }
        let seen = self.within_sight(actor, asked.into_values())?;
        let settled = notices
            .iter()
            .zip(first)
            .map(|(notice, first)| match first {
                First::Known(sight) => sight,
                First::Ask(_) if seen.contains(&notice.record_id) => Sight::Shown,
                First::Ask(_) => Sight::Hidden,
            });
        Ok(settled.collect())
    }

    /// Those of the records that the actor sees now.
    fn within_sight(
        &mut self,
        actor: &Actor,
        asked: impl Iterator<Item = (&'static Entity, BTreeSet<Uuid>)>,
    ) -> Result<HashSet<Uuid>> {
        let mut sql = Sql::new(self.conn.dialect());
        for (entity, ids) in asked {
            let ids: Vec<Uuid> = ids.into_iter().collect();
            sql.push(if sql.shape().is_empty() {
                ""
            } else {
                " UNION ALL "
            });
            sql.push("SELECT t.id FROM ")
                .push(entity.plural)
                .push(" t WHERE t.id")
                .in_ids(&ids);
            scope::push(&mut sql, actor, entity, Action::Read, "t");
        }
        if sql.shape().is_empty() {
            return Ok(HashSet::new());
        }
        sql.uncached();
        let ids = cells::rows(self.conn, sql, |row| row.id(0).unwrap_or_default())?;
        Ok(ids.into_iter().collect())
    }
}

/// What the event alone says.
enum First {
    Known(Sight),
    /// The record itself must be asked.
    Ask(&'static Entity),
}

fn look(actor: &Actor, notice: &Notice) -> First {
    let entity = registry::by_name(&notice.entity).filter(|entity| !entity.is_part());
    let Some(entity) = entity.filter(|entity| actor.may_read(entity)) else {
        return First::Known(Sight::Hidden);
    };
    let scope = actor.scope(entity, Action::Read);
    match (entity.scope, &scope) {
        (Scope::Owned | Scope::Shared, RowScope::Everything) => First::Known(Sight::Shown),
        (Scope::Owned | Scope::Shared, _) => by_owner(entity, &scope, notice),
        _ => First::Ask(entity),
    }
}

/// Most events of an owner's records are about records of others, and say so themselves.
fn by_owner(entity: &'static Entity, scope: &RowScope, notice: &Notice) -> First {
    let holds = |(owner, team): (Option<Uuid>, Option<Uuid>)| scope.holds(owner, team);
    if holds(notice.after) || notice.after == (None, None) {
        First::Ask(entity)
    } else if holds(notice.before) {
        First::Known(Sight::Gone)
    } else {
        First::Known(Sight::Hidden)
    }
}
