//! What is typed about an activity, and how it becomes one.

use guanxi_i18n::Texts;
use leptos::prelude::*;
use serde_json::{Map, Value as Json, json};

use super::timeline::ACTIVITY;
use crate::records::api::fresh_id;
use crate::records::catalogue::Entity;
use crate::records::desk::{Change, Desk};
use crate::records::failure::Failure;
use crate::records::record::Record;
use crate::ui::Formats;

/// Longest line that serves as the subject.
const SUBJECT: usize = 120;
/// What is typed.
#[derive(Clone, Copy)]
pub struct Draft {
    /// What kind of activity.
    pub kind: RwSignal<String>,
    /// The words.
    pub text: RwSignal<String>,
    /// For tasks: the day.
    pub due: RwSignal<String>,
    /// For meetings: the moment.
    pub starts: RwSignal<String>,
    /// For calls: what came of it.
    pub outcome: RwSignal<String>,
    /// Who and what was picked while typing: the words that stand for it, and how a text mentions it.
    pub picked: RwSignal<Vec<(String, String)>>,
    /// Days until a follow-up; empty for none.
    pub follow: RwSignal<String>,
    /// What happened is written down already; only what comes next is missing.
    logged: StoredValue<bool>,
    formats: Formats,
}

impl Draft {
    /// Nothing yet, of a kind; a task is due tomorrow unless said otherwise.
    pub fn of_kind(kind: &str) -> Self {
        let formats = Formats::here();
        let empty = || RwSignal::new(String::new());
        Self {
            kind: RwSignal::new(kind.to_owned()),
            text: empty(),
            due: RwSignal::new(day_after(&untrack(|| formats.today()), 1)),
            starts: empty(),
            outcome: empty(),
            follow: empty(),
            picked: RwSignal::new(Vec::new()),
            logged: StoredValue::new(false),
            formats,
        }
    }

    /// Forgets what was typed; the kind stays.
    pub fn clear(self) {
        for field in [self.text, self.outcome, self.starts, self.follow] {
            field.try_set(String::new());
        }
        self.picked.try_set(Vec::new());
        self.logged.try_set_value(false);
    }
}

/// Writes down what is typed, and what comes next after it, as somebody asked for. Without words it is called `usual`;
/// without that there is nothing to write down.
pub async fn save_draft(
    desk: Desk,
    plural: &str,
    draft: Draft,
    hung_on: &Map<String, Json>,
    usual: &str,
) -> Result<(), Unsaved> {
    let subject = draft.subject(usual).ok_or(Unsaved::Empty)?;
    let next = untrack(|| draft.follow_up(&subject, hung_on));
    if !draft.logged.get_value() {
        let body = untrack(|| draft.body(&subject, hung_on));
        let made = desk
            .api
            .create(plural, Json::Object(body), &fresh_id())
            .await?;
        draft.logged.try_set_value(next.is_some());
        desk.tell(ACTIVITY, made.id(), Change::Created);
    }
    if let Some(next) = next {
        let made = desk
            .api
            .create(plural, Json::Object(next), &fresh_id())
            .await?;
        desk.tell(ACTIVITY, made.id(), Change::Created);
    }
    draft.clear();
    Ok(())
}

/// Why nothing was written down.
pub enum Unsaved {
    /// There are no words.
    Empty,
    /// The server did not take it.
    Refused(Failure),
}

impl From<Failure> for Unsaved {
    fn from(failure: Failure) -> Self {
        Self::Refused(failure)
    }
}

impl Unsaved {
    /// One sentence for people.
    pub fn sentence(&self, texts: &Texts) -> String {
        match self {
            Self::Empty => texts.text("ui-composer-empty"),
            Self::Refused(failure) => failure.sentence(texts),
        }
    }
}

impl Draft {
    /// In one line; the whole as well when there is more than that line.
    fn subject(self, usual: &str) -> Option<Subject> {
        let text = self.text.get_untracked();
        let usual = Some(usual).filter(|usual| !usual.is_empty());
        parted(text.trim()).or_else(|| usual.map(|usual| (usual.to_owned(), None)))
    }

