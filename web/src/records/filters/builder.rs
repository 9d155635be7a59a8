//! Building a filter: rows of field, comparison, value, in groups of "all" and "any".

use leptos::prelude::*;
use serde_json::Value as Json;

use super::node::{Node, Test};
use super::operators::{Operator, operators};
use super::value::{Comparand, comparand};
use crate::i18n::{I18n, t};
use crate::records::catalogue::{Catalogue, Entity, Field};
use crate::records::desk::Desk;
use crate::records::scope::alone;
use crate::ui::{
    Button, ButtonKind, Choice, Combobox, Finding, IconButton, Segments, Select, unique_id,
};
use guanxi_domain::kernel::field::Kind;

/// Deepest nesting offered; deeper ones that came from elsewhere stay as they are.
const DEEPEST: usize = 3;

/// A filter while it is being built.
#[derive(Clone)]
pub struct FilterBuilder {
    entity: Entity,
    desk: Desk,
    root: Group,
    /// Inputs made by a press live as long as the builder, not only as long as what was drawn last.
    owner: Owner,
}

#[derive(Clone)]
struct Group {
    id: String,
    any: RwSignal<String>,
    parts: RwSignal<Vec<Part>>,
}

#[derive(Clone)]
enum Part {
    Group(Group),
    Row(Row),
}

#[derive(Clone)]
struct Row {
    id: String,
    field: RwSignal<Option<Choice>>,
    op: RwSignal<String>,
    held: RwSignal<Option<Comparand>>,
}

impl FilterBuilder {
    /// Begins with a filter, or with one empty row.
    pub fn new(entity: &Entity, filter: &Node) -> Self {
        let desk = Desk::here();
        let builder = Self {
            entity: entity.clone(),
            desk,
            root: Group::new(false),
            owner: Owner::current().unwrap_or_default(),
        };
        let Some(catalogue) = desk.known() else {
            return builder;
        };
        let texts = untrack(|| I18n::here().texts());
        let label = |path: &str| catalogue.path_label(entity, path, &texts);
        builder.root.fill(filter, &catalogue, entity, desk, &label);
        if builder.root.parts.with_untracked(Vec::is_empty) {
            builder
                .root
                .parts
                .update(|parts| parts.push(Part::Row(Row::empty())));
        }
        builder
    }

    /// The filter as built so far; rows that are not complete are left out.
    pub fn filter(&self) -> Node {
        let catalogue = self.desk.known();
        let node = catalogue
            .map(|catalogue| self.root.read(&catalogue, &self.entity))
            .unwrap_or_default();
        node.tidied()
    }

    /// Its inputs.
    pub fn view(&self) -> AnyView {
        self.group(&self.root, None, 1)
    }

    fn group(&self, group: &Group, remove: Option<Callback<()>>, depth: usize) -> AnyView {
        let i18n = I18n::here();
        let modes = Signal::derive(move || {
            vec![
                Choice::new("all", i18n.text("ui-filter-all")),
                Choice::new("any", i18n.text("ui-filter-any")),
            ]
        });
        let parts = group.parts;
        let add = move |part: Part| parts.update(|parts| parts.push(part));
        let (row_owner, group_owner) = (self.owner.clone(), self.owner.clone());
        let add_row = move |()| add(Part::Row(row_owner.with(Row::empty)));
        let add_group = move |()| add(Part::Group(group_owner.with(Group::with_row)));
        let builder = self.clone();
        let each = move |part: Part| {
            let id = part.id();
            let remove =
                Callback::new(move |()| parts.update(|parts| parts.retain(|part| part.id() != id)));
            match part {
                Part::Group(inner) => builder.group(&inner, Some(remove), depth + 1),
                Part::Row(row) => builder.row(&row, remove),
            }
        };
        view! {
            <fieldset class="filter-group">
                <legend class="sr-only">{t("ui-filter-group")}</legend>
                <div class="filter-group-head">
                    <Segments value=group.any options=modes label=t("ui-filter-group") />
                    {remove.map(|act| view! { <IconButton small=true icon="x" label=t("ui-filter-remove-group") on_press=act /> })}
                </div>
                <For each=move || parts.get() key=Part::id let:part>{each(part)}</For>
                <div class="filter-group-foot">
                    <Button kind=ButtonKind::Quiet small=true icon="plus" on_press=add_row>{t("ui-filter-add")}</Button>
                    {(depth < DEEPEST).then(|| view! {
                        <Button kind=ButtonKind::Quiet small=true icon="plus" on_press=add_group>{t("ui-filter-add-group")}</Button>
                    })}
                </div>
            </fieldset>
        }
        .into_any()
    }

