//! The catalogue as the server tells it (`/meta`), in a form that screens can pass around cheaply.

use std::ops::Deref;
use std::sync::Arc;

use guanxi_domain::kernel::field::{Kind, Write};
use guanxi_domain::kernel::meta::{EntityMeta, FieldMeta, Meta, VerbMeta, WorkspaceMeta};
use guanxi_i18n::Texts;

/// What this person may see of the workspace's entities.
#[derive(Clone)]
pub struct Catalogue(Arc<Inner>);

struct Inner {
    workspace: WorkspaceMeta,
    entities: Vec<Entity>,
}

/// One entity.
#[derive(Clone)]
pub struct Entity(Arc<EntityInner>);

struct EntityInner {
    meta: EntityMeta,
    fields: Vec<Field>,
    collections: Vec<Collection>,
}

/// One field of an entity or of a collection's rows.
#[derive(Clone)]
pub struct Field(Arc<FieldInner>);

struct FieldInner {
    entity: String,
    path: String,
    expanded: Option<String>,
    meta: FieldMeta,
}

/// Rows that travel inside a record.
#[derive(Clone)]
pub struct Collection {
    /// Name in JSON.
    pub name: String,
    /// Fields of a row that people see, in order.
    pub fields: Vec<Field>,
}

/// A field of another entity that points here.
#[derive(Clone)]
pub struct Reference {
    /// Whose field.
    pub entity: Entity,
    /// Which field.
    pub field: Field,
}

impl Catalogue {
    /// From the server's answer.
    pub fn new(meta: Meta) -> Self {
        let entities = meta.entities.into_iter().map(Entity::new).collect();
        Self(Arc::new(Inner {
            workspace: meta.workspace,
            entities,
        }))
    }

    /// Whether another one says the same.
    pub fn says_like(&self, other: &Self) -> bool {
        let mut pairs = self.0.entities.iter().zip(&other.0.entities);
        self.0.workspace == other.0.workspace
            && self.0.entities.len() == other.0.entities.len()
            && pairs.all(|(one, two)| one.0.meta == two.0.meta)
    }

    /// The workspace.
    pub fn workspace(&self) -> &WorkspaceMeta {
        &self.0.workspace
    }

    /// All entities this person may read.
    pub fn entities(&self) -> &[Entity] {
        &self.0.entities
    }

    /// An entity by its singular name.
    pub fn entity(&self, name: &str) -> Option<Entity> {
        self.0
            .entities
            .iter()
            .find(|entity| entity.name == name)
            .cloned()
    }

    /// An entity by its path.
    pub fn by_plural(&self, plural: &str) -> Option<Entity> {
        self.0
            .entities
            .iter()
            .find(|entity| entity.plural == plural)
            .cloned()
    }

    /// The key fields of other entities that point to records of `name`: what a record page lists as related. Where links
    /// tell more than a field does, the links are listed.
    pub fn references_to(&self, name: &str) -> Vec<Reference> {
        let of = |entity: &Entity| {
            let pointing = entity.fields().iter().filter(|field| {
                field.key_fact
                    && !field.system
                    && !field.mirror
                    && field.target.as_deref() == Some(name)
            });
            pointing
                .map(|field| Reference {
                    entity: entity.clone(),
                    field: field.clone(),
                })
                .collect::<Vec<_>>()
        };
        self.0.entities.iter().flat_map(of).collect()
    }

    /// Reads the field at a path of at most two steps, such as `account_id.city` or `lines.quantity`.
    pub fn resolve(&self, entity: &Entity, path: &str) -> Option<Field> {
        if let Some(field) = entity.field(path) {
            return Some(field);
        }
        let (step, rest) = path.split_once('.')?;
        if let Some(rows) = entity.collection(step) {
            return rows.fields.iter().find(|field| field.name == rest).cloned();
        }
        let target = entity.field(step)?.target.clone()?;
        self.resolve(&self.entity(&target)?, rest)
    }

