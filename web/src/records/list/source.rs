//! The rows of a list: pages by cursor in both directions, a bounded stretch of them kept.

mod elsewhere;

use std::collections::{BTreeSet, VecDeque};

use guanxi_client::{ListQuery, Total};
use leptos::prelude::*;
use serde_json::json;

use crate::records::api::Page;
use crate::records::catalogue::Entity;
use crate::records::desk::{Change, Desk};
use crate::records::failure::{Failure, Loaded};
use crate::records::live::Live;
use crate::records::record::Record;

/// Rows asked for at once.
const PAGE: u32 = 100;
/// Pages kept; scrolling on drops those at the other end.
const MOST_PAGES: usize = 12;
/// Rows brought up to date at once.
const MOST_AT_ONCE: usize = 200;

/// A row, and its place in the order of all rows seen so far. Rows before the first one have negative places.
#[derive(Clone)]
pub struct Row {
    /// The place.
    pub place: ArcRwSignal<i64>,
    /// The record.
    pub live: Live,
    /// The record's id, for keys.
    pub id: String,
}

/// One page's share of the rows, and where its neighbours begin.
struct Stretch {
    rows: usize,
    next: Option<String>,
    previous: Option<String>,
}

/// The rows of a list.
#[derive(Clone, Copy)]
pub struct Source {
    desk: Desk,
    entity: StoredValue<Entity>,
    query: StoredValue<ListQuery>,
    stretches: StoredValue<VecDeque<Stretch>>,
    /// The rows kept, in order.
    pub rows: RwSignal<Vec<Row>>,
    /// Whether the first page has come.
    pub state: RwSignal<Loaded<()>>,
    /// How many there are in all.
    pub total: RwSignal<Option<Total>>,
    /// More follow.
    pub has_next: RwSignal<bool>,
    /// More come before.
    pub has_previous: RwSignal<bool>,
    /// A page is on its way.
    pub busy: RwSignal<bool>,
    /// Records that pass by now and have no row yet: rows do not move while somebody is at them.
    pub unseen: RwSignal<BTreeSet<String>>,
    /// Paging on failed.
    pub failed: RwSignal<Option<Failure>>,
    /// Runs with the number of rows put before (or, negative, taken from) the first one.
    on_shift: StoredValue<Option<Callback<i64>>>,
    from: StoredValue<Option<String>>,
    round: StoredValue<u32>,
}

impl Source {
    /// Nothing yet.
    pub fn new(desk: Desk, entity: &Entity) -> Self {
        let source = Self {
            desk,
            entity: StoredValue::new(entity.clone()),
            query: StoredValue::new(ListQuery::new()),
            stretches: StoredValue::new(VecDeque::new()),
            rows: RwSignal::new(Vec::new()),
            state: RwSignal::new(Loaded::Waiting),
            total: RwSignal::new(None),
            has_next: RwSignal::new(false),
            has_previous: RwSignal::new(false),
            busy: RwSignal::new(false),
            unseen: RwSignal::new(BTreeSet::new()),
            failed: RwSignal::new(None),
            on_shift: StoredValue::new(None),
            from: StoredValue::new(None),
            round: StoredValue::new(0),
        };
        source.follow_news();
        source
    }

    /// Who keeps the view still when rows come or go before it.
    pub fn on_shift(self, act: Callback<i64>) {
        self.on_shift.set_value(Some(act));
    }

    /// Begins anew with another question.
    pub fn ask(self, query: ListQuery) {
        self.query.set_value(query);
        self.reload();
    }

    /// The next beginning is at this value of the first sort key.
    pub fn begin_at(self, from: String) {
        self.from.set_value(Some(from));
    }

    /// Begins anew with the same question. What is shown stays until the answer comes.
    pub fn reload(self) {
        self.fetch_first(|source, answer| source.begin(answer));
    }

    /// Asks the same again. Rows that are still there stay the elements they are, with whatever is typed in them.
    pub fn refresh(self) {
        self.fetch_first(|source, answer| match answer {
            Ok(page) => source.show(page),
            Err(failure) if failure.is_unreached() => source.busy.set(false),
            Err(failure) => source.begin(Err(failure)),
        });
    }

    fn fetch_first(self, then: impl FnOnce(Self, Result<Page, Failure>) + 'static) {
        self.round.update_value(|round| *round += 1);
        let round = self.round.get_value();
        let mut query = self.query.get_value().limit(PAGE).total();
        query.from = self.from.try_update_value(Option::take).flatten();
        self.busy.set(true);
        leptos::task::spawn_local(async move {
            let answer = self.fetch(query).await;
            if self.round.try_get_value() == Some(round) {
                if answer.is_ok() {
                    self.desk.connection.renewed();
                }
                then(self, answer);
            }
        });
    }