    fn row(&self, row: &Row, remove: Callback<()>) -> AnyView {
        let (entity, desk) = (self.entity.clone(), self.desk);
        let row = row.clone();
        let resolve = {
            let entity = entity.clone();
            move |choice: Option<Choice>| desk.known()?.resolve(&entity, &choice?.value)
        };
        let picked = {
            let (resolve, row, owner) = (resolve.clone(), row.clone(), self.owner.clone());
            Callback::new(move |choice: Option<Choice>| {
                let Some(field) = resolve(choice) else {
                    return row.held.set(None);
                };
                let op = operators(&field).first().map_or("eq", |op| op.id());
                row.op.set(op.to_owned());
                let test = Test::new("", op, Json::Null);
                let held = owner.with(|| Comparand::of(&field, &test, desk));
                row.held.set(Some(held));
            })
        };
        let find = find_field(&self.entity, desk);
        let rest = {
            let row = row.clone();
            move || {
                let field = resolve(row.field.get())?;
                let held = row.held.get()?;
                Some(comparison(&entity, field, row.op, held))
            }
        };
        view! {
            <div class="filter-row">
                {alone(|| {
                    view! {
                        <Combobox value=row.field find label=t("ui-filter-field") placeholder=t("ui-filter-field") on_change=picked />
                    }
                    .into_any()
                })}
                {rest}
                <IconButton small=true icon="x" label=t("ui-filter-remove") on_press=remove />
            </div>
        }
        .into_any()
    }
}

/// The operator, and what it compares with.
fn comparison(entity: &Entity, field: Field, op: RwSignal<String>, held: Comparand) -> AnyView {
    let i18n = I18n::here();
    let offered = {
        let field = field.clone();
        Signal::derive(move || {
            let texts = i18n.texts();
            let one = |op: Operator| Choice::new(op.id(), op.words(field.kind, &texts));
            operators(&field).into_iter().map(one).collect::<Vec<_>>()
        })
    };
    let entity = entity.clone();
    view! {
        {alone(move || view! { <Select value=op options=offered label=t("ui-filter-operator") /> }.into_any())}
        <div class="filter-value">{move || comparand(&entity, &field, &op.get(), held)}</div>
    }
    .into_any()
}

/// Finds fields by their words: own ones first, then those of related records and rows.
fn find_field(entity: &Entity, desk: Desk) -> Callback<String, Finding> {
    let (entity, i18n) = (entity.clone(), I18n::here());
    Callback::new(move |text: String| -> Finding {
        let texts = untrack(|| i18n.texts());
        let wanted = text.trim().to_lowercase();
        let choices = desk.known().map(|catalogue| {
            let all = paths(&catalogue, &entity).into_iter();
            let choices = all.map(|path| {
                Choice::new(path.clone(), catalogue.path_label(&entity, &path, &texts))
            });
            choices
                .filter(|choice| choice.label.to_lowercase().contains(&wanted))
                .collect::<Vec<_>>()
        });
        Box::pin(async move { Ok(choices.unwrap_or_default()) })
    })
}

