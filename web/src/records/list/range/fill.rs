//! Which cells a pasted table goes into, and what each becomes.

use guanxi_client::Object;
use guanxi_domain::kernel::field::Kind;
use guanxi_i18n::Texts;
use leptos::prelude::*;
use serde_json::{Value as Json, json};

use super::table;
use crate::records::catalogue::Field;
use crate::records::check::{self, fault};
use crate::records::failure::said;
use crate::records::input::{Input, is_reference};
use crate::records::list::cell::is_editable;
use crate::records::list::grid::Grid;
use crate::records::list::source::Row;
use crate::records::record::{Record, patch_of};

/// What pasting would do.
pub struct Filling {
    /// The records that change, with all their changes.
    pub changes: Vec<(Record, Object)>,
    /// How many cells change.
    pub cells: usize,
    /// The cells that stay as they are: of which record, which field, and why.
    pub refused: Vec<(String, String, String)>,
    /// Rows of the table beyond the last row of the list.
    pub beyond: usize,
}

/// Where a table goes: from the first marked cell on. One cell fills all that are marked.
pub fn filling(grid: Grid, text: &str) -> Filling {
    let copied = grid.copied.get_value();
    let own = Some(&copied).filter(|copied| copied.text == text);
    let table = table::read(text);
    let wide = table.iter().map(Vec::len).max().unwrap_or(1);
    let mut area = grid.area();
    if table.len() > 1 || wide > 1 {
        let (first, left) = (*area.rows.start(), *area.columns.start());
        let tall = i64::try_from(table.len()).unwrap_or(i64::MAX);
        area.rows = first..=first.saturating_add(tall - 1);
        area.columns = left..=left + wide - 1;
    }
    let last = grid.columns.with_untracked(Vec::len).saturating_sub(1);
    area.columns = *area.columns.start()..=(*area.columns.end()).min(last);
    let (rows, fields) = (grid.rows_of(&area), grid.fields_of(&area));
    let asked = usize::try_from(area.rows.end() - area.rows.start() + 1).unwrap_or_default();
    let mut filling = Filling {
        changes: Vec::new(),
        cells: 0,
        refused: Vec::new(),
        beyond: asked - rows.len().min(asked),
    };
    for (down, row) in rows.iter().enumerate() {
        let line = table.get(down).unwrap_or(&table[0]);
        let known = own.and_then(|own| own.cells.get(down).or_else(|| own.cells.first()));
        filling.row(grid, row, &fields, line, known);
    }
    filling
}

impl Filling {
    fn row(
        &mut self,
        grid: Grid,
        row: &Row,
        fields: &[Field],
        line: &[String],
        known: Option<&Vec<(Field, Json)>>,
    ) {
        let texts = untrack(|| grid.show.i18n.texts());
        let record = row.live.record.get_untracked();
        let mut body = Object::new();
        for (across, field) in fields.iter().enumerate() {
            let Some(words) = line
                .get(across)
                .or_else(|| line.first().filter(|_| line.len() == 1))
            else {
                continue;
            };
            let known = known.and_then(|known| known.get(across).or_else(|| known.first()));
            match value(grid, field, &record, words, known) {
                Ok(value) if value == *record.get(field.path()) => {}
                Ok(value) => {
                    merge(&mut body, patch_of(field.path(), value));
                    self.cells += 1;
                }
                Err(code) => {
                    let reason = said(&fault(field.pointer(), code), &texts);
                    self.refuse(grid, &record, field, reason, &texts);
                }
            }
        }
        let faults = grid
            .entity
            .with_value(|entity| check::faults(entity, &body, false));
        if let Some(first) = faults.first() {
            let of = |field: &&Field| first.pointer.as_deref() == Some(field.pointer().as_str());
            if let Some(field) = fields.iter().find(of) {
                let reason = said(first, &texts);
                self.refuse(grid, &record, field, reason, &texts);
                self.cells -= body.len().min(self.cells);
                return;
            }
        }
        if !body.is_empty() {
            self.changes.push((record, body));
        }
    }

    fn refuse(&mut self, grid: Grid, record: &Record, field: &Field, why: String, texts: &Texts) {
        let name = grid
            .entity
            .with_value(|entity| record.title(entity).to_owned());
        self.refused.push((name, field.label(texts), why));
    }
}

fn merge(body: &mut Object, patch: Json) {
    let Json::Object(patch) = patch else { return };
    for (name, value) in patch {
        match (body.get_mut(&name).and_then(Json::as_object_mut), value) {
            (Some(inner), Json::Object(more)) if name == "custom" => inner.extend(more),
            (_, value) => drop(body.insert(name, value)),
        }
    }
}

/// What a cell's words mean in a field.
fn value(
    grid: Grid,
    field: &Field,
    record: &Record,
    words: &str,
    known: Option<&(Field, Json)>,
) -> Result<Json, &'static str> {
    if !is_editable(grid, field) {
        return Err("read_only");
    }
    // Copied here from a field of the same make: the value itself.
    let alike = |other: &Field| {
        (other.kind, &other.target, other.path()) == (field.kind, &field.target, field.path())
            || (field.target.is_some() && other.target == field.target)
    };
    if let Some((_, value)) = known.filter(|(other, _)| alike(other)) {
        return Ok(value.clone());
    }
    let words = words.trim();
    if is_reference(field) && !words.is_empty() {
        return Err("paste_reference");
    }
    let texts = untrack(|| grid.show.i18n.texts());
    match field.kind {
        Kind::Choice if !words.is_empty() => choice(field, words, &texts).map(|name| json!(name)),
        Kind::Choices => {
            let names = words.split([',', '，', '、']).map(str::trim);
            let names = names.filter(|name| !name.is_empty());
            let names: Result<Vec<String>, _> =
                names.map(|name| choice(field, name, &texts)).collect();
            names.map(|names| json!(names))
        }
        Kind::Bool => match words.to_lowercase().as_str() {
            "true" | "yes" | "1" | "x" | "是" => Ok(json!(true)),
            "false" | "no" | "0" | "" | "否" => Ok(json!(false)),
            _ => Err("not_a_boolean"),
        },
        Kind::Day if !words.is_empty() && words.parse::<chrono::NaiveDate>().is_err() => {
            Err("not_a_day")
        }
        _ => {
            let input = Input::holding(field, record.get(field.path()), grid.show.desk);
            input.text.set(words.to_owned());
            let value = untrack(|| input.read(field))?;
            if field.required && crate::records::record::is_empty(&value) {
                return Err("required");
            }
            Ok(value)
        }
    }
}

/// A choice by its words or its stable name.
fn choice(field: &Field, words: &str, texts: &Texts) -> Result<String, &'static str> {
    let folded = words.to_lowercase();
    let fits = |name: &&String| {
        **name == words || field.choice_label(name, texts).to_lowercase() == folded
    };
    field
        .choices
        .iter()
        .find(fits)
        .cloned()
        .ok_or("paste_choice")
}
