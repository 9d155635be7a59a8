//! Who sessions act as, worked out once per state of the world: reporting lines and teams below are
//! dear to follow with every request.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use guanxi_domain::access::{Actor, Channel};
use guanxi_persistence::World;
use uuid::Uuid;

/// Actors of the present world.
#[derive(Default)]
pub struct Actors(Mutex<Known>);

#[derive(Default)]
struct Known {
    world: Option<Arc<World>>,
    actors: HashMap<(Uuid, bool), Arc<Actor>>,
}

/// More are not remembered.
const MOST: usize = 50_000;

impl Actors {
    /// Who a session acts as; none when its user may not sign in any more.
    pub fn of(
        &self,
        world: &Arc<World>,
        user: Uuid,
        session: Uuid,
        channel: Channel,
    ) -> Option<Arc<Actor>> {
        let key = (session, channel == Channel::Ui);
        // A poisoned lock still holds a map that is only a memory.
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_present = known
            .world
            .as_ref()
            .is_some_and(|known| Arc::ptr_eq(known, world));
        if !is_present || known.actors.len() >= MOST {
            known.world = Some(Arc::clone(world));
            known.actors.clear();
        }
        if let Some(actor) = known.actors.get(&key) {
            return Some(Arc::clone(actor));
        }
        let actor = Arc::new(world.actor(user, channel, Some(session))?);
        known.actors.insert(key, Arc::clone(&actor));
        Some(actor)
    }
}
