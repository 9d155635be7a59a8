//! Who is signed in.
//!
//! The access token lives in memory only; the refresh token in a cookie that scripts cannot read. A page that is
//! opened or reloaded asks for a new access token by that cookie. When the session ends while somebody works, the page
//! stays as it is, with all that was typed: requests wait, a dialog asks for the password, and then they go on.

mod connection;
mod failure;
mod listening;
mod tab_lock;
mod waiting;

use std::sync::Arc;

use guanxi_client::auth::{Me, Setup, Signed};
use guanxi_client::{Client, ClientError, Object};
use guanxi_i18n::Language;
use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use serde_json::{Value as Json, json};

pub use connection::{Connection, on_return};
pub use failure::{explain, field_error, trace_id};
pub use listening::{Heard, listen};
use waiting::Waiting;

use crate::i18n::I18n;
use crate::shell::Keys;
use crate::stored;
use crate::theme::{Density, Look, Theme};
use crate::ui::Formats;

/// Remembers that this browser holds a refresh cookie, which scripts cannot see; asking in vain would be a failed
/// request on every first visit.
const HAS_COOKIE: &str = "guanxi.signed-in";

/// Where the session stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// Asking the server whether this browser is signed in.
    Starting,
    /// Nobody is signed in.
    SignedOut,
    /// Somebody is.
    SignedIn,
    /// Somebody was, and must give the password again.
    Expired,
    /// The server did not answer.
    Unreachable(ClientError),
}

/// The session of the page.
#[derive(Clone, Copy)]
pub struct Session {
    client: StoredValue<Client>,
    connection: Connection,
    standing: RwSignal<Standing>,
    me: RwSignal<Option<Me>>,
    waiting: Waiting,
    i18n: I18n,
    look: Look,
    formats: Formats,
    keys: Keys,
}

impl Session {
    /// Makes it for the page.
    pub fn provide(i18n: I18n, look: Look, formats: Formats, keys: Keys) -> Self {
        let client = Client::new(&window().location().origin().unwrap_or_default());
        let session = Self {
            client: StoredValue::new(client.clone()),
            connection: Connection::of(&client),
            standing: RwSignal::new(Standing::Starting),
            me: RwSignal::new(None),
            waiting: Waiting::new(),
            i18n,
            look,
            formats,
            keys,
        };
        // A page has one thread; only the compiler for tests on other machines wants to hear that.
        client.on_refused(Arc::new(move |client| {
            Box::pin(SendWrapper::new(session.renew(client)))
        }));
        Effect::new(move |_| session.client().set_language(i18n.language().tag()));
        provide_context(session);
        session
    }

    /// That of the page.
    pub fn here() -> Self {
        expect_context()
    }

    /// The way to the server. Requests carry the token and renew it by themselves.
    pub fn client(self) -> Client {
        self.client.get_value()
    }

    /// Whether the server answers.
    pub fn connection(self) -> Connection {
        self.connection
    }

    /// Where the session stands.
    pub fn standing(self) -> Standing {
        self.standing.get()
    }

    /// Whoever is signed in.
    pub fn me(self) -> Option<Me> {
        self.me.get()
    }

    /// Asks the server whether this browser is signed in.
    pub async fn start(self) {
        if stored::read(HAS_COOKIE).is_none() {
            return self.standing.set(Standing::SignedOut);
        }
        self.standing.set(Standing::Starting);
        match tab_lock::alone(self.client().refresh()).await {
            Ok(signed) => self.enter(signed).await,
            Err(error) if error.is_passing() => self.standing.set(Standing::Unreachable(error)),
            Err(_) => self.forget(),
        }
    }

    /// Signs in, and lets waiting requests go on.
    pub async fn sign_in(self, login: &str, password: &str) -> Result<(), ClientError> {
        let signed = self.client().sign_in(login, password).await?;
        self.enter(signed).await;
        Ok(())
    }

    /// Sets up the workspace and signs its administrator in.
    pub async fn set_up(self, setup: &Setup) -> Result<(), ClientError> {
        let signed = self.client().setup(setup).await?;
        self.enter(signed).await;
        Ok(())
    }

