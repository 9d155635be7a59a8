//! A record while it is being made.

use guanxi_domain::kernel::field::Format;
use guanxi_domain::kernel::problem::FieldError;
use guanxi_i18n::Language;
use leptos::prelude::*;
use serde_json::{Map, Value as Json, json};

use crate::i18n::I18n;
use crate::records::catalogue::{ANCHOR_ENTITY, Collection, Entity, Field};
use crate::records::check::{self, Bounds, bounds, fault};
use crate::records::desk::Desk;
use crate::records::input::Input;
use crate::records::record::is_empty;
use crate::records::rows::RowsEditor;
use crate::ui::Choice;

/// The inputs of a new record.
#[derive(Clone)]
pub struct Form {
    /// What is being made.
    pub entity: Entity,
    /// One input a field.
    pub inputs: Vec<(Field, Input)>,
    /// One editor a collection.
    pub rows: Vec<RowsEditor>,
    /// What is wrong, as told last.
    pub errors: RwSignal<Vec<FieldError>>,
    /// What the inputs held at first: the server fills the same in by itself.
    usual: StoredValue<Vec<Json>>,
}

impl Form {
    /// With the usual values, and those given by path.
    pub fn new(entity: &Entity, filled: &[(String, String)], desk: Desk, i18n: I18n) -> Self {
        let fields = entity.fields().iter().filter(|field| field.is_fillable());
        let inputs: Vec<_> = fields
            .map(|field| (field.clone(), fresh(field, desk)))
            .collect();
        let usual = inputs
            .iter()
            .map(|(field, input)| untrack(|| input.read(field)).unwrap_or_default())
            .collect();
        let rows = entity
            .collections()
            .iter()
            .map(|rows| preset(rows, desk))
            .collect();
        let form = Self {
            entity: entity.clone(),
            inputs,
            rows,
            errors: RwSignal::new(Vec::new()),
            usual: StoredValue::new(usual),
        };
        if let Some(order) = form.input("name_order").filter(|_| family_first(i18n)) {
            order.text.set("family_first".to_owned());
        }
        for (path, value) in filled {
            form.fill(path, value, desk);
        }
        form
    }

    /// What a field holds unless somebody says otherwise.
    pub fn usual(&self, path: &str) -> Json {
        let at = self
            .inputs
            .iter()
            .position(|(field, _)| field.path() == path);
        let value = at.and_then(|at| self.usual.with_value(|usual| usual.get(at).cloned()));
        value.unwrap_or_default()
    }

    /// Another value is what a field holds unless somebody says otherwise.
    pub fn set_usual(&self, path: &str, value: Json) {
        let at = self
            .inputs
            .iter()
            .position(|(field, _)| field.path() == path);
        self.usual.update_value(|usual| {
            if let Some(place) = at.and_then(|at| usual.get_mut(at)) {
                *place = value;
            }
        });
    }

    /// The input of a field.
    pub fn input(&self, path: &str) -> Option<Input> {
        self.inputs
            .iter()
            .find(|(field, _)| field.path() == path)
            .map(|(_, input)| *input)
    }

    /// Fills a field from text: an id for references, the wire's form for the rest.
    pub fn fill(&self, path: &str, value: &str, desk: Desk) {
        if path == ANCHOR_ENTITY {
            for (field, input) in &self.inputs {
                if field.is_anchor() {
                    input.second.set(value.to_owned());
                }
            }
            return;
        }
        let Some((field, input)) = self.inputs.iter().find(|(field, _)| field.path() == path)
        else {
            return;
        };
        input.text.set(value.to_owned());
        if field.is_anchor() || field.target.is_some() {
            let target = field
                .target
                .clone()
                .unwrap_or_else(|| input.second.get_untracked());
            input.one.set(Some(Choice::new(value, String::new())));
            name_later(desk, &target, value, input.one);
        }
    }

    /// The body to send: what differs from the usual values. Follows every input.
    pub fn body(&self) -> Result<Map<String, Json>, Vec<FieldError>> {
        let (mut body, mut faults) = (Map::new(), Vec::new());
        let usual = self.usual.get_value();
        for ((field, input), usual) in self.inputs.iter().zip(&usual) {
            match input.read(field) {
                Ok(value) if value == *usual && !field.required => {}
                Ok(value) if is_empty(&value) && is_empty(usual) => {}
                Ok(value) => put(&mut body, field, input, value),
                Err(code) => faults.push(fault(field.pointer(), code)),
            }
        }
        for editor in &self.rows {
            match editor.read() {
                Ok(rows) if rows.is_empty() => {}
                Ok(rows) => drop(body.insert(editor.collection.name.clone(), Json::Array(rows))),
                Err(found) => faults.extend(found),
            }
        }
        if faults.is_empty() {
            Ok(body)
        } else {
            Err(faults)
        }
    }

