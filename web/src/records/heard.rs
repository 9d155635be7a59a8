//! What others changed, gathered and told to the screens.
//!
//! Changes come in bursts: a sale won is half a dozen events, an import thousands. They are gathered for a moment and told
//! kind by kind, so that each screen asks once. A tab that nobody looks at tells its screens when somebody does.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use guanxi_client::live::Change as Event;
use leptos::prelude::*;

use super::catalogue::Catalogue;
use super::desk::{Change, Desk};
use crate::session::{Heard, Session, listen};
use crate::ui::{is_draft_open, listen_on_document};

/// How long changes are gathered.
const GATHER: Duration = Duration::from_millis(150);
/// The least pause between two tellings, while more and more comes.
const REST: Duration = Duration::from_millis(1_000);
/// More records of a kind than these are "many": asking for each costs more than asking for all that is shown.
const MOST: usize = 150;

/// What is known of one record that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// Which one.
    pub id: String,
    /// The version it has now; none when it is gone from sight.
    pub version: Option<i64>,
}

impl Touched {
    fn of(event: &Event) -> Self {
        let gone = matches!(event.verb.as_str(), "deleted" | "gone");
        Self {
            id: event.id.to_string(),
            version: event.version.filter(|_| !gone),
        }
    }

    /// Whether it went into the bin or out of sight.
    pub fn is_gone(&self) -> bool {
        self.version.is_none()
    }
}

/// What was heard and not told yet.
#[derive(Clone, Copy)]
struct Gathering {
    desk: Desk,
    /// The newest about each record, by kind and id.
    heard: StoredValue<BTreeMap<String, BTreeMap<String, Touched>>>,
    /// Everything is to be looked at anew.
    everything: StoredValue<bool>,
    /// A telling is under way.
    under_way: StoredValue<bool>,
    /// When the last telling was, in milliseconds.
    told: StoredValue<f64>,
}

/// Tells the screens what others change, for as long as the page lives.
pub fn follow(desk: Desk, session: Session) {
    let gathering = Gathering {
        desk,
        heard: StoredValue::new(BTreeMap::new()),
        everything: StoredValue::new(false),
        under_way: StoredValue::new(false),
        told: StoredValue::new(0.0),
    };
    listen(session, Callback::new(move |heard| gathering.hear(heard)));
    listen_on_document("visibilitychange", move |_: web_sys::Event| {
        gathering.soon();
    });
}

impl Gathering {
    fn hear(self, heard: Heard) {
        match heard {
            Heard::Changes(changes) => self.heard.update_value(|kept| {
                for change in &changes {
                    let touched = Touched::of(change);
                    kept.entry(change.entity.clone())
                        .or_default()
                        .insert(touched.id.clone(), touched);
                }
            }),
            Heard::Anything { rights } => {
                self.everything.set_value(true);
                if rights {
                    renew_catalogue(self.desk);
                }
            }
        }
        self.soon();
    }

    /// Tells after a moment, unless that is under way or nobody looks.
    fn soon(self) {
        let nothing = self.heard.with_value(BTreeMap::is_empty) && !self.everything.get_value();
        if nothing || document().hidden() || self.under_way.get_value() {
            return;
        }
        self.under_way.set_value(true);
        let rested = (js_sys::Date::now() - self.told.get_value()).max(0.0);
        let rest = REST.saturating_sub(Duration::from_millis(rested as u64));
        set_timeout(move || self.tell(), rest.max(GATHER));
    }

    fn tell(self) {
        let heard = self
            .heard
            .try_update_value(std::mem::take)
            .unwrap_or_default();
        let everything = self.everything.get_value();
        self.everything.set_value(false);
        self.under_way.set_value(false);
        self.told.set_value(js_sys::Date::now());
        if everything {
            return self.desk.tell("", "", Change::Many);
        }
        let mut kinds = heard.into_iter();
        tell_kinds(self.desk, move || kinds.next());
    }
}

/// Tells one kind after the other: each screen has to have heard the one before.
fn tell_kinds(
    desk: Desk,
    mut next: impl FnMut() -> Option<(String, BTreeMap<String, Touched>)> + 'static,
) {
    let Some((entity, touched)) = next() else {
        return;
    };
    let what = if touched.len() > MOST {
        Change::Many
    } else {
        Change::Elsewhere(Arc::new(touched.into_values().collect()))
    };
    desk.tell(&entity, "", what);
    set_timeout(move || tell_kinds(desk, next), Duration::ZERO);
}

/// Fetches the catalogue after a change of rights. Another one makes all screens anew, so not while somebody types.
fn renew_catalogue(desk: Desk) {
    leptos::task::spawn_local(async move {
        // Without an answer the old one stays; the next request tells what is allowed.
        let Ok(meta) = desk.api.meta().await else {
            return;
        };
        let catalogue = Catalogue::new(meta);
        let same = desk
            .known()
            .is_some_and(|known| known.says_like(&catalogue));
        if !same && !is_draft_open() {
            desk.know(catalogue);
        }
    });
}
