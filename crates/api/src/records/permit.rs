//! What a caller must be allowed for a request to be looked at further; rows and fields are decided
//! by the engine.

use guanxi_domain::access::{Action, Actor};
use guanxi_domain::kernel::catalogue::Entity;

use crate::frame::only_read;
use crate::refusal::Refusal;

/// A right over an entity as a whole.
#[derive(Debug, Clone)]
pub enum Permit {
    /// To do this.
    Do(Action),
    /// To use this verb.
    Use(String),
    /// To change records in any way.
    Change,
}

impl Permit {
    /// Refuses who does not have it (403).
    pub fn check(&self, actor: &Actor, entity: &Entity) -> Result<(), Refusal> {
        let may = |action| actor.may(entity, action);
        if !entity.writable && !matches!(self, Self::Do(Action::Read)) {
            return Err(only_read());
        }
        let held = match self {
            Self::Do(Action::Read) => return of(may(Action::Read), "read"),
            Self::Do(action) => may(*action),
            Self::Use(verb) => actor.may_use(entity, verb),
            Self::Change => may(Action::Create) || may(Action::Update) || may(Action::Delete),
        };
        of(held, self.name())
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::Do(Action::Create) => "create",
            Self::Do(Action::Delete) => "delete",
            _ => "update",
        }
    }
}

fn of(held: bool, action: &'static str) -> Result<(), Refusal> {
    if held {
        Ok(())
    } else {
        Err(Refusal::forbidden("forbidden").with("action", action))
    }
}
