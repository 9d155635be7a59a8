//! Settings for me.

mod look;
mod password;
mod profile;
mod region;
mod sessions;

use guanxi_client::Object;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value as Json;

use crate::i18n::{I18n, t};
use crate::session::{Session, explain};
use crate::shell::Page;
use crate::ui::Toasts;

/// Everything a person sets for themselves.
#[component]
pub fn Settings() -> impl IntoView {
    view! {
        <Page title=t("ui-settings")>
            <div>
                <Part title=t("ui-profile") text=t("ui-profile-text")><profile::Profile /></Part>
                <Part title=t("ui-language-region") text=t("ui-language-region-text")><region::Region /></Part>
                <Part title=t("ui-theme") text=t("ui-theme-text")><look::Appearance /></Part>
                <Part title=t("ui-keyboard") text=t("ui-keyboard-text")><look::Keyboard /></Part>
                <Part title=t("ui-password") text=t("ui-password-text")><password::Password /></Part>
                <Part title=t("ui-sessions") text=t("ui-sessions-text")><sessions::Sessions /></Part>
            </div>
        </Page>
    }
}

/// A heading with a sentence on the left, the settings on the right.
#[component]
fn Part(
    #[prop(into)] title: Signal<String>,
    #[prop(into)] text: Signal<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="settings-part">
            <div>
                <h2>{move || title.get()}</h2>
                <p class="muted small">{move || text.get()}</p>
            </div>
            <div class="form">{children()}</div>
        </section>
    }
}

/// Saves one setting at once and says so.
#[derive(Clone, Copy)]
struct Saver {
    session: Session,
    toasts: Toasts,
    i18n: I18n,
}

impl Saver {
    fn here() -> Self {
        Self {
            session: Session::here(),
            toasts: Toasts::here(),
            i18n: I18n::here(),
        }
    }

    fn save(self, name: &'static str, value: impl Into<Json>) {
        let changes = Object::from_iter([(name.to_owned(), value.into())]);
        spawn_local(async move {
            match self.session.change(changes).await {
                Ok(()) => self.toasts.say(self.i18n.text("ui-saved")),
                Err(error) => self.toasts.fail(explain(self.i18n, &error)),
            }
        });
    }
}
