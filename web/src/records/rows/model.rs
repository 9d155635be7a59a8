//! The rows while they are being edited.

use guanxi_domain::kernel::field::{Format, Write};
use guanxi_domain::kernel::problem::FieldError;
use leptos::prelude::*;
use serde_json::{Map, Value as Json, json};

use crate::records::catalogue::{Collection, Field};
use crate::records::check::fault;
use crate::records::desk::Desk;
use crate::records::input::Input;
use crate::records::record::Record;
use crate::ui::unique_id;

/// The rows of one collection.
#[derive(Clone)]
pub struct RowsEditor {
    /// Only what must be filled is asked for, as when a record is made.
    pub brief: bool,
    /// Which collection.
    pub collection: Collection,
    /// The rows, in order.
    pub rows: RwSignal<Vec<EditedRow>>,
    desk: Desk,
    /// The keys of the rows sent last, so that refusals find their row.
    sent: StoredValue<Vec<String>>,
}

/// One row.
#[derive(Clone)]
pub struct EditedRow {
    /// Its key on the page.
    pub key: String,
    /// Its id, when it is stored already.
    pub id: Option<String>,
    /// Its inputs, in the order of the fields.
    pub inputs: Vec<(Field, Input)>,
    /// What the inputs of a new row held at first: while they still hold it, the row is blank. None for rows that
    /// somebody has filled already.
    first: Option<Vec<Json>>,
}

impl RowsEditor {
    /// With the rows of a record.
    pub fn of(collection: &Collection, rows: &[Json], desk: Desk) -> Self {
        Self::new(collection, rows, desk, false)
    }

    /// For a new record: as few inputs as a row can do with.
    pub fn brief(collection: &Collection, desk: Desk) -> Self {
        Self::new(
            collection,
            &[],
            desk,
            collection.fields.iter().any(|field| field.required),
        )
    }

    fn new(collection: &Collection, rows: &[Json], desk: Desk, brief: bool) -> Self {
        let editor = Self {
            brief,
            collection: collection.clone(),
            rows: RwSignal::new(Vec::new()),
            desk,
            sent: StoredValue::new(Vec::new()),
        };
        let held = rows
            .iter()
            .map(|row| editor.row(&Record::new(row.clone()), true));
        editor.rows.set(held.collect());
        editor
    }

    /// The fields with an input or a figure; what is only stored for matching is left out.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        let brief = self.brief;
        let shown = move |field: &&Field| {
            field.is_shown() && (field.write != Write::Never || field.is_figure())
        };
        self.collection
            .fields
            .iter()
            .filter(shown)
            .filter(move |field| !brief || field.required)
    }

    fn row(&self, record: &Record, stored: bool) -> EditedRow {
        let input = |field: &Field| {
            let given = !record.get(field.path()).is_null();
            let input = if given || stored {
                Input::of(field, record, self.desk)
            } else {
                Input::fresh(field, self.desk)
            };
            (field.clone(), input)
        };
        let inputs: Vec<_> = self.fields().map(input).collect();
        let first = (!stored).then(|| {
            inputs
                .iter()
                .map(|(field, input)| untrack(|| input.read(field)).unwrap_or_default())
                .collect()
        });
        let id = stored.then(|| record.id().to_owned());
        EditedRow {
            key: unique_id("row"),
            id,
            inputs,
            first,
        }
    }

    /// Adds a row with the usual values.
    pub fn add(&self) {
        self.add_with(&Json::Object(Map::new()));
    }

    /// Adds a row with some values already there.
    pub fn add_with(&self, values: &Json) {
        let row = self.row(&Record::new(values.clone()), false);
        self.rows.update(|rows| rows.push(row));
    }

    /// Puts rows back that somebody had filled but not stored, in place of those that are there.
    pub fn put_back(&self, rows: &[Json]) {
        let filled = rows.iter().map(|values| EditedRow {
            first: None,
            ..self.row(&Record::new(values.clone()), false)
        });
        self.rows.set(filled.collect());
    }

    /// Takes a row out.
    pub fn remove(&self, key: &str) {
        self.rows.update(|rows| rows.retain(|row| row.key != key));
    }

    /// Moves a row up or down.
    pub fn shift(&self, key: &str, up: bool) {
        self.rows.update(|rows| {
            let Some(from) = rows.iter().position(|row| row.key == key) else {
                return;
            };
            let to = if up {
                from.checked_sub(1)
            } else {
                Some(from + 1).filter(|to| *to < rows.len())
            };
            if let Some(to) = to {
                rows.swap(from, to);
            }
        });
    }

    /// The rows as they shall be stored; blank ones left out. Follows every input.
    pub fn read(&self) -> Result<Vec<Json>, Vec<FieldError>> {
        let (rows, faults) = self.typed();
        if faults.is_empty() {
            Ok(rows)
        } else {
            Err(faults)
        }
    }

    /// The rows as far as they can be read, and what cannot.
    pub fn typed(&self) -> (Vec<Json>, Vec<FieldError>) {
        let (mut rows, mut faults, mut keys) = (Vec::new(), Vec::new(), Vec::new());
        for row in self.rows.get() {
            if row.is_blank() {
                continue;
            }
            let place = rows.len();
            rows.push(row.read(&self.collection.name, place, &mut faults));
            keys.push(row.key);
        }
        self.sent.set_value(keys);
        (rows, faults)
    }

    /// The place a row had among those sent last.
    pub fn place(&self, key: &str) -> Option<usize> {
        self.sent
            .with_value(|keys| keys.iter().position(|sent| sent == key))
    }

    /// Whether there is nothing to store.
    pub fn is_blank(&self) -> bool {
        self.rows.get().iter().all(EditedRow::is_blank)
    }
}

impl EditedRow {
    /// A new row in which nothing was typed.
    fn is_blank(&self) -> bool {
        let Some(first) = self.first.as_ref() else {
            return false;
        };
        self.inputs
            .iter()
            .zip(first)
            .all(|((field, input), first)| input.read(field).is_ok_and(|now| now == *first))
    }

    fn read(&self, collection: &str, place: usize, faults: &mut Vec<FieldError>) -> Json {
        let mut map = Map::new();
        if let Some(id) = &self.id {
            map.insert("id".to_owned(), json!(id));
        }
        for (field, input) in self
            .inputs
            .iter()
            .filter(|(field, _)| field.write != Write::Never)
        {
            match input.read(field) {
                // A new row gets the usual value of what is left out.
                Ok(Json::Null) if self.id.is_none() => {}
                Ok(value)
                    if self.id.is_none() && field.format == Format::Plain && value == json!("") => {
                }
                Ok(value) => drop(map.insert(field.name.clone(), value)),
                Err(code) => {
                    faults.push(fault(format!("/{collection}/{place}/{}", field.name), code))
                }
            }
        }
        Json::Object(map)
    }
}