    fn body(self, (subject, whole): &Subject, hung_on: &Map<String, Json>) -> Map<String, Json> {
        let kind = self.kind.get_untracked();
        let mut map = hung_on.clone();
        let mut put = |name: &str, text: String| {
            if !text.is_empty() {
                map.insert(name.to_owned(), json!(text));
            }
        };
        put("kind", kind.clone());
        put("subject", subject.clone());
        let text = self.text.get_untracked();
        let told = self
            .picked
            .with_untracked(|picked| with_mentions(text.trim(), picked));
        let whole = whole.clone().unwrap_or_default();
        put("body", if told == text.trim() { whole } else { told });
        match kind.as_str() {
            "task" => put("due_on", self.due.get_untracked()),
            "meeting" => put("starts_at", self.starts.get_untracked()),
            "call" => {
                put("outcome", self.outcome.get_untracked());
                put("done_at", now());
            }
            _ => {}
        }
        map
    }

    fn follow_up(
        self,
        (subject, _): &Subject,
        hung_on: &Map<String, Json>,
    ) -> Option<Map<String, Json>> {
        let days: i64 = self.follow.get_untracked().parse().ok()?;
        let today = self.formats.today();
        let mut map = hung_on.clone();
        // Why this time is nothing about the next.
        map.remove("despite");
        map.insert("kind".to_owned(), json!("task"));
        map.insert("subject".to_owned(), json!(subject));
        map.insert("due_on".to_owned(), json!(day_after(&today, days)));
        Some(map)
    }
}

/// The text with mentions in the place of the words that were picked for them.
fn with_mentions(text: &str, picked: &[(String, String)]) -> String {
    let mut picked: Vec<_> = picked
        .iter()
        .filter(|(words, _)| !words.is_empty())
        .collect();
    // Longer names first: one may begin like another.
    picked.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    let (mut told, mut rest) = (String::new(), text);
    while let Some(letter) = rest.chars().next() {
        let found = picked
            .iter()
            .find(|(words, _)| rest.starts_with(words.as_str()));
        let (taken, written) = match found {
            Some((words, token)) => (words.len(), token.as_str()),
            None => (
                letter.len_utf8(),
                rest.get(..letter.len_utf8()).unwrap_or_default(),
            ),
        };
        told.push_str(written);
        rest = rest.get(taken..).unwrap_or_default();
    }
    told
}

/// One line, and the whole text when there is more.
type Subject = (String, Option<String>);

/// The first line as the subject; the whole as the body when there is more than that line.
fn parted(text: &str) -> Option<Subject> {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    let subject: String = first.chars().take(SUBJECT).collect();
    let whole = subject.len() == text.len();
    Some((subject, (!whole).then(|| text.to_owned())))
}

/// What an activity on a record says about where it hangs and with whom it is.
pub fn hung_on(entity: &Entity, record: &Record) -> Map<String, Json> {
    let mut map = Map::new();
    if entity.anchor {
        map.insert("anchor_entity".to_owned(), json!(entity.name));
        map.insert("anchor_id".to_owned(), json!(record.id()));
    }
    let contact = if entity.name == "contact" {
        record.id()
    } else {
        record.text("primary_contact_id")
    };
    if !contact.is_empty() {
        map.insert("contact_id".to_owned(), json!(contact));
    }
    map
}

fn now() -> String {
    let now = js_sys::Date::new_0().to_iso_string();
    now.as_string().unwrap_or_default()
}

/// The day so many days later.
pub fn day_after(day: &str, days: i64) -> String {
    let noon = js_sys::Date::parse(&format!("{day}T12:00:00Z")) + days as f64 * 86_400_000.0;
    let later = js_sys::Date::new(&noon.into()).to_iso_string().as_string();
    later
        .and_then(|text| text.get(..10).map(str::to_owned))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{parted, with_mentions};

    #[test]
    fn what_was_picked_is_mentioned() {
        let picked = |words: &str, token: &str| (words.to_owned(), token.to_owned());
        let all = [picked("@Ann", "[1]"), picked("@Anna", "[2]")];
        assert_eq!(
            with_mentions("@Anna and @Ann, @An", &all),
            "[2] and [1], @An"
        );
        assert_eq!(
            with_mentions("給@王小明", &[picked("@王小明", "[3]")]),
            "給[3]"
        );
    }

    #[test]
    fn the_first_line_is_the_subject() {
        assert_eq!(
            parted("Called back"),
            Some(("Called back".to_owned(), None))
        );
        assert_eq!(
            parted("Called\nwill decide"),
            Some(("Called".to_owned(), Some("Called\nwill decide".to_owned())))
        );
        assert_eq!(parted(""), None);
    }
}
