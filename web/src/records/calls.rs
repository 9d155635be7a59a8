//! Calls that begin with a tap on a number: whoever comes back is asked once how it went, so that logging a call costs
//! less than not logging it.

mod sheet;

use leptos::prelude::*;
use serde_json::{Map, Value as Json, json};

use super::catalogue::Entity;
use super::page::hung_on;
use super::record::Record;
use crate::shell::use_sheet;
use crate::stored::tab;
use crate::ui::listen_on_document;

pub use sheet::call_sheet;

/// Where this tab remembers the call.
const KEPT: &str = "guanxi.call";
/// Whoever comes back later than this does not come back from the call.
const LONGEST: f64 = 4.0 * 60.0 * 60.0 * 1000.0;

/// What a call is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// What the record is called.
    pub name: String,
    /// What an activity on it says about where it hangs.
    pub hung_on: Map<String, Json>,
}

impl Subject {
    /// A record, when activities can hang on it.
    pub fn of(entity: &Entity, record: &Record) -> Option<Self> {
        let hung_on = hung_on(entity, record);
        (!hung_on.is_empty()).then(|| Self {
            name: record.title(entity).to_owned(),
            hung_on,
        })
    }

    /// The record it is about.
    fn id(&self) -> &str {
        let id = self.hung_on.get("anchor_id").and_then(Json::as_str);
        id.unwrap_or_default()
    }
}

/// A number was tapped: the device dials, and whoever comes back is asked.
pub fn begin(subject: &Subject) {
    let kept = json!({
        "name": subject.name,
        "hung_on": subject.hung_on,
        "at": js_sys::Date::now(),
    });
    tab::write(KEPT, &kept.to_string());
}

/// The call that began in this tab and was not asked about yet.
fn begun() -> Option<Subject> {
    let kept: Json = serde_json::from_str(&tab::read(KEPT)?).ok()?;
    let at = kept.get("at")?.as_f64()?;
    let subject = Subject {
        name: kept.get("name")?.as_str()?.to_owned(),
        hung_on: kept.get("hung_on")?.as_object()?.clone(),
    };
    (js_sys::Date::now() - at < LONGEST).then_some(subject)
}

/// Asks how it went when somebody comes back from a call.
#[component]
pub fn CallHost() -> impl IntoView {
    let open = use_sheet("call");
    let ask = move || {
        if begun().is_some() {
            open.set(true);
        }
    };
    // A phone that needed the room has thrown the page away meanwhile, and loads it anew.
    ask();
    listen_on_document("visibilitychange", move |_: web_sys::Event| {
        if !document().hidden() {
            ask();
        }
    });
    view! { {call_sheet(open)} }
}