    fn begin(self, answer: Result<Page, Failure>) {
        match answer {
            Ok(page) => {
                self.rows.set(Vec::new());
                self.show(page);
                self.state.set(Loaded::Ready(()));
            }
            Err(failure) => {
                self.busy.set(false);
                self.failed.set(None);
                self.state.set(Loaded::Failed(failure));
            }
        }
    }

    /// Shows the first page in place of everything.
    fn show(self, page: Page) {
        self.busy.set(false);
        self.failed.set(None);
        self.total.set(page.total);
        self.unseen.set(BTreeSet::new());
        self.stretches
            .set_value(VecDeque::from([Stretch::of(&page)]));
        let rows = self.made(page.rows, 0);
        self.rows.set(rows);
        self.settle_ends();
    }

    /// Brings up to date what is shown after a while without answers: the first page with what is new, a longer stretch
    /// row by row, so that nobody is thrown out of the place they are at.
    fn catch_up(self) {
        if self.state.with_untracked(|state| state.ready().is_none()) {
            return;
        }
        if self.stretches.with_value(VecDeque::len) < 2 && !self.has_previous.get_untracked() {
            return self.refresh();
        }
        let round = self.round.get_value();
        let ids = self
            .rows
            .with_untracked(|rows| rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>());
        leptos::task::spawn_local(async move {
            for part in ids.chunks(MOST_AT_ONCE) {
                let filter = json!({ "field": "id", "op": "in", "value": part });
                let mut query = ListQuery::new().filter(filter).limit(MOST_AT_ONCE as u32);
                let Some(question) = self.query.try_get_value() else {
                    return;
                };
                (query.fields, query.expand) = (question.fields, question.expand);
                let Ok(page) = self.fetch(query).await else {
                    return;
                };
                if self.round.try_get_value() != Some(round) {
                    return;
                }
                self.catch_up_with(part, page.rows);
            }
            self.desk.connection.renewed();
        });
    }

    fn catch_up_with(self, asked: &[String], found: Vec<Record>) {
        for id in asked {
            match found.iter().find(|record| record.id() == id) {
                Some(record) => {
                    if let Some(row) = self.row(id) {
                        row.live.take_newer(record.clone());
                    }
                }
                None => self.remove(id),
            }
        }
    }

    /// Fetches the page after the last one, unless one is on its way.
    pub fn more(self) {
        let cursor = self
            .stretches
            .with_value(|stretches| stretches.back().and_then(|last| last.next.clone()));
        self.page(cursor, false);
    }

    /// Fetches the page before the first one.
    pub fn earlier(self) {
        let cursor = self
            .stretches
            .with_value(|stretches| stretches.front().and_then(|first| first.previous.clone()));
        self.page(cursor, true);
    }

    /// Tries paging again after a failure.
    pub fn retry(self) {
        self.failed.set(None);
        self.more();
    }

