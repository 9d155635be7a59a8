//! The board's state, and moving a card from column to column.

use std::collections::HashMap;
use std::time::Duration;

use guanxi_client::ListQuery;
use leptos::prelude::*;
use serde_json::{Value as Json, json};

use super::figures::{self, Figures};
use super::plan::{Column, Plan};
use crate::i18n::I18n;
use crate::records::catalogue::Entity;
use crate::records::desk::{Change, Desk};
use crate::records::heard::Touched;
use crate::records::list_view::Shown;
use crate::records::live::Live;
use crate::records::page::way_to;
use crate::records::record::Record;
use crate::records::standing::{Standings, is_deal};
use crate::records::worth;
use crate::ui::{Formats, Toasts};

/// Cards loaded at once.
const PAGE: u32 = 50;
/// Figures are asked for once after several changes.
const SETTLE: Duration = Duration::from_millis(300);

/// The state of a board.
#[derive(Clone, Copy)]
pub struct Board {
    /// What is shared.
    pub desk: Desk,
    /// Of what.
    pub entity: StoredValue<Entity>,
    /// What the address says.
    pub shown: Shown,
    /// Columns and parents.
    pub plan: StoredValue<Plan>,
    /// The figures by column.
    pub figures: RwSignal<HashMap<String, Figures>>,
    /// Whether there are figures yet; nothing is not the same as not known.
    pub counted: RwSignal<bool>,
    /// How the cards stand.
    pub standings: Standings,
    /// Whether sums are told in the company's currency.
    pub in_company: RwSignal<bool>,
    formats: Formats,
    i18n: I18n,
    toasts: Toasts,
    round: StoredValue<u32>,
    /// Counts questions, so that an answer to an old one is dropped.
    asked: StoredValue<u32>,
}

impl Board {
    /// A board with these columns.
    pub fn new(entity: &Entity, shown: Shown, plan: Plan) -> Self {
        let board = Self {
            desk: Desk::here(),
            entity: StoredValue::new(entity.clone()),
            shown,
            plan: StoredValue::new(plan),
            figures: RwSignal::new(HashMap::new()),
            counted: RwSignal::new(false),
            standings: Standings::new(),
            in_company: worth::kept(),
            formats: Formats::here(),
            i18n: I18n::here(),
            toasts: Toasts::here(),
            round: StoredValue::new(0),
            asked: StoredValue::new(0),
        };
        board.follow_news();
        board
    }

    /// The columns.
    pub fn columns(self) -> Vec<Column> {
        self.plan.with_value(|plan| plan.columns.clone())
    }

    /// Loads the first cards of all open columns, and the figures.
    pub fn reload(self) {
        self.asked.update_value(|asked| *asked += 1);
        for column in self.columns() {
            if column.folded.get_untracked() {
                column.started.set(false);
                column.cards.set(Vec::new());
            } else {
                self.load(column, false);
            }
        }
        self.count();
    }

    /// Loads cards of a column: the first ones, or more.
    pub fn load(self, column: Column, on: bool) {
        if on && column.busy.get_untracked() {
            return;
        }
        column.busy.set(true);
        let asked = self.asked.get_value();
        let query = self.question(&column, on);
        let entity = self.entity.get_value();
        leptos::task::spawn_local(async move {
            let answer = self.desk.list(&entity, query).await;
            let is_old = self.asked.try_get_value() != Some(asked);
            if is_old || column.busy.try_set(false).is_some() {
                return;
            }
            let was_started = column.started.get_untracked();
            column.started.set(true);
            match answer {
                Ok(page) => {
                    column.failure.set(None);
                    column.next.set(page.next);
                    if is_deal(&entity) {
                        self.standings.want(page.rows.iter().map(Record::id));
                    }
                    column.hold(&entity, page.rows, on);
                }
                // What is shown stays; the bar above the page says how old it is.
                Err(failure) if failure.is_unreached() && was_started && !on => {}
                Err(failure) => column.failure.set(Some(failure)),
            }
        });
    }

    fn question(self, column: &Column, on: bool) -> ListQuery {
        let (filter, q) = self
            .shown
            .view
            .with_untracked(|view| (view.filter.to_json(), view.q.clone()));
        let entity = self.entity.get_value();
        let own = self.plan.with_value(|plan| {
            let here = json!({ "field": plan.field.path(), "op": "eq", "value": column.id });
            json!({ "and": [plan.filter(), here, filter] })
        });
        let mut query = self.along(own, &q).limit(PAGE);
        let order = if entity.field("close_on").is_some() {
            "close_on"
        } else {
            entity.sort.as_str()
        };
        query = query.sort(order);
        query.cursor = column.next.get_untracked().filter(|_| on);
        query
    }

    /// Cards with the records they name.
    fn along(self, tree: Json, q: &str) -> ListQuery {
        let mut query = ListQuery::new().filter(tree);
        if !q.is_empty() {
            query = query.words(q);
        }
        for path in ["account_id", "owner_id"] {
            if self
                .entity
                .with_value(|entity| entity.field(path).is_some())
            {
                query = query.expand(path);
            }
        }
        query
    }

