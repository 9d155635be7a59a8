//! Settings for me, and for administrators those of the workspace.

mod demo;
mod lists;
mod look;
mod password;
mod profile;
mod region;
mod sessions;
mod workspace;

use guanxi_client::Object;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value as Json;

use super::operations::OPERATIONS;
use crate::i18n::{I18n, t};
use crate::records::Desk;
use crate::session::{Session, explain};
use crate::shell::Page;
use crate::ui::{LinkButton, Toasts};

/// Everything a person sets for themselves, and what administrators set for all.
#[component]
pub fn Settings() -> impl IntoView {
    let desk = Desk::here();
    desk.want_catalogue();
    let is_administrator = Memo::new(move |_| {
        let catalogue = desk.catalogue();
        catalogue
            .ready()
            .is_some_and(|catalogue| catalogue.workspace().may_change)
    });
    let shared = move || {
        is_administrator.get().then(|| {
            view! {
                <Part title=t("ui-workspace") text=t("ui-workspace-text")><workspace::Workspace /></Part>
                <Part title=t("ui-lists") text=t("ui-lists-text")>{lists::kept_lists()}</Part>
                <Part title=t("ui-demo") text=t("ui-demo-text")>{demo::demo_firm()}</Part>
                <Part title=t("ui-pipelines") text=t("ui-pipelines-text")>
                    <div class="form-actions">
                        <LinkButton href=Signal::stored("/settings/pipelines".to_owned()) icon="columns-3">{t("ui-pipelines-edit")}</LinkButton>
                    </div>
                </Part>
                <Part title=t("ui-ops") text=t("ui-ops-text")>
                    <div class="form-actions">
                        <LinkButton href=Signal::stored(OPERATIONS.to_owned()) icon="activity">{t("ui-ops-open")}</LinkButton>
                    </div>
                </Part>
            }
        })
    };
    view! {
        <Page title=t("ui-settings")>
            <div>
                <Part title=t("ui-profile") text=t("ui-profile-text")><profile::Profile /></Part>
                <Part title=t("ui-language-region") text=t("ui-language-region-text")><region::Region /></Part>
                <Part title=t("ui-theme") text=t("ui-theme-text")><look::Appearance /></Part>
                <Part title=t("ui-keyboard") text=t("ui-keyboard-text")><look::Keyboard /></Part>
                <Part title=t("ui-password") text=t("ui-password-text")><password::Password /></Part>
                <Part title=t("ui-sessions") text=t("ui-sessions-text")><sessions::Sessions /></Part>
                {shared}
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
