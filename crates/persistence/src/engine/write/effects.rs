//! What a rule wants written besides its record, in the same transaction.

use guanxi_domain::access::Actor;
use guanxi_domain::kernel::catalogue::{Entity, Scope, at};
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::facts::Effect;
use guanxi_domain::kernel::value::Value;
use uuid::Uuid;

use super::{How, Tx, differences};
use crate::error::Result;
use crate::sql::{Bind, NullOf, Sql};

impl Tx<'_> {
    /// Writes the effects of a rule. They are final: derived values are computed, but no rule is
    /// asked again, so rules cannot chase each other.
    pub(crate) fn apply_effects(&mut self, actor: &Actor, effects: Vec<Effect>) -> Result<()> {
        for effect in effects {
            match effect {
                Effect::Create(document) => self.create_effect(actor, document)?,
                Effect::Patch { entity, id, sets } => self.patch_effect(actor, entity, id, sets)?,
                Effect::Delete { entity, id } => self.delete_effect(actor, entity, id)?,
                Effect::Job { kind, payload } => self.queue(actor, kind, &payload)?,
            }
        }
        Ok(())
    }

    fn create_effect(&mut self, actor: &Actor, mut document: Document) -> Result<()> {
        document.values[at::VERSION] = Value::Int(1);
        document.values[at::CREATED_AT] = Value::Instant(self.now);
        document.values[at::UPDATED_AT] = Value::Instant(self.now);
        document.values[at::CREATED_BY] = actor.user.into();
        document.values[at::UPDATED_BY] = actor.user.into();
        document.values[at::SOURCE] = Value::text(actor.channel.name());
        if document.entity.scope != Scope::Shared && document.owner().is_none() {
            document.values[at::OWNER] = actor.user.into();
        }
        self.stamp_team(&mut document);
        let facts = self.facts(actor, How::Plain);
        (document.entity.derive)(&facts, &mut document)?;
        self.complete(&document)?;
        self.insert(actor, &document, "created")
    }

    /// A record that is gone meanwhile is left alone.
    fn patch_effect(
        &mut self,
        actor: &Actor,
        entity: &'static Entity,
        id: Uuid,
        sets: Vec<(&'static str, Value)>,
    ) -> Result<()> {
        let Some(before) = self.by_id(entity, id)? else {
            return Ok(());
        };
        let mut after = before.clone();
        for (field, value) in sets {
            after.set(field, value);
        }
        let facts = self.facts(actor, How::Plain);
        (entity.derive)(&facts, &mut after)?;
        if differences::changes(&before, &after).is_empty() {
            return Ok(());
        }
        self.finish(actor, before, after, "updated", Vec::new())
            .map(drop)
    }

    /// A record that is gone meanwhile stays gone.
    fn delete_effect(&mut self, actor: &Actor, entity: &'static Entity, id: Uuid) -> Result<()> {
        let Some(before) = self.by_id(entity, id)? else {
            return Ok(());
        };
        let mut after = before.clone();
        after.values[at::DELETED_AT] = Value::Instant(self.now);
        after.values[at::DELETED_BY] = actor.user.into();
        self.finish(actor, before, after, "deleted", Vec::new())
            .map(drop)
    }

    /// Queues work to be done later.
    fn queue(&mut self, actor: &Actor, kind: &str, payload: &str) -> Result<()> {
        let mut sql = Sql::text(
            self.conn.dialect(),
            "INSERT INTO jobs (id, kind, payload, state, run_at, attempts, leased_until, created_at, created_by) VALUES (",
        );
        sql.bind(Uuid::now_v7())
            .push(", ")
            .bind(kind)
            .push(", ")
            .bind(payload)
            .push(", 'waiting', ")
            .bind(self.now);
        sql.push(", 0, ")
            .bind(Bind::Null(NullOf::Instant))
            .push(", ")
            .bind(self.now)
            .push(", ")
            .bind(actor.user);
        sql.push(")");
        sql.execute(self.conn)?;
        Ok(())
    }
}