    /// The words for a path: "City", or "Account › City" through a reference.
    pub fn path_label(&self, entity: &Entity, path: &str, texts: &Texts) -> String {
        if let Some(field) = entity.field(path) {
            return field.label(texts);
        }
        let Some((step, rest)) = path.split_once('.') else {
            return path.to_owned();
        };
        if let Some(rows) = entity.collection(step) {
            let field = rows.fields.iter().find(|field| field.name == rest);
            let leaf = field.map_or_else(|| rest.to_owned(), |field| field.label(texts));
            return joined(&rows.label(entity, texts), &leaf);
        }
        let Some(field) = entity.field(step) else {
            return path.to_owned();
        };
        let target = field.target.as_deref().and_then(|name| self.entity(name));
        let leaf = target.map_or_else(
            || rest.to_owned(),
            |target| self.path_label(&target, rest, texts),
        );
        joined(&field.label(texts), &leaf)
    }
}

/// A path's two words; the sign is the same in all three languages.
fn joined(first: &str, second: &str) -> String {
    format!("{first} › {second}")
}

impl Deref for Entity {
    type Target = EntityMeta;

    fn deref(&self) -> &EntityMeta {
        &self.0.meta
    }
}

impl PartialEq for Entity {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Entity {
    fn new(meta: EntityMeta) -> Self {
        let fields = meta
            .fields
            .iter()
            .map(|field| Field::new(&meta.name, field.clone()))
            .collect();
        let collections = meta.collections.iter().map(|rows| Collection {
            name: rows.name.clone(),
            fields: rows
                .fields
                .iter()
                .filter(|field| !field.system)
                .map(|field| Field::new(&rows.entity, field.clone()))
                .collect(),
        });
        let collections = collections.collect();
        Self(Arc::new(EntityInner {
            meta,
            fields,
            collections,
        }))
    }

    /// Its fields in order, system fields last.
    pub fn fields(&self) -> &[Field] {
        &self.0.fields
    }

    /// A field by its path, custom ones as `custom.<name>`.
    pub fn field(&self, path: &str) -> Option<Field> {
        self.0
            .fields
            .iter()
            .find(|field| field.path() == path)
            .cloned()
    }

    /// Rows that travel inside its records.
    pub fn collections(&self) -> &[Collection] {
        &self.0.collections
    }

    /// A collection by name.
    pub fn collection(&self, name: &str) -> Option<&Collection> {
        self.0.collections.iter().find(|rows| rows.name == name)
    }

    /// Whether records have a name of their own; links between records have none.
    pub fn is_named(&self) -> bool {
        let title = self.field(&self.title);
        title.is_some_and(|field| {
            field.kind == Kind::Text && (field.required || field.write == Write::Never)
        })
    }

    /// What to show beside the name where there is little room.
    pub fn brief_fields(&self) -> Vec<Field> {
        let named = self.brief.iter().filter_map(|name| self.field(name));
        let named: Vec<Field> = named.collect();
        if !named.is_empty() {
            return named;
        }
        let facts = self.fields().iter().filter(|field| {
            field.key_fact && field.path() != self.title && field.kind != Kind::Bool
        });
        facts.take(MOST_BRIEF).cloned().collect()
    }

    /// The other end of a link, seen from one of its references; `None` for records that are no links.
    pub fn other_end(&self, here: &Field) -> Option<Field> {
        let is_end = self.links.iter().any(|name| name == here.path());
        let other = self.links.iter().find(|name| *name != here.path());
        other.filter(|_| is_end).and_then(|name| self.field(name))
    }

    /// The field that holds the state.
    pub fn state_field(&self) -> Option<Field> {
        self.field(self.state.as_deref()?)
    }

    /// The verb that moves a record along the field of the board.
    pub fn moving_verb(&self) -> Option<VerbMeta> {
        let board = self.board.as_deref()?;
        self.verbs
            .iter()
            .find(|verb| {
                verb.asks
                    .iter()
                    .any(|ask| ask.required && ask.field == board)
            })
            .cloned()
    }

    /// "account", inside a sentence.
    pub fn label_inside(&self, texts: &Texts) -> String {
        texts.entity_inside(&self.name)
    }

    /// "Account".
    pub fn label(&self, texts: &Texts) -> String {
        texts.entity(&self.name)
    }

    /// "Accounts".
    pub fn label_plural(&self, texts: &Texts) -> String {
        texts.entity_plural(&self.name)
    }

    /// Whether this person may change a field of records that are there.
    pub fn may_edit(&self, field: &Field) -> bool {
        field.is_editable() && self.may.update && (self.may.assign || field.path() != OWNER)
    }

