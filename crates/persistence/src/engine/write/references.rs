//! What a record refers to must be there and within the actor's sight.

use std::collections::BTreeMap;

use guanxi_domain::access::{Action, Actor};
use guanxi_domain::kernel::catalogue::{Entity, Scope, at};
use guanxi_domain::kernel::document::{Document, row_id};
use guanxi_domain::kernel::problem::{Violation, Violations};
use guanxi_domain::kernel::value::Value;
use guanxi_domain::people::users::USER;
use uuid::Uuid;

use super::Tx;
use crate::cells;
use crate::engine::expand::{references, referred};
use crate::engine::scope;
use crate::error::Result;
use crate::sql::Sql;

/// A reference with the place in the body where it stands.
struct Pointing {
    target: &'static Entity,
    id: Uuid,
    pointer: String,
}

impl Tx<'_> {
    /// Checks the references that are new or changed; an absent and an invisible record are alike.
    pub(super) fn check_references(
        &mut self,
        actor: &Actor,
        before: Option<&Document>,
        after: &Document,
    ) -> Result<()> {
        let pointing = pointing(before, after);
        let mut by_target: BTreeMap<&str, (&'static Entity, Vec<Uuid>)> = BTreeMap::new();
        for one in &pointing {
            by_target
                .entry(one.target.name)
                .or_insert((one.target, Vec::new()))
                .1
                .push(one.id);
        }
        let mut visible = Vec::new();
        for (target, mut ids) in by_target.into_values() {
            ids.sort_unstable();
            ids.dedup();
            // An id counts for its own entity only: a user's id is no contact.
            let seen = self.visible(actor, target, &ids)?;
            visible.extend(seen.into_iter().map(|id| (target.name, id)));
        }
        let mut found = Violations::default();
        for one in pointing
            .iter()
            .filter(|one| !visible.contains(&(one.target.name, one.id)))
        {
            found.add(Violation::at(one.pointer.clone(), "unknown_record"));
        }
        if after.entity.scope == Scope::Anchored && self.loses_anchor(actor, before, after)? {
            found.add(Violation::field("anchor_id", "unknown_record"));
        }
        Ok(found.into_result()?)
    }

    fn visible(
        &mut self,
        actor: &Actor,
        target: &'static Entity,
        ids: &[Uuid],
    ) -> Result<Vec<Uuid>> {
        // Nobody needs a right to name oneself.
        let oneself = actor.user.filter(|_| target.is(&USER));
        let mut visible: Vec<Uuid> = oneself.into_iter().collect();
        for chunk in ids.chunks(64) {
            let mut sql = Sql::text(
                self.conn.dialect(),
                &format!("SELECT t.id FROM {} t WHERE t.id", target.plural),
            );
            sql.in_ids(chunk).push(" AND t.deleted_at IS NULL");
            scope::push(&mut sql, actor, target, Action::Read, "t");
            visible.extend(cells::rows(self.conn, sql, |cells| {
                cells.id(0).unwrap_or_default()
            })?);
        }
        Ok(visible)
    }

    /// Whether the record hangs on something new that is not there for the actor.
    fn loses_anchor(
        &mut self,
        actor: &Actor,
        before: Option<&Document>,
        after: &Document,
    ) -> Result<bool> {
        let Some(id) = after.get("anchor_id").as_id() else {
            return Ok(false);
        };
        if before.is_some_and(|before| before.get("anchor_id") == after.get("anchor_id")) {
            return Ok(false);
        }
        let mut sql = Sql::text(self.conn.dialect(), "SELECT 1 FROM anchors a WHERE a.id = ");
        sql.bind(id)
            .push(" AND a.entity = ")
            .bind(after.text("anchor_entity"))
            .push(" AND a.deleted_at IS NULL AND (");
        scope::anchor_test(&mut sql, actor, Action::Read);
        sql.push(")");
        Ok(cells::number(self.conn, sql)? != 1)
    }
}

fn pointing(before: Option<&Document>, after: &Document) -> Vec<Pointing> {
    let mut pointing = Vec::new();
    for (index, field) in references(after.entity) {
        let own = index >= after.entity.system().len() || index == at::OWNER;
        let same = before.is_some_and(|before| before.values[index] == after.values[index]);
        if let (true, false, Some(id), Some(target)) =
            (own, same, referred(&after.values, index), field.target())
        {
            pointing.push(Pointing {
                target,
                id,
                pointer: format!("/{}", field.name),
            });
        }
    }
    for (i, collection) in after.entity.collections.iter().enumerate() {
        for (place, row) in after.collections[i].iter().enumerate() {
            let former = before.and_then(|before| {
                before.collections[i]
                    .iter()
                    .find(|other| row_id(other) == row_id(row))
            });
            for (index, field) in references((collection.entity)()) {
                let same = former.is_some_and(|former| former.get(index) == row.get(index));
                if let (false, Some(Value::Id(id)), Some(target)) =
                    (same, row.get(index), field.target())
                {
                    let pointer = format!("/{}/{place}/{}", collection.name, field.name);
                    pointing.push(Pointing {
                        target,
                        id: *id,
                        pointer,
                    });
                }
            }
        }
    }
    pointing
}
