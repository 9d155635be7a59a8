//! Whether the server answers, and how old what is shown may be.
//!
//! A request without an answer proves nothing yet: one slow question is no lost connection. So the server is asked for
//! something tiny first. Once it is known to be lost it is asked again and again, at growing distances, until it answers;
//! then everything on the page is fetched anew.

use std::sync::Arc;
use std::time::Duration;

use guanxi_client::{Client, ClientError};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Session;
use crate::ui::{listen_on_document, listen_on_window};

/// How long the server may take to say that it is there.
const PATIENCE: Duration = Duration::from_secs(6);
/// The pause before it is asked again for the first time; each pause is twice the one before.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// The connection of the page.
#[derive(Clone, Copy)]
pub struct Connection {
    /// Asks whether the server is there; has no token and never waits long.
    scout: StoredValue<Client>,
    lost: RwSignal<bool>,
    returns: RwSignal<u32>,
    as_of: RwSignal<Option<f64>>,
    asking: StoredValue<bool>,
    /// Counts pauses, so that one that was cut short does not ask twice.
    pauses: StoredValue<u32>,
}

impl Connection {
    /// That of a client, for as long as the page lives.
    pub(super) fn of(client: &Client) -> Self {
        let connection = Self {
            scout: StoredValue::new(Client::with_timeout(client.base(), PATIENCE)),
            lost: RwSignal::new(false),
            returns: RwSignal::new(0),
            as_of: RwSignal::new(None),
            asking: StoredValue::new(false),
            pauses: StoredValue::new(0),
        };
        client.on_contact(Arc::new(move |answered| connection.hear(answered)));
        let ask = move |_: web_sys::Event| connection.ask_now();
        listen_on_window("online", ask);
        listen_on_window("offline", ask);
        listen_on_document("visibilitychange", move |_: web_sys::Event| {
            if connection.lost.get_untracked() && !document().hidden() {
                connection.ask_now();
            }
        });
        connection
    }

    /// Whether the server does not answer at present.
    pub fn is_lost(self) -> bool {
        self.lost.get()
    }

    /// How often it came back; whoever follows this fetches anew.
    pub fn returns(self) -> u32 {
        self.returns.get()
    }

    /// When the oldest part of what is shown came from the server, in milliseconds since the epoch.
    pub fn as_of(self) -> Option<f64> {
        self.as_of.get()
    }

    /// Another page is shown, with nothing from the server yet.
    pub fn turn_page(self) {
        self.as_of.set(None);
    }

    /// Something shown came from the server just now; older parts of the page stay as old as they are.
    pub fn seen(self) {
        if self.as_of.get_untracked().is_none() {
            self.renewed();
        }
    }

    /// All that matters on the page came from the server just now.
    pub fn renewed(self) {
        self.as_of.set(Some(js_sys::Date::now()));
    }

    /// Whether it is worth sending something that must not get lost: asks first when the server did not answer before.
    pub async fn is_open(self) -> bool {
        !self.lost.get_untracked() || self.ask().await
    }

    /// Asks without waiting for the next time.
    pub fn ask_now(self) {
        spawn_local(async move {
            self.ask().await;
        });
    }

    fn hear(self, answered: bool) {
        if answered {
            self.found();
        } else if !self.lost.get_untracked() && !self.asking.get_value() {
            self.ask_now();
        }
    }

    async fn ask(self) -> bool {
        self.asking.set_value(true);
        let answer = self.scout.get_value().state().await;
        self.asking.set_value(false);
        let lost = answer.as_ref().is_err_and(ClientError::is_unreached);
        if lost {
            self.lose();
        } else {
            self.found();
        }
        !lost
    }

    fn found(self) {
        if self.lost.get_untracked() {
            self.lost.set(false);
            self.as_of.set(None);
            self.returns.update(|returns| *returns += 1);
        }
    }

    fn lose(self) {
        if !self.lost.get_untracked() {
            self.lost.set(true);
            self.pause(FIRST_PAUSE);
        }
    }

    fn pause(self, length: Duration) {
        self.pauses.update_value(|pauses| *pauses += 1);
        let own = self.pauses.get_value();
        let end = move || {
            if self.lost.get_untracked() && self.pauses.get_value() == own {
                spawn_local(async move {
                    if !self.ask().await {
                        self.pause((length * 2).min(LONGEST_PAUSE));
                    }
                });
            }
        };
        set_timeout(end, length);
    }
}

/// Does something each time the server answers again after a while without answers, for as long as the current owner
/// lives.
pub fn on_return(act: Callback<()>) {
    let connection = Session::here().connection();
    Effect::new(move |before: Option<u32>| {
        let returns = connection.returns();
        if before.is_some_and(|before| before != returns) {
            act.run(());
        }
        returns
    });
}