    /// The columns of a list when nobody chose others: the title, the key facts, the owner.
    pub fn usual_columns(&self) -> Vec<String> {
        let title = self.field(&self.title).filter(|_| self.is_named());
        let facts = self
            .fields()
            .iter()
            .filter(|field| field.key_fact && field.path() != self.title);
        let mut columns: Vec<String> = title
            .iter()
            .chain(facts)
            .map(|field| field.path().to_owned())
            .collect();
        columns.truncate(MOST_USUAL);
        columns.extend(
            self.fields()
                .iter()
                .filter(|field| field.is_anchor())
                .map(|field| field.path().to_owned()),
        );
        if self.owned && !columns.iter().any(|path| path == OWNER) {
            columns.push(OWNER.to_owned());
        }
        columns
    }

    /// The fields that can stand as columns.
    pub fn listable(&self) -> impl Iterator<Item = &Field> {
        self.fields()
            .iter()
            .filter(|field| field.is_shown() && field.kind != Kind::Json)
    }
}

/// More than this is not brief.
const MOST_BRIEF: usize = 3;
/// More key facts than this make no overview.
const MOST_USUAL: usize = 10;

/// Who a record belongs to.
pub const OWNER: &str = "owner_id";
/// The two halves of a reference to a record of any entity.
pub const ANCHOR_ENTITY: &str = "anchor_entity";
/// The other half.
pub const ANCHOR_ID: &str = "anchor_id";

/// System fields that mean nothing to people.
const INNER: [&str; 6] = [
    "id",
    "version",
    "deleted_at",
    "deleted_by",
    "parent_id",
    "position",
];

impl Deref for Field {
    type Target = FieldMeta;

    fn deref(&self) -> &FieldMeta {
        &self.0.meta
    }
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.0.entity == other.0.entity && self.0.path == other.0.path
    }
}

impl Field {
    fn new(entity: &str, meta: FieldMeta) -> Self {
        let expanded = meta
            .target
            .is_some()
            .then(|| match meta.name.strip_suffix("_id") {
                Some(name) => name.to_owned(),
                None => format!("{}_record", meta.name),
            });
        Self(Arc::new(FieldInner {
            entity: entity.to_owned(),
            path: meta.path(),
            expanded,
            meta,
        }))
    }

    /// How filters, sort and columns call it.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The entity it belongs to.
    pub fn entity(&self) -> &str {
        &self.0.entity
    }

    /// Where a body holds it, as a JSON pointer.
    pub fn pointer(&self) -> String {
        format!("/{}", self.path().replace('.', "/"))
    }

    /// Its name to people.
    pub fn label(&self, texts: &Texts) -> String {
        if self.custom {
            let label = self
                .labels
                .get(texts.language().tag())
                .or_else(|| self.labels.get("en"));
            return label.unwrap_or(&self.name).clone();
        }
        texts.field(&self.0.entity, &self.name)
    }

    /// The word for one of its choices.
    pub fn choice_label(&self, value: &str, texts: &Texts) -> String {
        if let Some(own) = self.choice_labels.get(value) {
            own.clone()
        } else if self.custom {
            value.to_owned()
        } else {
            texts.choice(&self.0.entity, &self.name, value)
        }
    }

    /// Whether it means something to people. What kind of record something hangs on is shown with the record itself.
    pub fn is_shown(&self) -> bool {
        self.name != ANCHOR_ENTITY && !(self.system && INNER.contains(&self.name.as_str()))
    }

    /// Whether it points to a record of any entity, named by the field beside it.
    pub fn is_anchor(&self) -> bool {
        self.name == ANCHOR_ID && self.kind == Kind::Id && self.target.is_none()
    }

    /// Whether it can be changed on a record that is there.
    pub fn is_editable(&self) -> bool {
        self.write == Write::Free && self.is_shown() && self.kind != Kind::Json
    }

    /// Whether whoever creates a record may fill it.
    pub fn is_fillable(&self) -> bool {
        matches!(self.write, Write::Free | Write::OnCreate)
            && self.is_shown()
            && self.kind != Kind::Json
    }

    /// Whether it stands right-aligned in columns.
    pub fn is_figure(&self) -> bool {
        matches!(self.kind, Kind::Int | Kind::Decimal | Kind::Money)
    }

    /// Under which name an expanded reference arrives beside it.
    pub fn expanded(&self) -> Option<&str> {
        self.0.expanded.as_deref()
    }
}

impl Collection {
    /// "Lines".
    pub fn label(&self, entity: &Entity, texts: &Texts) -> String {
        texts.field(&entity.name, &self.name)
    }
}