/// Every path that can be filtered by, one step deep.
fn paths(catalogue: &Catalogue, entity: &Entity) -> Vec<String> {
    let usable = |field: &&Field| {
        field.filterable && field.is_shown() && !field.is_anchor() && !operators(field).is_empty()
    };
    let own = entity
        .fields()
        .iter()
        .filter(usable)
        .map(|field| field.path().to_owned());
    let mut paths: Vec<String> = own.collect();
    for rows in entity.collections() {
        paths.extend(
            rows.fields
                .iter()
                .filter(usable)
                .map(|field| format!("{}.{}", rows.name, field.path())),
        );
    }
    let references = entity
        .fields()
        .iter()
        .filter(|field| field.target.is_some() && !field.system);
    for reference in references {
        let target = reference
            .target
            .as_deref()
            .and_then(|name| catalogue.entity(name));
        let fields = target
            .iter()
            .flat_map(|target| target.fields().iter())
            .filter(usable);
        let plain = fields.filter(|field| !field.system && field.kind != Kind::Id);
        paths.extend(plain.map(|field| format!("{}.{}", reference.path(), field.path())));
    }
    paths
}

impl Part {
    fn id(&self) -> String {
        match self {
            Self::Group(group) => group.id.clone(),
            Self::Row(row) => row.id.clone(),
        }
    }
}

impl Row {
    fn empty() -> Self {
        Self {
            id: unique_id("test"),
            field: RwSignal::new(None),
            op: RwSignal::new("eq".to_owned()),
            held: RwSignal::new(None),
        }
    }

    fn read(&self, catalogue: &Catalogue, entity: &Entity) -> Option<Node> {
        let path = self.field.get()?.value;
        let field = catalogue.resolve(entity, &path)?;
        let op = self.op.get();
        let value = self.held.get()?.read(&field, &op)?;
        let op = if op == "filled" {
            "empty".to_owned()
        } else {
            op
        };
        Some(Node::Test(Test {
            field: path,
            op,
            value,
        }))
    }
}

impl Group {
    fn new(any: bool) -> Self {
        let mode = if any { "any" } else { "all" };
        Self {
            id: unique_id("group"),
            any: RwSignal::new(mode.to_owned()),
            parts: RwSignal::new(Vec::new()),
        }
    }

    /// A group of "any" with one empty row.
    fn with_row() -> Self {
        let group = Self::new(true);
        group.parts.set(vec![Part::Row(Row::empty())]);
        group
    }

    fn fill(
        &self,
        node: &Node,
        catalogue: &Catalogue,
        entity: &Entity,
        desk: Desk,
        label: &dyn Fn(&str) -> String,
    ) {
        match node {
            Node::Group { any, parts } => {
                self.any.set(if *any { "any" } else { "all" }.to_owned());
                for part in parts {
                    match part {
                        Node::Group { any, .. } => {
                            let inner = Self::new(*any);
                            inner.fill(part, catalogue, entity, desk, label);
                            self.parts.update(|parts| parts.push(Part::Group(inner)));
                        }
                        test => self.fill(test, catalogue, entity, desk, label),
                    }
                }
            }
            Node::Test(test) => {
                let Some(field) = catalogue.resolve(entity, &test.field) else {
                    return;
                };
                let row = Row::empty();
                row.field
                    .set(Some(Choice::new(test.field.clone(), label(&test.field))));
                row.op.set(picked_op(&field, test));
                row.held.set(Some(Comparand::of(&field, test, desk)));
                self.parts.update(|parts| parts.push(Part::Row(row)));
            }
        }
    }

    fn read(&self, catalogue: &Catalogue, entity: &Entity) -> Node {
        let any = self.any.get() == "any";
        let parts = self.parts.get();
        let parts = parts.iter().filter_map(|part| match part {
            Part::Group(group) => Some(group.read(catalogue, entity)),
            Part::Row(row) => row.read(catalogue, entity),
        });
        Node::Group {
            any,
            parts: parts.collect(),
        }
    }
}

/// The operator under which a stored test is shown.
fn picked_op(field: &Field, test: &Test) -> String {
    let op = match (test.op.as_str(), &test.value, field.kind) {
        ("empty", Json::Bool(false), _) => "filled",
        ("eq", Json::Null, _) => "empty",
        ("ne", Json::Null, _) => "filled",
        ("eq", _, Kind::Choice) => "in",
        ("ne", _, Kind::Choice) => "nin",
        (op, ..) => op,
    };
    op.to_owned()
}
