//! Which columns a board has.

use guanxi_client::ListQuery;
use leptos::prelude::*;
use serde_json::{Value as Json, json};

use crate::records::catalogue::{Entity, Field};
use crate::records::desk::Desk;
use crate::records::failure::Failure;
use crate::records::finding::kept_within;
use crate::records::live::Live;
use crate::records::record::Record;
use crate::ui::Choice;

/// One column while the board is shown.
#[derive(Clone)]
pub struct Column {
    /// The value of the board's field.
    pub id: String,
    /// Its words.
    pub title: String,
    /// `open`, `won` or `lost`; empty when the columns are no stages.
    pub category: String,
    /// Its place, for the hue.
    pub place: i64,
    /// Days after which a card is stuck here.
    pub limit: Option<i64>,
    /// The cards loaded.
    pub cards: RwSignal<Vec<Live>>,
    /// Where the next cards begin.
    pub next: RwSignal<Option<String>>,
    /// Cards are on their way.
    pub busy: RwSignal<bool>,
    /// The first cards have come.
    pub started: RwSignal<bool>,
    /// Shown as a narrow strip, without cards.
    pub folded: RwSignal<bool>,
    /// What went wrong while loading.
    pub failure: RwSignal<Option<Failure>>,
}

impl Column {
    /// Shows these records, behind those it has or in their place. Cards that stay are the elements they were.
    pub fn hold(&self, entity: &Entity, records: Vec<Record>, behind: bool) {
        let card = |held: &[Live], record: Record| {
            let own = held.iter().find(|card| card.id() == record.id());
            match own {
                Some(card) => {
                    card.take(record);
                    card.clone()
                }
                None => Live::new(entity, record),
            }
        };
        self.cards.update(|held| {
            let cards: Vec<Live> = records
                .into_iter()
                .map(|record| card(held, record))
                .collect();
            if !behind {
                held.clear();
            }
            held.extend(cards);
        });
    }
}

impl PartialEq for Column {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.cards == other.cards
    }
}

/// What the board is about.
#[derive(Clone)]
pub struct Plan {
    /// The field whose values are the columns.
    pub field: Field,
    /// The reference that columns and records share, such as the pipeline.
    pub parent: Option<Field>,
    /// The records that reference may name.
    pub parents: Vec<Choice>,
    /// The one shown.
    pub within: String,
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// What the parent shown calls stalled, as a filter.
    pub stalled: Option<Json>,
}

impl Plan {
    /// The board of an entity, inside a parent when it has one.
    pub async fn fetch(
        desk: Desk,
        entity: &Entity,
        within: &str,
        title: impl Fn(&str) -> String,
    ) -> Result<Self, Failure> {
        let field = entity
            .board
            .as_deref()
            .and_then(|path| entity.field(path))
            .ok_or_else(Failure::missing)?;
        let Some(target) = field.target.as_deref().and_then(|name| desk.entity(name)) else {
            let columns = (0..)
                .zip(&field.choices)
                .map(|(place, name)| plain(name, title(name), place));
            let columns = columns.collect();
            return Ok(Self {
                field,
                parent: None,
                parents: Vec::new(),
                within: String::new(),
                columns,
                stalled: None,
            });
        };
        let parent = kept_within(desk, entity, &field).and_then(|path| target.field(&path));
        let (parents, within, stalled) = match &parent {
            Some(parent) => parents(desk, parent, within).await?,
            None => (Vec::new(), String::new(), None),
        };
        let filter = match &parent {
            Some(parent) => json!({ "field": parent.path(), "op": "eq", "value": within }),
            None => json!({ "and": [] }),
        };
        let query = ListQuery::new()
            .filter(filter)
            .sort(&target.sort)
            .limit(100);
        let rows = desk.api.list(&target.plural, query).await?.rows;
        for row in &rows {
            desk.names.learn(row.id(), row.title(&target));
        }
        let columns = (0..)
            .zip(&rows)
            .map(|(place, row)| stage(row, row.title(&target), place))
            .collect();
        let parent = parent.and_then(|parent| entity.field(parent.path()));
        Ok(Self {
            field,
            parent,
            parents,
            within,
            columns,
            stalled,
        })
    }

    /// The filter that keeps records on this board.
    pub fn filter(&self) -> Json {
        match &self.parent {
            Some(parent) => json!({ "field": parent.path(), "op": "eq", "value": self.within }),
            None => json!({ "and": [] }),
        }
    }

    /// The column a record stands in.
    pub fn column_of(&self, record: &Record) -> Option<&Column> {
        let value = record.text(self.field.path());
        self.columns.iter().find(|column| column.id == value)
    }
}

/// The parents to choose from, and the one shown with what it calls stalled: the one asked for, else the default one,
/// else the first.
async fn parents(
    desk: Desk,
    parent: &Field,
    wanted: &str,
) -> Result<(Vec<Choice>, String, Option<Json>), Failure> {
    let entity = parent
        .target
        .as_deref()
        .and_then(|name| desk.entity(name))
        .ok_or_else(Failure::missing)?;
    let query = ListQuery::new()
        .filter(json!({ "and": [] }))
        .sort(&entity.sort)
        .limit(100);
    let rows = desk.api.list(&entity.plural, query).await?.rows;
    let default = rows
        .iter()
        .find(|row| *row.get("is_default") == Json::Bool(true))
        .or_else(|| rows.first());
    let chosen = rows.iter().find(|row| row.id() == wanted).or(default);
    let within = chosen.map(|row| row.id().to_owned()).unwrap_or_default();
    // Only what still runs stalls.
    let stalled = chosen
        .map(|row| row.get("stalled_filter"))
        .filter(|filter| filter.as_object().is_some_and(|filter| !filter.is_empty()))
        .map(|filter| json!({ "and": [{ "field": "status", "op": "in", "value": ["open"] }, filter] }));
    Ok((
        rows.iter()
            .map(|row| Choice::new(row.id(), row.title(&entity)))
            .collect(),
        within,
        stalled,
    ))
}

fn plain(id: &str, title: String, place: i64) -> Column {
    column(id, title, String::new(), place, None)
}

fn stage(row: &Record, title: &str, place: i64) -> Column {
    let category = row.text("category").to_owned();
    column(
        row.id(),
        title.to_owned(),
        category,
        place,
        row.get("target_days").as_i64(),
    )
}

fn column(id: &str, title: String, category: String, place: i64, limit: Option<i64>) -> Column {
    let folded = category == "won" || category == "lost";
    Column {
        id: id.to_owned(),
        title,
        category,
        place,
        limit,
        cards: RwSignal::new(Vec::new()),
        next: RwSignal::new(None),
        busy: RwSignal::new(false),
        started: RwSignal::new(false),
        folded: RwSignal::new(folded),
        failure: RwSignal::new(None),
    }
}
