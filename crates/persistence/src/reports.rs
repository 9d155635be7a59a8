//! Figures that take more than one question: what is asked and what comes of it is decided in `domain`; here it is
//! asked, through the same rights as everything else.

mod attainment;
mod funnel;
pub mod keeping;

use guanxi_domain::access::Actor;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::path::{Lens, resolve};

pub use funnel::Wish as FunnelWish;

use crate::engine::read::Reader;

impl Reader<'_> {
    /// Whether an actor sees a field of an entity's records.
    fn sees(&self, actor: &Actor, entity: &'static Entity, field: &str) -> bool {
        let lens = Lens {
            entity,
            custom: &self.world.custom,
            actor,
        };
        actor.may_read(entity) && resolve(&lens, field).is_ok()
    }

    /// The same of a field or the rows of a collection.
    fn shows(&self, actor: &Actor, entity: &'static Entity, name: &str) -> bool {
        if entity.collection(name).is_some() {
            return actor.may_read(entity) && !actor.hides(entity, name);
        }
        self.sees(actor, entity, name)
    }
}