    /// What some of its fields and rows hold, as far as it can be read. Follows every input.
    pub fn held(&self, names: &[String]) -> Map<String, Json> {
        let mut held = Map::new();
        let wanted = |name: &String| names.contains(name);
        for (field, input) in self.inputs.iter().filter(|(field, _)| wanted(&field.name)) {
            match input.read(field) {
                Ok(value) if !is_empty(&value) => put(&mut held, field, input, value),
                _ => {}
            }
        }
        for editor in self
            .rows
            .iter()
            .filter(|editor| wanted(&editor.collection.name))
        {
            let rows = editor.typed().0;
            if !rows.is_empty() {
                held.insert(editor.collection.name.clone(), Json::Array(rows));
            }
        }
        for fault in check::faults(&self.entity, &held, true) {
            let pointer = fault.pointer.unwrap_or_default();
            if let Some(name) = pointer.split('/').nth(1) {
                held.remove(name);
            }
        }
        held
    }

    /// The body, or everything that is wrong with it as the server would say.
    pub fn checked(&self) -> Result<Map<String, Json>, Vec<FieldError>> {
        let body = self.body()?;
        let faults = check::faults(&self.entity, &body, true);
        if faults.is_empty() {
            Ok(body)
        } else {
            Err(faults)
        }
    }

    /// Whether anything was typed that would be lost.
    pub fn is_touched(&self) -> bool {
        let usual = self.usual.get_value();
        let changed = |((field, input), usual): (&(Field, Input), &Json)| {
            input.read(field).map_or(true, |value| {
                value != *usual && !(is_empty(&value) && is_empty(usual))
            })
        };
        self.inputs.iter().zip(&usual).any(changed) || self.rows.iter().any(|rows| !rows.is_blank())
    }

    /// What the record's rules say about it as it stands.
    pub fn bounds(&self) -> Memo<Bounds> {
        let form = self.clone();
        Memo::new(move |_| bounds(&form.entity, &form.whole()))
    }

    /// The record with its computed values.
    pub fn totals(&self) -> Signal<Option<Map<String, Json>>> {
        let form = self.clone();
        Signal::derive(move || check::derived(&form.entity, &form.whole()))
    }

    /// All values, the usual ones included.
    fn whole(&self) -> Map<String, Json> {
        let mut whole = Map::new();
        for (field, input) in &self.inputs {
            put(
                &mut whole,
                field,
                input,
                input.read(field).unwrap_or_default(),
            );
        }
        for editor in &self.rows {
            whole.insert(
                editor.collection.name.clone(),
                Json::Array(editor.typed().0),
            );
        }
        whole
    }
}

fn put(body: &mut Map<String, Json>, field: &Field, input: &Input, value: Json) {
    if field.is_anchor() && !value.is_null() {
        body.insert(ANCHOR_ENTITY.to_owned(), json!(input.second.get()));
    }
    match field.path().strip_prefix("custom.") {
        Some(custom) => {
            let values = body
                .entry("custom")
                .or_insert_with(|| Json::Object(Map::new()));
            if let Some(values) = values.as_object_mut() {
                values.insert(custom.to_owned(), value);
            }
        }
        None => drop(body.insert(field.name.clone(), value)),
    }
}

fn fresh(field: &Field, desk: Desk) -> Input {
    let input = Input::fresh(field, desk);
    if field.format == Format::Currency {
        let company = desk
            .known()
            .map(|known| known.workspace().company_currency.clone());
        input.text.set(company.unwrap_or_default());
    }
    input
}

/// Contact points begin with a line for the address and one for the telephone; blank ones are not stored.
fn preset(rows: &Collection, desk: Desk) -> RowsEditor {
    let editor = RowsEditor::brief(rows, desk);
    if rows.name == "contact_points" {
        editor.add_with(&json!({ "kind": "email" }));
        editor.add_with(&json!({ "kind": "phone" }));
    }
    editor
}

/// Shows the name of a record that was filled in by its id, once it is known.
fn name_later(desk: Desk, target: &str, id: &str, one: RwSignal<Option<Choice>>) {
    let Some(entity) = desk.entity(target) else {
        return;
    };
    let id = id.to_owned();
    Effect::new(move |_| {
        let name = desk.names.name(&entity, &id);
        let waiting = one.with_untracked(|one| {
            one.as_ref()
                .is_some_and(|choice| choice.value == id && choice.label.is_empty())
        });
        if waiting && !name.is_empty() {
            one.set(Some(Choice::new(id.clone(), name)));
        }
    });
}

/// Whether people of the page's language write the family name first.
pub fn family_first(i18n: I18n) -> bool {
    untrack(|| i18n.language()) != Language::En
}
