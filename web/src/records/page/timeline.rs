//! What happened with a record and what is planned: activities and changes on one line of time.

use guanxi_client::ListQuery;
use leptos::prelude::*;
use serde_json::{Value as Json, json};

use super::composer::composer;
use super::event::event_view;
use super::moment::{activity_view, day_heading};
use crate::i18n::{I18n, t};
use crate::records::api::Page;
use crate::records::catalogue::Entity;
use crate::records::desk::{Change, Desk};
use crate::records::failure::Failure;
use crate::records::heard::Touched;
use crate::records::live::Live;
use crate::records::record::Record;
use crate::records::refused::refused;
use crate::ui::{Button, ButtonKind, Choice, Formats, Segments, Skeleton};

/// Entries asked for at once, of each kind.
const PAGE: u32 = 30;
/// The entity of everything people do.
pub const ACTIVITY: &str = "activity";

/// What the timeline shows.
const SHOWS: [(&str, &str); 3] = [
    ("all", "ui-timeline-all"),
    ("activities", "entity-activity-plural"),
    ("changes", "ui-timeline-changes"),
];

/// One stream of entries, newest first.
#[derive(Clone, Default)]
struct Stream {
    rows: Vec<Record>,
    next: Option<String>,
    started: bool,
}

/// The state of the timeline.
#[derive(Clone, Copy)]
struct Timeline {
    desk: Desk,
    live: StoredValue<Live>,
    activity: StoredValue<Option<Entity>>,
    planned: RwSignal<Vec<Record>>,
    done: RwSignal<Stream>,
    events: RwSignal<Stream>,
    failure: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
    shows: RwSignal<String>,
}

/// The timeline with its composer on top.
pub fn timeline(live: &Live) -> AnyView {
    let desk = Desk::here();
    let carries = live.entity.anchor || live.entity.name == "contact";
    let line = Timeline {
        desk,
        live: StoredValue::new(live.clone()),
        activity: StoredValue::new(desk.entity(ACTIVITY).filter(|_| carries)),
        planned: RwSignal::new(Vec::new()),
        done: RwSignal::new(Stream::default()),
        events: RwSignal::new(Stream::default()),
        failure: RwSignal::new(None),
        busy: RwSignal::new(false),
        shows: RwSignal::new("all".to_owned()),
    };
    line.begin();
    line.follow_news();
    let i18n = I18n::here();
    let options = Signal::derive(move || {
        let texts = i18n.texts();
        SHOWS
            .iter()
            .map(|(value, key)| Choice::new(*value, texts.text(key)))
            .collect::<Vec<_>>()
    });
    let writes = line
        .activity
        .get_value()
        .filter(|activity| activity.may.create);
    let started = move || line.events.with(|events| events.started);
    let retry = Callback::new(move |()| line.begin());
    let more = move || {
        line.done.with(|done| done.next.is_some())
            || line.events.with(|events| events.next.is_some())
    };
    view! {
        <div class="timeline">
            {writes.map(|activity| composer(live, &activity))}
            <div class="timeline-bar">
                <h2 class="sr-only">{t("ui-timeline")}</h2>
                {line.activity.get_value().map(|_| view! {
                    <Segments value=line.shows options label=t("ui-timeline-shows") />
                })}
            </div>
            {move || line.failure.get().map(|failure| refused(&failure, retry))}
            {move || (!started() && line.failure.with(Option::is_none)).then(|| view! { <Skeleton count=6 /> })}
            {move || planned(line)}
            {move || past(line)}
            {move || more().then(|| view! {
                <Button kind=ButtonKind::Quiet busy=line.busy on_press=move |()| line.more()>{t("ui-timeline-more")}</Button>
            })}
        </div>
    }
    .into_any()
}

/// What is still to be done, soonest first.
fn planned(line: Timeline) -> AnyView {
    let rows = line.planned.get();
    let Some(activity) = line
        .activity
        .get_value()
        .filter(|_| !rows.is_empty() && line.shows.get() != "changes")
    else {
        return ().into_any();
    };
    let items = rows
        .into_iter()
        .map(|row| activity_view(&Live::new(&activity, row)))
        .collect_view();
    view! {
        <section class="timeline-day">
            <h3 class="timeline-heading">{t("ui-planned")}</h3>
            <ol class="moments">{items}</ol>
        </section>
    }
    .into_any()
}

