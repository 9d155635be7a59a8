//! Being told of what is due, and of being mentioned, while working on something else.

use std::time::Duration;

use guanxi_client::ListQuery;
use leptos::prelude::*;
use serde_json::{Value as Json, json};

use crate::i18n::I18n;
use crate::records::today::{Change, Desk};
use crate::ui::Toasts;

/// How long to wait after news: what happens together is asked for once.
const PAUSE: Duration = Duration::from_millis(600);
/// Told at once; more are on the first page.
const MOST: u32 = 3;

#[derive(Clone, Copy)]
struct Teller {
    desk: Desk,
    i18n: I18n,
    toasts: Toasts,
    /// What happened before this was told, or happened before the page was there.
    since: StoredValue<String>,
    waiting: StoredValue<bool>,
}

/// Says what the server reminds of and who mentions this person, as it happens.
pub fn follow_reminders() {
    let teller = Teller {
        desk: Desk::here(),
        i18n: I18n::here(),
        toasts: Toasts::here(),
        since: StoredValue::new(now()),
        waiting: StoredValue::new(false),
    };
    Effect::new(move |before: Option<()>| {
        let news = teller.desk.news.get().filter(|_| before.is_some());
        let elsewhere = |what: &Change| matches!(what, Change::Elsewhere(_) | Change::Many);
        let concerns = news.is_some_and(|news| {
            elsewhere(&news.what) && (news.is_about("activity") || news.is_about("mention"))
        });
        if concerns && !teller.waiting.get_value() {
            teller.waiting.set_value(true);
            set_timeout(move || teller.ask(), PAUSE);
        }
    });
}

impl Teller {
    fn ask(self) {
        let Some(from) = self.since.try_get_value() else {
            return;
        };
        self.waiting.set_value(false);
        self.since.set_value(now());
        leptos::task::spawn_local(async move {
            let reminded = json!({ "and": [
                { "field": "owner_id", "op": "eq", "value": "@me" },
                { "field": "status", "op": "eq", "value": "open" },
                { "field": "reminded_at", "op": "gte", "value": from },
            ] });
            let mentioned = json!({ "and": [
                { "field": "user_id", "op": "eq", "value": "@me" },
                { "field": "created_by", "op": "ne", "value": "@me" },
                { "field": "created_at", "op": "gte", "value": from },
            ] });
            let told = self
                .tell("activities", reminded, "ui-reminder", &["subject"])
                .await
                && self
                    .tell(
                        "mentions",
                        mentioned,
                        "ui-mentioned",
                        &["activity", "subject"],
                    )
                    .await;
            if !told {
                // The next question covers this time as well.
                self.since.try_set_value(from);
            }
        });
    }

    /// Says each of what is found; whether there was an answer.
    async fn tell(self, plural: &str, filter: Json, key: &'static str, name: &[&str]) -> bool {
        let query = ListQuery::new()
            .filter(filter)
            .sort("-created_at")
            .limit(MOST);
        let query = if plural == "mentions" {
            query.expand("activity_id")
        } else {
            query
        };
        let Ok(page) = self.desk.api.list(plural, query).await else {
            return false;
        };
        for row in &page.rows {
            let (first, rest) = (
                name.first().copied().unwrap_or_default(),
                name.get(1..).unwrap_or_default(),
            );
            let found = rest.iter().fold(row.get(first), |json, part| &json[*part]);
            let name = found.as_str().unwrap_or_default().to_owned();
            self.toasts.say(untrack(|| {
                self.i18n.format(key, |args| args.set("name", name))
            }));
        }
        true
    }
}

fn now() -> String {
    let now = js_sys::Date::new_0().to_iso_string();
    now.as_string().unwrap_or_default()
}