    fn page(self, cursor: Option<String>, before: bool) {
        let Some(cursor) = cursor else { return };
        if self.busy.get_untracked() || self.failed.with_untracked(Option::is_some) {
            return;
        }
        self.busy.set(true);
        let round = self.round.get_value();
        let query = self.query.get_value().limit(PAGE).cursor(&cursor);
        leptos::task::spawn_local(async move {
            let answer = self.fetch(query).await;
            if self.round.try_get_value() != Some(round) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(page) if before => self.prepend(page),
                Ok(page) => self.append(page),
                Err(failure) => self.failed.set(Some(failure)),
            }
        });
    }

    async fn fetch(self, query: ListQuery) -> Result<Page, Failure> {
        let entity = self.entity.get_value();
        let page = self.desk.list(&entity, query).await?;
        for row in &page.rows {
            self.desk.names.learn(row.id(), row.title(&entity));
        }
        Ok(page)
    }

    fn append(self, page: Page) {
        let from = self
            .rows
            .with_untracked(|rows| rows.last().map_or(0, |row| row.place.get_untracked() + 1));
        let stretch = Stretch::of(&page);
        let new = self.made(page.rows, from);
        self.stretches
            .update_value(|stretches| stretches.push_back(stretch));
        self.rows.update(|rows| rows.extend(new));
        if self.stretches.with_value(VecDeque::len) > MOST_PAGES {
            let gone = self
                .stretches
                .try_update_value(VecDeque::pop_front)
                .flatten();
            let gone = gone.map_or(0, |stretch| stretch.rows);
            self.rows
                .update(|rows| drop(rows.drain(..gone.min(rows.len()))));
            self.shifted(-i64::try_from(gone).unwrap_or_default());
        }
        self.settle_ends();
    }

    fn prepend(self, page: Page) {
        let first = self
            .rows
            .with_untracked(|rows| rows.first().map_or(0, |row| row.place.get_untracked()));
        let count = i64::try_from(page.rows.len()).unwrap_or_default();
        let stretch = Stretch::of(&page);
        let new = self.made(page.rows, first - count);
        self.stretches
            .update_value(|stretches| stretches.push_front(stretch));
        self.rows.update(|rows| drop(rows.splice(0..0, new)));
        if self.stretches.with_value(VecDeque::len) > MOST_PAGES {
            let gone = self
                .stretches
                .try_update_value(VecDeque::pop_back)
                .flatten();
            let gone = gone.map_or(0, |stretch| stretch.rows);
            self.rows
                .update(|rows| rows.truncate(rows.len().saturating_sub(gone)));
        }
        self.settle_ends();
        self.shifted(count);
    }

    fn shifted(self, rows: i64) {
        if let (Some(act), true) = (self.on_shift.get_value(), rows != 0) {
            act.run(rows);
        }
    }

    fn settle_ends(self) {
        let ends = self.stretches.with_value(|stretches| {
            let next = stretches.back().is_some_and(|last| last.next.is_some());
            (
                next,
                stretches
                    .front()
                    .is_some_and(|first| first.previous.is_some()),
            )
        });
        self.has_next.set(ends.0);
        self.has_previous.set(ends.1);
    }

    /// Rows for records, the same ones as before for those that are shown already.
    fn made(self, records: Vec<Record>, from: i64) -> Vec<Row> {
        let entity = self.entity.get_value();
        let made = (from..)
            .zip(records)
            .map(|(place, record)| match self.row(record.id()) {
                Some(row) => {
                    row.place.set(place);
                    row.live.take(record);
                    row
                }
                None => Row {
                    id: record.id().to_owned(),
                    place: ArcRwSignal::new(place),
                    live: Live::new(&entity, record),
                },
            });
        made.collect()
    }

    /// What the list asks, for those who must ask the same elsewhere.
    pub fn question(self) -> ListQuery {
        self.query.get_value()
    }

    /// The row of a record.
    pub fn row(self, id: &str) -> Option<Row> {
        self.rows
            .with_untracked(|rows| rows.iter().find(|row| row.id == id).cloned())
    }

    /// Takes a row out.
    pub fn remove(self, id: &str) {
        let Some(at) = self
            .rows
            .with_untracked(|rows| rows.iter().position(|row| row.id == id))
        else {
            return;
        };
        self.rows.update(|rows| {
            rows.remove(at);
            for row in rows.iter().skip(at) {
                row.place.update(|place| *place -= 1);
            }
        });
        self.stretches.update_value(|stretches| {
            let mut passed = 0;
            let holder = stretches.iter_mut().find(|stretch| {
                passed += stretch.rows;
                at < passed
            });
            if let Some(stretch) = holder {
                stretch.rows -= 1;
            }
        });
        self.total.update(|total| {
            if let Some(total) = total {
                total.total = (total.total - 1).max(0);
            }
        });
    }

    /// Keeps in step with what is changed elsewhere on the page.
    fn follow_news(self) {
        Effect::new(move |before: Option<()>| {
            // What happened before this list was there is in its first page.
            let Some(news) = self.desk.news.get().filter(|_| before.is_some()) else {
                return;
            };
            if news.is_everything() {
                return self.catch_up();
            }
            if self.entity.with_value(|entity| entity.name != news.entity) {
                return;
            }
            match news.what {
                Change::Is(record) => {
                    if let Some(row) = self.row(&news.id) {
                        row.live.take(record);
                    }
                }
                Change::Gone => self.remove(&news.id),
                Change::Created => self.refresh(),
                Change::Many => self.refresh_quietly(),
                Change::Elsewhere(touched) => self.follow(&touched),
            }
        });
    }
}

impl Stretch {
    fn of(page: &Page) -> Self {
        Self {
            rows: page.rows.len(),
            next: page.next.clone(),
            previous: page.previous.clone(),
        }
    }
}
