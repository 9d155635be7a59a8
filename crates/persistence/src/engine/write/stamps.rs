//! What the engine writes into every record by itself: when, by whom, whose.

use guanxi_domain::access::{Action, Actor};
use guanxi_domain::kernel::catalogue::{Entity, Scope, at};
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::problem::Violation;
use guanxi_domain::kernel::value::Value;
use uuid::Uuid;

use super::{How, Tx};
use crate::error::Result;

impl Tx<'_> {
    pub(super) fn stamp_new(
        &mut self,
        actor: &Actor,
        document: &mut Document,
        how: How,
    ) -> Result<()> {
        let now = Value::Instant(self.now);
        let importing = how == How::Import;
        document.values[at::VERSION] = Value::Int(1);
        for place in [at::CREATED_AT, at::UPDATED_AT] {
            if !importing || document.values[place] == Value::Null {
                document.values[place] = now.clone();
            }
        }
        document.values[at::CREATED_BY] = actor.user.into();
        document.values[at::UPDATED_BY] = actor.user.into();
        document.values[at::SOURCE] = Value::text(if importing {
            "import"
        } else {
            actor.channel.name()
        });
        match document.owner() {
            None if document.entity.scope == Scope::Shared || document.entity.finds_owner => {}
            None => document.values[at::OWNER] = actor.user.into(),
            Some(owner) => may_assign(actor, document.entity, None, owner)?,
        }
        self.stamp_team(document);
        Ok(())
    }

    pub(super) fn restamp(
        &mut self,
        actor: &Actor,
        before: &Document,
        after: &mut Document,
    ) -> Result<()> {
        if after.owner() == before.owner() {
            return Ok(());
        }
        match after.owner() {
            Some(owner) => may_assign(actor, after.entity, before.owner(), owner)?,
            None if actor.may(after.entity, Action::Assign) => {}
            None => return Err(Violation::field("owner_id", "needs_assign").into()),
        }
        self.stamp_team(after);
        Ok(())
    }

    /// The team is stamped when the owner is set, so that moving a person does not move records.
    pub(super) fn stamp_team(&self, document: &mut Document) {
        let team = document.owner().and_then(|owner| self.world.team_of(owner));
        document.values[at::TEAM] = team.into();
    }
}

/// Taking a record oneself needs no special right when one owns it already; giving it away does.
fn may_assign(actor: &Actor, entity: &Entity, before: Option<Uuid>, owner: Uuid) -> Result<()> {
    let own = actor.user == Some(owner) && before.is_none();
    if own || actor.may(entity, Action::Assign) {
        Ok(())
    } else {
        Err(Violation::field("owner_id", "needs_assign").into())
    }
}
