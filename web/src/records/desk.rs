//! What all record screens share: the server, the catalogue, names, the last list, and news of changes.

use std::cell::Cell;
use std::sync::Arc;

use leptos::prelude::*;

use super::api::{Api, Page};
use super::catalogue::{Catalogue, Entity};
use super::failure::{Failure, Loaded};
use super::heard::{self, Touched};
use super::live::{Conflict, Step};
use super::names::Names;
use super::own::{self, Own};
use super::record::Record;
use super::verbs::Asking;
use crate::session::{Connection, Session, on_return};
use guanxi_client::ListQuery;

/// What all record screens share. Made once for the page.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The server.
    pub api: Api,
    /// Whether it answers.
    pub connection: Connection,
    /// What records are called, by id.
    pub names: Names,
    catalogue: RwSignal<Loaded<Catalogue>>,
    /// The last list looked at, for "previous" and "next".
    pub trail: RwSignal<Trail>,
    /// The last change made here, for lists and boards that show the record.
    pub news: RwSignal<Option<News>>,
    /// A verb that asks for fields.
    pub asking: RwSignal<Option<Asking>>,
    /// A change that met another one.
    pub conflict: RwSignal<Option<Conflict>>,
    /// What the person has at hand.
    pub own: Own,
    /// Inline changes that can be taken back, newest last.
    pub steps: RwSignal<Vec<Step>>,
}

thread_local! {
    static DESK: Cell<Option<Desk>> = const { Cell::new(None) };
}

/// The order of a list that somebody came from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trail {
    /// Of which entity.
    pub plural: String,
    /// The list's own address.
    pub address: String,
    /// The records, in order.
    pub ids: Vec<String>,
}

/// A change made here.
#[derive(Clone, PartialEq)]
pub struct News {
    /// Of which entity; empty when any may have changed.
    pub entity: String,
    /// The record, when there is one in particular.
    pub id: String,
    /// What became of it.
    pub what: Change,
}

impl News {
    /// Whether anything may have changed: the server is back after a while without it.
    pub fn is_everything(&self) -> bool {
        self.entity.is_empty()
    }

    /// Whether it is about records of an entity.
    pub fn is_about(&self, entity: &str) -> bool {
        self.is_everything() || self.entity == entity
    }
}

/// What became of a record.
#[derive(Clone, PartialEq)]
pub enum Change {
    /// It is new.
    Created,
    /// It is like this now.
    Is(Record),
    /// It is gone.
    Gone,
    /// Several changed at once, or in ways only the server knows.
    Many,
    /// Others, or other tabs, changed these.
    Elsewhere(Arc<Vec<Touched>>),
}

impl News {
    /// What became of a record elsewhere, when this is about it.
    pub fn elsewhere(&self, id: &str) -> Option<&Touched> {
        match &self.what {
            Change::Elsewhere(touched) => touched.iter().find(|one| one.id == id),
            _ => None,
        }
    }

    /// Whether a record is not to be seen any more, whoever did that.
    pub fn is_end_of(&self, id: &str) -> bool {
        let here = self.id == id && self.what == Change::Gone;
        here || self.elsewhere(id).is_some_and(Touched::is_gone)
    }
}

impl Desk {
    /// Makes it for the page. The catalogue is fetched when the first screen asks for it.
    pub fn provide(session: Session) -> Self {
        let connection = session.connection();
        let api = Api::new(session.client(), connection);
        let catalogue = RwSignal::new(Loaded::Waiting);
        let desk = Self {
            api,
            connection,
            names: Names::new(api, catalogue),
            catalogue,
            trail: RwSignal::new(Trail::default()),
            news: RwSignal::new(None),
            asking: RwSignal::new(None),
            conflict: RwSignal::new(None),
            own: Own::new(),
            steps: RwSignal::new(Vec::new()),
        };
        DESK.set(Some(desk));
        desk.forget_with(session);
        on_return(Callback::new(move |()| desk.tell("", "", Change::Many)));
        heard::follow(desk, session);
        desk.own.follow(desk);
        desk
    }

    /// That of the page. Not a context: timers and answers from the server, which run outside all components, need it
    /// too.
    #[expect(
        clippy::expect_used,
        reason = "the app makes it before anything else; there is no page without it"
    )]
    pub fn here() -> Self {
        DESK.get().expect("the page has a desk")
    }

    /// Another person sees other things.
    fn forget_with(self, session: Session) {
        Effect::new(move |before: Option<Option<uuid::Uuid>>| {
            let now = session.me().map(|me| me.id);
            self.own.belong_to(now);
            if before.is_some_and(|before| before != now) {
                self.forget();
            }
            if let Some(left) = before.flatten().filter(|_| now.is_none()) {
                own::forget_recent(left);
            }
            now
        });
    }

    /// The catalogue, following its arrival.
    pub fn catalogue(self) -> Loaded<Catalogue> {
        self.catalogue.get()
    }

    /// The catalogue for code that runs only where it has arrived; an empty answer elsewhere.
    pub fn known(self) -> Option<Catalogue> {
        self.catalogue
            .with_untracked(|loaded| loaded.ready().cloned())
    }

    /// An entity by name.
    pub fn entity(self, name: &str) -> Option<Entity> {
        self.known()?.entity(name)
    }

    /// Fetches the catalogue as long as a screen that needs it stands on the page and nobody has it.
    pub fn want_catalogue(self) {
        let waiting = Memo::new(move |_| matches!(self.catalogue(), Loaded::Waiting));
        Effect::new(move |_| {
            if waiting.get() {
                self.fetch_catalogue();
            }
        });
    }

    /// Fetches the catalogue, again after a failure or a change of rights.
    pub fn fetch_catalogue(self) {
        leptos::task::spawn_local(async move {
            let answer = self.api.meta().await.map(Catalogue::new);
            self.catalogue.set(Loaded::of(answer));
        });
    }

    /// Takes over another catalogue.
    pub fn know(self, catalogue: Catalogue) {
        self.catalogue.set(Loaded::Ready(catalogue));
    }

    fn forget(self) {
        self.catalogue.set(Loaded::Waiting);
        self.trail.set(Trail::default());
        self.steps.set(Vec::new());
        self.names.forget();
        self.own.forget();
    }

    /// A page of records. What their references are called is known from then on.
    pub async fn list(self, entity: &Entity, query: ListQuery) -> Result<Page, Failure> {
        let page = self.api.list(&entity.plural, query).await?;
        self.learn(entity, &page.rows);
        Ok(page)
    }

    /// Remembers what the references of records are called, as it came along with them.
    pub fn learn(self, entity: &Entity, records: &[Record]) {
        if let Some(catalogue) = self.known() {
            for record in records {
                self.names.learn_from(record, entity, &catalogue);
            }
        }
    }

    /// Does something whenever records of one of these entities may have changed from now on.
    pub fn follow(
        self,
        entities: impl IntoIterator<Item = impl Into<String>>,
        act: impl Fn() + 'static,
    ) {
        let entities: Vec<String> = entities.into_iter().map(Into::into).collect();
        Effect::new(move |before: Option<()>| {
            let news = self.news.get();
            let concerns = |news: News| entities.iter().any(|entity| news.is_about(entity));
            if before.is_some() && news.is_some_and(concerns) {
                act();
            }
        });
    }

    /// Tells lists and boards about a change.
    pub fn tell(self, entity: &str, id: &str, what: Change) {
        self.news.set(Some(News {
            entity: entity.to_owned(),
            id: id.to_owned(),
            what,
        }));
    }
}
