//! What all requests share.

use std::future::{Ready, ready};
use std::sync::Arc;
use std::time::SystemTime;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use guanxi_domain::access::Actor;
use guanxi_persistence::{Database, Error, Reader, Tx, World};

use crate::auth::{Actors, Keys, LiveSessions, Passwords, Tokens, WeakSecret};
use crate::frame::Budgets;
use crate::health::Health;
use crate::live::Hub;
use crate::meta::Told;
use crate::operations::Here;
use crate::refusal::{Refusal, of_error};
use crate::settings::Settings;

/// What all requests share. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

/// The parts of an [`App`].
pub struct Inner {
    /// The database.
    pub db: Database,
    /// How this installation runs.
    pub settings: Settings,
    /// What tokens are signed with.
    pub keys: Keys,
    /// Access tokens found good.
    pub tokens: Tokens,
    /// Hashes passwords, a few at a time.
    pub passwords: Passwords,
    /// Sessions known to be live.
    pub sessions: LiveSessions,
    /// Who sessions act as.
    pub actors: Actors,
    /// Catalogues already told.
    pub told: Told,
    /// Who may still ask how often.
    pub budgets: Budgets,
    /// What the last look at the database showed.
    pub health: Health,
    /// Who hears live what happens.
    pub live: Hub,
    /// Which server this is.
    pub here: Here,
    /// When the process began.
    pub began: SystemTime,
}

impl std::ops::Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// Why the application cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database says no.
    #[error(transparent)]
    Database(#[from] Error),
    /// A stored secret that is not good enough.
    #[error(transparent)]
    Secret(#[from] WeakSecret),
}

/// Name of the secret that signs tokens, among the settings in the database.
const SECRET: &str = "sign_in";

impl App {
    /// Over a database whose schema is up to date.
    pub fn new(db: Database, settings: Settings) -> Result<Self, StartError> {
        let secret = db.secret(SECRET)?;
        let end = db.read(|reader| reader.end_of_log())?;
        Ok(Self(Arc::new(Inner {
            keys: Keys::from_secret(&secret)?,
            tokens: Tokens::default(),
            passwords: Passwords::new(),
            sessions: LiveSessions::default(),
            actors: Actors::default(),
            told: Told::default(),
            budgets: Budgets::new(settings.limits),
            health: Health::default(),
            live: Hub::new(end),
            here: Here::new(),
            began: SystemTime::now(),
            db,
            settings,
        })))
    }
}

impl App {
    /// The application that serves a request.
    pub fn of(request: &HttpRequest) -> Result<Self, Refusal> {
        request
            .app_data::<Self>()
            .cloned()
            .ok_or_else(Refusal::internal)
    }

    /// Reads for nobody in particular.
    pub async fn read<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&mut Reader) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Refusal> {
        let db = self.db.clone();
        blocking(move || db.read(ask).map_err(|error| plain(&db, error))).await
    }

    /// Writes for nobody in particular, in one transaction. May run again after a deadlock.
    pub async fn write<T: Send + 'static>(
        &self,
        act: impl FnMut(&mut Tx) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Refusal> {
        let db = self.db.clone();
        blocking(move || db.write(act).map_err(|error| plain(&db, error))).await
    }
}

impl App {
    /// Finds something in the world. Before it is missed, the log is looked at: another server may have made it a moment
    /// ago, and whoever asked there goes on here.
    pub async fn in_world<T>(
        &self,
        find: impl Fn(&Arc<World>) -> Option<T>,
    ) -> Result<Option<T>, Refusal> {
        let found = find(&self.db.world());
        if found.is_some() {
            return Ok(found);
        }
        let db = self.db.clone();
        blocking(move || db.poll_world().map_err(|error| plain(&db, error))).await?;
        Ok(find(&self.db.world()))
    }
}

fn plain(db: &Database, error: Error) -> Refusal {
    of_error(error, &Actor::system(), &db.world().custom)
}

impl FromRequest for App {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}

/// Runs what blocks (all work on the database, all hashing) where blocking is allowed.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    // What is told meanwhile belongs to the same request.
    let span = tracing::Span::current();
    match web::block(move || span.in_scope(work)).await {
        Ok(done) => done,
        // The work panicked; the panic itself is in the log.
        Err(_) => Err(Refusal::internal()),
    }
}