/// What happened, day by day.
fn past(line: Timeline) -> AnyView {
    let formats = Formats::here();
    let shows = line.shows.get();
    let mut entries = line.entries(&shows);
    entries.sort_by(|one, other| other.0.cmp(&one.0));
    let live = line.live.get_value();
    let item = |(_, is_event, row): (String, bool, Record)| match line.activity.get_value() {
        Some(activity) if !is_event => activity_view(&Live::new(&activity, row)),
        _ => event_view(&live, &row),
    };
    let mut days: Vec<(String, Vec<AnyView>)> = Vec::new();
    for entry in entries {
        let day = formats.instant_day(&entry.0);
        let view = item(entry);
        match days.last_mut() {
            Some((last, views)) if *last == day => views.push(view),
            _ => days.push((day, vec![view])),
        }
    }
    let section = |(day, items): (String, Vec<AnyView>)| {
        view! {
            <section class="timeline-day">
                {day_heading(day)}
                <ol class="moments">{items}</ol>
            </section>
        }
    };
    days.into_iter().map(section).collect_view().into_any()
}

impl Timeline {
    fn begin(self) {
        self.failure.set(None);
        self.fetch(true, true, false);
    }

    fn more(self) {
        let done = self.done.with_untracked(|done| done.next.is_some());
        let events = self.events.with_untracked(|events| events.next.is_some());
        self.fetch(done, events, true);
    }

    /// Fetches activities, changes or both: from the beginning, or on from where they ended.
    fn fetch(self, activities: bool, events: bool, on: bool) {
        self.busy.set(true);
        leptos::task::spawn_local(async move {
            let live = self.live.get_value();
            if let (Some(activity), true) = (self.activity.get_value(), activities) {
                if !on {
                    let plans = self
                        .desk
                        .api
                        .list(&activity.plural, self.plans(&live))
                        .await;
                    match plans {
                        Ok(page) => self.plan(page.rows),
                        // What is shown stays; whether there is an answer the next question tells.
                        Err(failure) if failure.is_unreached() => {}
                        Err(_) => drop(self.planned.try_set(Vec::new())),
                    }
                }
                let answer = self
                    .desk
                    .api
                    .list(&activity.plural, self.history(&live, on))
                    .await;
                self.take(self.done, answer, on);
            }
            if events {
                let cursor = self
                    .events
                    .try_with_untracked(|events| events.next.clone())
                    .flatten()
                    .filter(|_| on);
                let answer = self
                    .desk
                    .api
                    .events(&live.entity.plural, &live.id(), cursor.as_deref(), PAGE)
                    .await;
                self.take(self.events, answer, on);
            }
            self.busy.try_set(false);
        });
    }

    /// Shows what is planned; entries that are shown already stay the elements they are.
    fn plan(self, rows: Vec<Record>) {
        if self.planned.try_with_untracked(|planned| *planned != rows) == Some(true) {
            self.planned.set(rows);
        }
    }

    fn take(self, stream: RwSignal<Stream>, answer: Result<Page, Failure>, on: bool) {
        match answer {
            Ok(page) if !on && holds(stream, &page) => {}
            Ok(page) => drop(stream.try_update(|stream| {
                if !on {
                    stream.rows.clear();
                }
                stream.rows.extend(page.rows);
                stream.next = page.next;
                stream.started = true;
            })),
            // What is shown stays; the bar above the page says how old it is.
            Err(failure) if failure.is_unreached() && !on && is_started(stream) => {}
            Err(failure) => drop(self.failure.try_set(Some(failure))),
        }
    }

    fn plans(self, live: &Live) -> ListQuery {
        let open = json!({ "field": "status", "op": "eq", "value": "open" });
        let filter = json!({ "and": [about(live), open] });
        ListQuery::new()
            .filter(filter)
            .sort("due_on")
            .limit(50)
            .expand("contact_id")
    }

    fn history(self, live: &Live, on: bool) -> ListQuery {
        let done = json!({ "field": "status", "op": "ne", "value": "open" });
        let filter = json!({ "and": [about(live), done] });
        let mut query = ListQuery::new()
            .filter(filter)
            .sort("-done_at")
            .limit(PAGE)
            .expand("contact_id");
        query.cursor = self
            .done
            .try_with_untracked(|done| done.next.clone())
            .flatten()
            .filter(|_| on);
        query
    }

