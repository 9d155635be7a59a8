//! What to go on with after something is done: the next activity, at one press.

use guanxi_domain::kernel::meta::VerbMeta;
use leptos::prelude::*;
use serde_json::{Map, Value as Json, json};

use crate::i18n::I18n;
use crate::records::api::fresh_id;
use crate::records::desk::{Change, Desk};
use crate::records::page::{ACTIVITY, FOLLOW_UPS, day_after};
use crate::records::record::{Record, is_empty};
use crate::ui::{Formats, Offer, Toasts};

/// What the page shares, for acts that outlive the component they began in.
#[derive(Clone, Copy)]
pub struct Page {
    /// The records.
    pub desk: Desk,
    /// The language.
    pub i18n: I18n,
    /// The messages.
    pub toasts: Toasts,
    /// Days.
    pub formats: Formats,
}

/// What the next activity takes over.
const TAKEN: [&str; 4] = ["subject", "contact_id", "anchor_entity", "anchor_id"];

/// The days on which the next activity may be, when the verb leads to one.
pub fn offers(page: Page, verb: &VerbMeta, done: &Record) -> Vec<Offer> {
    let leads_on = verb.sequels.iter().any(|sequel| sequel.entity == ACTIVITY);
    // What comes back by itself needs nobody to plan it.
    if !leads_on || !is_empty(done.get("recurrence")) {
        return Vec::new();
    }
    let body = StoredValue::new(next_of(done));
    let offer = |(days, label): (i64, &'static str)| Offer {
        label: Signal::derive(move || page.i18n.text(label)),
        act: Callback::new(move |()| page.plan(body.get_value(), days)),
    };
    FOLLOW_UPS.map(offer).to_vec()
}

fn next_of(done: &Record) -> Map<String, Json> {
    let taken = TAKEN.into_iter().filter(|name| !is_empty(done.get(name)));
    let mut body: Map<String, Json> = taken
        .map(|name| (name.to_owned(), done.get(name).clone()))
        .collect();
    body.insert("kind".to_owned(), json!("task"));
    body.insert("follows_id".to_owned(), json!(done.id()));
    body
}

impl Page {
    fn plan(self, mut body: Map<String, Json>, days: i64) {
        let due = day_after(&untrack(|| self.formats.today()), days);
        body.insert("due_on".to_owned(), json!(due));
        leptos::task::spawn_local(async move {
            let (body, key) = (Json::Object(body), fresh_id());
            match self.desk.api.create("activities", body, &key).await {
                Ok(made) => {
                    self.desk.tell(ACTIVITY, made.id(), Change::Created);
                    self.toasts
                        .say(untrack(|| self.i18n.text("ui-composer-saved")));
                }
                Err(failure) => self
                    .toasts
                    .fail(failure.sentence(&untrack(|| self.i18n.texts()))),
            }
        });
    }
}