    /// Ends the session and everything on the page with it.
    pub fn sign_out(self) {
        spawn_local(async move {
            // When the server cannot be reached the cookie stays valid there, but this browser forgets all the same.
            let _ = self.client().sign_out().await;
            self.client().set_token(None);
            self.forget();
        });
    }

    /// Changes the user's own settings on the server and here.
    pub async fn change(self, changes: Object) -> Result<(), ClientError> {
        let me = self.client().patch_me(&changes).await?;
        self.apply(&me).await;
        self.me.set(Some(me));
        Ok(())
    }

    /// Changes the theme, here at once and for the person when signed in.
    pub fn choose_theme(self, theme: Theme) {
        self.look.theme.set(theme);
        self.remember("theme", json!(theme.name()));
    }

    /// Changes the density, here at once and for the person when signed in.
    pub fn choose_density(self, density: Density) {
        self.look.density.set(density);
        self.remember("density", json!(density.name()));
    }

    /// Switches single-letter keys, here at once and for the person when signed in.
    pub fn choose_letters(self, on: bool) {
        self.keys.set_letters(on);
        self.remember("letter_keys", json!(on));
    }

    /// Changes the language, here at once and for the person when signed in.
    pub fn choose_language(self, language: Language) {
        spawn_local(async move {
            let switched = self.i18n.switch(language).await;
            if switched && self.me.with_untracked(Option::is_some) {
                self.keep(Object::from_iter([(
                    "language".to_owned(),
                    json!(language.tag()),
                )]))
                .await;
            }
        });
    }

    /// Keeps a preference of the person who is signed in, for all their devices.
    pub fn remember(self, name: &'static str, value: Json) {
        if self.me.with_untracked(Option::is_some) {
            let changes = Object::from_iter([("preferences".to_owned(), json!({ name: value }))]);
            spawn_local(self.keep(changes));
        }
    }

    /// Keeps a setting that already holds here. When the server cannot keep it, it still holds on this device, so
    /// there is nothing to tell.
    async fn keep(self, changes: Object) {
        if let Ok(me) = self.client().patch_me(&changes).await {
            self.me.set(Some(me));
        }
    }

    /// A new access token by the cookie, else by asking for the password while the request waits.
    async fn renew(self, client: Client) -> Result<String, ClientError> {
        match tab_lock::alone(client.refresh()).await {
            Err(ClientError::Problem(problem)) if matches!(problem.status, 401 | 403) => {
                self.standing.set(Standing::Expired);
                self.waiting.wait().await;
                client.token().ok_or(ClientError::Problem(problem))
            }
            answer => answer.map(|signed| signed.access_token),
        }
    }

    async fn enter(self, signed: Signed) {
        stored::write(HAS_COOKIE, "yes");
        self.apply(&signed.user).await;
        self.me.set(Some(signed.user));
        self.standing.set(Standing::SignedIn);
        self.waiting.go_on();
    }

    fn forget(self) {
        stored::remove(HAS_COOKIE);
        self.me.set(None);
        self.standing.set(Standing::SignedOut);
        self.waiting.go_on();
    }

    /// Makes the page speak, write and look the way the person set it.
    async fn apply(self, me: &Me) {
        let region = me.region.clone().unwrap_or_default();
        if !region.is_empty() {
            self.formats.region.set(region);
        }
        self.formats.time_zone.set(me.time_zone.clone());
        let preference = |name: &str| me.preferences.get(name).cloned().unwrap_or_default();
        if let Json::String(theme) = preference("theme") {
            self.look.theme.set(Theme::named(&theme));
        }
        if let Json::String(density) = preference("density") {
            self.look.density.set(Density::named(&density));
        }
        if let Json::Bool(on) = preference("letter_keys") {
            self.keys.set_letters(on);
        }
        if let Some(language) = Language::from_tag(&me.language)
            && self.i18n.language_now() != language
        {
            self.i18n.switch(language).await;
        }
    }
}