    /// The entries to show: of streams that go on, nothing older than where the shortest one ends, so that nothing
    /// is missing between two entries that stand side by side.
    fn entries(self, shows: &str) -> Vec<(String, bool, Record)> {
        let (done, events) = (self.done.get(), self.events.get());
        let (with_done, with_events) = (shows != "changes", shows != "activities");
        let horizon = [(&done, with_done), (&events, with_events)]
            .into_iter()
            .filter(|(stream, shown)| *shown && stream.next.is_some())
            .filter_map(|(stream, _)| stream.rows.last().map(moment_of))
            .max()
            .unwrap_or_default();
        let of = |stream: Stream, is_event: bool| {
            stream
                .rows
                .into_iter()
                .map(move |row| (moment_of(&row), is_event, row))
        };
        let mut entries = Vec::new();
        if with_done {
            entries.extend(of(done, false));
        }
        if with_events {
            entries.extend(of(events, true).filter(|(_, _, row)| !is_bare(row)));
        }
        entries.retain(|(at, ..)| *at >= horizon);
        entries
    }

    /// Of what others do, only what concerns this record is fetched.
    fn follow_activities(self, what: Change) {
        let Change::Elsewhere(touched) = what else {
            return self.fetch(true, false, false);
        };
        let held = |rows: &[Record]| {
            let is_held = |one: &Touched| rows.iter().any(|row| row.id() == one.id);
            touched.iter().any(is_held)
        };
        if self.planned.with_untracked(|rows| held(rows))
            || self.done.with_untracked(|done| held(&done.rows))
        {
            return self.fetch(true, false, false);
        }
        let Some(activity) = self.activity.get_value() else {
            return;
        };
        let ids: Vec<String> = touched.iter().map(|one| one.id.clone()).collect();
        let live = self.live.get_value();
        leptos::task::spawn_local(async move {
            let these = json!({ "field": "id", "op": "in", "value": ids });
            let query = ListQuery::new()
                .filter(json!({ "and": [about(&live), these] }))
                .limit(1);
            let answer = self.desk.api.list(&activity.plural, query).await;
            let concerned = answer.is_ok_and(|page| !page.rows.is_empty());
            if concerned && !self.busy.is_disposed() {
                self.fetch(true, false, false);
            }
        });
    }

    /// Begins anew when an activity or the record itself changes here.
    fn follow_news(self) {
        let id = self.live.with_value(Live::id);
        Effect::new(move |before: Option<()>| {
            let Some(news) = self.desk.news.get().filter(|_| before.is_some()) else {
                return;
            };
            if news.is_everything() {
                self.begin();
            } else if news.entity == ACTIVITY {
                self.follow_activities(news.what);
            } else if news.id == id || news.elsewhere(&id).is_some() {
                self.fetch(false, true, false);
            }
        });
    }
}

/// Whether a stream shows exactly this already.
fn holds(stream: RwSignal<Stream>, page: &Page) -> bool {
    stream.try_with_untracked(|stream| {
        stream.started && stream.rows == page.rows && stream.next.is_some() == page.next.is_some()
    }) == Some(true)
}

fn is_started(stream: RwSignal<Stream>) -> bool {
    stream.try_with_untracked(|stream| stream.started) == Some(true)
}

/// Which activities belong to the record: those that hang on it, and for a person those held with that person.
fn about(live: &Live) -> Json {
    let id = live.id();
    let anchored = json!({ "field": "anchor_id", "op": "eq", "value": id });
    if live.entity.name == "contact" {
        return json!({ "or": [anchored, { "field": "contact_id", "op": "eq", "value": id }] });
    }
    anchored
}

/// When an entry happened.
pub fn moment_of(row: &Record) -> String {
    let times = ["at", "done_at", "updated_at"]
        .into_iter()
        .map(|name| row.text(name));
    times
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or_default()
        .to_owned()
}

/// A change of nothing people would see.
fn is_bare(row: &Record) -> bool {
    row.text("verb") == "updated" && row.rows("changes").is_empty()
}