    /// Asks for the figures, once after several changes.
    pub fn count(self) {
        self.round.update_value(|round| *round += 1);
        let round = self.round.get_value();
        let ask = move || {
            if self.round.try_get_value() != Some(round) {
                return;
            }
            let (entity, plan) = (self.entity.get_value(), self.plan.get_value());
            let filter = self.shown.view.with_untracked(|view| view.filter.to_json());
            let today = self.formats.today();
            leptos::task::spawn_local(async move {
                let found = figures::fetch(self.desk, &entity, &plan, &filter, &today).await;
                let Some(found) = found.filter(|_| self.round.try_get_value() == Some(round))
                else {
                    return;
                };
                self.figures.set(found);
                self.counted.set(true);
            });
        };
        let pause = if self.counted.get_untracked() {
            SETTLE
        } else {
            Duration::ZERO
        };
        set_timeout(ask, pause);
    }

    /// Moves a card to a column: shown at once, put back when it does not happen.
    pub fn move_card(self, live: &Live, to: &str) {
        let columns = self.columns();
        let Some(target) = columns.iter().find(|column| column.id == to).cloned() else {
            return;
        };
        let record = live.record.get_untracked();
        if self.plan.with_value(|plan| {
            plan.column_of(&record)
                .is_some_and(|column| column.id == to)
        }) {
            return;
        }
        let Some(mut way) = untrack(|| way_to(live, to, &target.category, self.i18n, self.toasts))
        else {
            return;
        };
        let back = live.clone();
        way.doing = way
            .doing
            .or_else(move || self.place(&back, &back.record.get_untracked()));
        self.put(live, &target);
        way.go(self.desk);
    }

    /// Puts a card into the column its record says.
    fn place(self, live: &Live, record: &Record) {
        match self.plan.with_value(|plan| plan.column_of(record).cloned()) {
            Some(column) => self.put(live, &column),
            None => self.take_out(&live.id()),
        }
    }

    fn put(self, live: &Live, column: &Column) {
        let id = live.id();
        let here = column
            .cards
            .with_untracked(|cards| cards.iter().any(|card| card.id() == id));
        if here {
            return;
        }
        self.take_out(&id);
        column.cards.update(|cards| cards.insert(0, live.clone()));
    }

    fn take_out(self, id: &str) {
        for column in self.columns() {
            let held = column
                .cards
                .with_untracked(|cards| cards.iter().any(|card| card.id() == id));
            if held {
                column
                    .cards
                    .update(|cards| cards.retain(|card| card.id() != id));
            }
        }
    }

    /// The card of a record.
    pub fn card(self, id: &str) -> Option<Live> {
        let columns = self.columns();
        let of = |column: &Column| {
            column
                .cards
                .with_untracked(|cards| cards.iter().find(|card| card.id() == id).cloned())
        };
        columns.iter().find_map(of)
    }

    /// Takes over what others changed: cards that are shown, and those that pass by now.
    fn follow(self, touched: &[Touched]) {
        let is_news = |one: &&Touched| {
            let own = self
                .card(&one.id)
                .map(|card| card.record.with_untracked(Record::version));
            one.version.zip(own).is_none_or(|(now, own)| now > own)
        };
        let touched: Vec<Touched> = touched.iter().filter(is_news).cloned().collect();
        if touched.is_empty() {
            return;
        }
        self.count();
        let ids: Vec<&str> = touched.iter().map(|one| one.id.as_str()).collect();
        let (filter, q) = self
            .shown
            .view
            .with_untracked(|view| (view.filter.to_json(), view.q.clone()));
        let these = json!({ "field": "id", "op": "in", "value": ids });
        let tree = self
            .plan
            .with_value(|plan| json!({ "and": [plan.filter(), these, filter] }));
        let query = self.along(tree, &q).limit(200);
        let (entity, asked) = (self.entity.get_value(), self.asked.get_value());
        leptos::task::spawn_local(async move {
            let Ok(page) = self.desk.api.list(&entity.plural, query).await else {
                return;
            };
            if self.asked.try_get_value() != Some(asked) {
                return;
            }
            for one in &touched {
                match page.rows.iter().find(|row| row.id() == one.id) {
                    Some(record) => self.show(&entity, record),
                    None => self.take_out(&one.id),
                }
            }
        });
    }

    fn show(self, entity: &Entity, record: &Record) {
        self.desk.learn(entity, std::slice::from_ref(record));
        let live = self
            .card(record.id())
            .unwrap_or_else(|| Live::new(entity, record.clone()));
        live.take_newer(record.clone());
        let now = live.record.get_untracked();
        self.place(&live, &now);
    }

    /// Keeps in step with what is changed elsewhere on the page.
    fn follow_news(self) {
        Effect::new(move |before: Option<()>| {
            let Some(news) = self.desk.news.get().filter(|_| before.is_some()) else {
                return;
            };
            if !self.entity.with_value(|entity| news.is_about(&entity.name)) {
                return;
            }
            match news.what {
                Change::Is(record) => {
                    let live = self
                        .card(&news.id)
                        .unwrap_or_else(|| Live::new(&self.entity.get_value(), record.clone()));
                    live.take(record.clone());
                    self.place(&live, &record);
                    if is_deal(&self.entity.get_value()) {
                        self.standings.want([record.id()]);
                    }
                    self.count();
                }
                Change::Gone => {
                    self.take_out(&news.id);
                    self.count();
                }
                Change::Created | Change::Many => self.reload(),
                Change::Elsewhere(touched) => self.follow(&touched),
            }
        });
    }
}
