//! Who asks: a user with a live session, and with the rights of this moment.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use guanxi_domain::access::Actor;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::path::Lens;
use guanxi_i18n::Language;
use guanxi_persistence::{Error, Reader, Tx, World};
use uuid::Uuid;

use crate::app::{App, blocking};
use crate::refusal::{Refusal, of_error};

/// Who asks. Put into the request by [`crate::auth::signed_in`]; a handler that takes one can only
/// be reached by somebody signed in.
#[derive(Clone)]
pub struct Caller {
    /// What all requests share.
    pub app: App,
    /// The rights.
    pub actor: Arc<Actor>,
    /// The user.
    pub user: Uuid,
    /// The session.
    pub session: Uuid,
    /// The language of texts.
    pub language: Language,
    /// The request's id.
    pub trace_id: Arc<str>,
}

impl Caller {
    /// The workspace as it is now.
    pub fn world(&self) -> Arc<World> {
        self.app.db.world()
    }

    /// How this caller sees an entity.
    pub fn lens<'a>(&'a self, world: &'a World, entity: &'static Entity) -> Lens<'a> {
        Lens {
            entity,
            custom: &world.custom,
            actor: &self.actor,
        }
    }

    /// Reads.
    pub async fn read<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&mut Reader, &Actor) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Refusal> {
        let (app, actor) = (self.app.clone(), Arc::clone(&self.actor));
        blocking(move || {
            let read = app.db.read(|reader| ask(reader, &actor));
            read.map_err(|error| of_error(error, &actor, &app.db.world().custom))
        })
        .await
    }

    /// Reads what costs little whatever is asked, such as one record: where the database is a file, handing it to another
    /// thread would cost more than the reading.
    pub async fn read_little<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&mut Reader, &Actor) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Refusal> {
        match self.app.db.at_once() {
            Some(free) => {
                let read = free.read(|reader| ask(reader, &self.actor));
                read.map_err(|error| of_error(error, &self.actor, &self.world().custom))
            }
            None => self.read(ask).await,
        }
    }

    /// Writes, in one transaction. May run again after a deadlock.
    pub async fn write<T: Send + 'static>(
        &self,
        mut act: impl FnMut(&mut Tx, &Actor) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Refusal> {
        let (app, actor) = (self.app.clone(), Arc::clone(&self.actor));
        blocking(move || {
            let acting = Arc::clone(&actor);
            let written = app.db.write(move |tx| act(tx, &acting));
            written.map_err(|error| of_error(error, &actor, &app.db.world().custom))
        })
        .await
    }
}

impl FromRequest for Caller {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let caller = request.extensions().get::<Self>().cloned();
        ready(caller.ok_or_else(Refusal::unauthenticated))
    }
}
