//! The catalogue as the API tells it (`GET /api/v1/meta`), merged with custom fields and with the
//! caller's rights. What the caller may not see is not there.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::catalogue::{Entity, Scope, Sequel};
use super::currency::Currency;
use super::field::{Field, Format, Kind, Write};
use super::filter::OPS;
use super::path::Lens;
use super::wire;
use crate::access::Action;

/// Limits as clients are told them. Those of our integers are none to anybody else, and many readers of JSON would not
/// even keep them exactly.
fn told((least, most): (i64, i64)) -> (Option<i64>, Option<i64>) {
    let limit = |limit: i64, own: i64| (limit != own).then_some(limit);
    (limit(least, i64::MIN), limit(most, i64::MAX))
}

/// Everything a client needs to know to draw lists, forms and boards.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    /// The workspace.
    pub workspace: WorkspaceMeta,
    /// The entities that the caller may read.
    pub entities: Vec<EntityMeta>,
}

/// The workspace's settings that clients need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceMeta {
    /// Its name.
    pub name: String,
    /// ISO 4217 code.
    pub company_currency: String,
    /// IANA zone.
    pub time_zone: String,
    /// Language of shared texts.
    pub language: String,
    /// Whether the caller may change the workspace's settings.
    #[serde(default)]
    pub may_change: bool,
}

/// One entity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntityMeta {
    /// Singular name; texts are found under `entity-<name>`.
    pub name: String,
    /// Path and table.
    pub plural: String,
    /// The field that names a record.
    pub title: String,
    /// Its fields in order, system fields last.
    pub fields: Vec<FieldMeta>,
    /// Rows that travel inside.
    pub collections: Vec<CollectionMeta>,
    /// The field that holds the state.
    pub state: Option<String>,
    /// State changes that the caller may use.
    pub verbs: Vec<VerbMeta>,
    /// What depends on other fields.
    pub rules: Vec<RuleMeta>,
    /// The field whose values are the board's columns.
    pub board: Option<String>,
    /// Default order.
    pub sort: String,
    /// What to show beside the name where there is little room.
    #[serde(default)]
    pub brief: Vec<String>,
    /// The references that a link between records joins; empty for other records.
    #[serde(default)]
    pub links: Vec<String>,
    /// The fields by which likely duplicates are found while one is made; empty where none are looked for.
    #[serde(default)]
    pub alike: Vec<String>,
    /// A record can be asked for with what there is to know around it.
    #[serde(default)]
    pub overview: bool,
    /// Activities and tags may hang on it.
    pub anchor: bool,
    /// Administrators may add fields.
    pub custom: bool,
    /// Each record belongs to a user.
    pub owned: bool,
    /// What the caller may do.
    pub may: May,
}

/// What the caller may do with an entity; single records may still be out of reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct May {
    /// Make new records.
    pub create: bool,
    /// Change some.
    pub update: bool,
    /// Delete some.
    pub delete: bool,
    /// Give records to others.
    pub assign: bool,
    /// Import.
    pub import: bool,
    /// Export.
    pub export: bool,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldMeta {
    /// Name in JSON; a custom field is addressed as `custom.<name>`.
    pub name: String,
    /// `text`, `money`, `choice` …
    pub kind: Kind,
    /// `plain`, `email` …
    pub format: Format,
    /// A field that an administrator added.
    pub custom: bool,
    /// Must be filled on create.
    pub required: bool,
    /// Nothing may be stored.
    pub nullable: bool,
    /// Who sets it, after the caller's rights.
    pub write: Write,
    /// The entity that a reference points to.
    pub target: Option<String>,
    /// Names of a choice that are offered.
    pub choices: Vec<String>,
    /// What people read for names that the workspace gave a word of its own, offered or not.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub choice_labels: BTreeMap<String, String>,
    /// Longest text in characters.
    pub max_length: u32,
    /// Least and greatest number in the stored unit; either may be missing.
    pub range: Option<(Option<i64>, Option<i64>)>,
    /// No two live records share a value.
    pub unique: bool,
    /// May stand in filters, sort and group.
    pub filterable: bool,
    /// Stands among the key facts.
    pub key_fact: bool,
    /// Kept equal to one of several links, which tell more.
    #[serde(default)]
    pub mirror: bool,
    /// Column the database creates by itself: id, version, dates, owner.
    pub system: bool,
    /// What a new record gets.
    pub default: Json,
    /// Operators for filters.
    pub operators: Vec<String>,
    /// What people read, by language; only of custom fields.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
}

/// Rows inside a record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CollectionMeta {
    /// Name in JSON.
    pub name: String,
    /// Name of the row's entity.
    pub entity: String,
    /// Fields of a row.
    pub fields: Vec<FieldMeta>,
}

/// One state change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerbMeta {
    /// Its name; the path is `/<plural>/{id}/<name>`.
    pub name: String,
    /// States it starts from.
    pub from: Vec<String>,
    /// The state it leads to; none when the rule decides.
    pub to: Option<String>,
    /// Fields asked for.
    pub asks: Vec<AskMeta>,
    /// Fields that must be filled.
    pub needs: Vec<String>,
    /// Members of the body that hold what else is to be created, with the entity of each.
    #[serde(default)]
    pub sequels: Vec<SequelMeta>,
    /// Whether it is for those whom the record names, such as the ones asked to a meeting, who need not be able to
    /// change it.
    #[serde(default)]
    pub for_guests: bool,
}

/// What may be created together with a verb.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SequelMeta {
    /// The member of the verb's body.
    pub name: String,
    /// What is created.
    pub entity: String,
}

/// A field that a verb asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskMeta {
    /// Name of a field.
    pub field: String,
    /// Must be given.
    pub required: bool,
}

/// What depends on other fields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleMeta {
    /// The condition, as a filter.
    pub when: Json,
    /// Must be filled.
    pub require: Vec<String>,
    /// Cannot be changed.
    pub lock: Vec<String>,
    /// Not shown on forms.
    pub hide: Vec<String>,
}

impl EntityMeta {
    /// Whether no verb leads out of a state: those that start from it end there, such as one that answers a second call
    /// as it did the first.
    pub fn is_final(&self, state: &str) -> bool {
        let starts =
            |verb: &&VerbMeta| verb.from.is_empty() || verb.from.iter().any(|from| from == state);
        let mut here = self.verbs.iter().filter(starts);
        self.state.is_some() && here.all(|verb| verb.to.as_deref() == Some(state))
    }

    /// The entity as a lens shows it.
    pub fn of(lens: &Lens) -> Self {
        let entity = lens.entity;
        Self {
            name: entity.name.to_owned(),
            plural: entity.plural.to_owned(),
            title: entity.title.to_owned(),
            fields: fields(lens),
            collections: collections(lens),
            state: entity.state.map(str::to_owned),
            verbs: verbs(lens),
            rules: entity.rules.iter().map(RuleMeta::of).collect(),
            board: entity.board.map(str::to_owned),
            sort: entity.sort.to_owned(),
            brief: shown(lens, entity.brief),
            links: shown(lens, links(entity)),
            alike: alike(lens),
            overview: !entity.overview.is_empty(),
            anchor: entity.anchor,
            custom: entity.custom,
            owned: matches!(entity.scope, Scope::Owned | Scope::Anchored),
            may: May::of(lens),
        }
    }

    /// A field by name; a custom one as `custom.<name>`.
    pub fn field(&self, name: &str) -> Option<&FieldMeta> {
        match name.strip_prefix("custom.") {
            Some(custom) => self
                .fields
                .iter()
                .find(|field| field.custom && field.name == custom),
            None => self
                .fields
                .iter()
                .find(|field| !field.custom && field.name == name),
        }
    }
}

impl FieldMeta {
    /// How filters, sort and columns call it.
    pub fn path(&self) -> String {
        if self.custom {
            format!("custom.{}", self.name)
        } else {
            self.name.clone()
        }
    }

    fn of(lens: &Lens, field: &Field, system: bool) -> Self {
        let locked = lens.actor.locks(lens.entity, field.name);
        let (choices, choice_labels) = choices(lens, field);
        Self {
            name: field.name.to_owned(),
            kind: field.kind,
            format: field.format,
            custom: false,
            required: field.required,
            nullable: field.nullable,
            write: if locked { Write::Never } else { field.write },
            target: field
                .target()
                .filter(|target| lens.actor.may_read(target))
                .map(|target| target.name.to_owned()),
            choices,
            choice_labels,
            max_length: field.max_length,
            range: field.range.map(told),
            unique: field.unique,
            filterable: field.filterable && field.kind != Kind::Json,
            key_fact: field.key_fact,
            mirror: field.mirror,
            system,
            default: wire::value_json(&field.default_value(Currency::default())),
            operators: if field.filterable {
                operators(field.kind)
            } else {
                Vec::new()
            },
            labels: BTreeMap::new(),
        }
    }
}

/// The names of a choice that are offered, and the words of those that have their own.
fn choices(lens: &Lens, field: &Field) -> (Vec<String>, BTreeMap<String, String>) {
    let names = lens.custom.names_of(lens.entity, field);
    if !field.grows || names.is_empty() {
        let built = field.choices.iter().map(|&name| name.to_owned());
        return (built.collect(), BTreeMap::new());
    }
    let offered = names.iter().filter(|name| !name.archived);
    let labels = names.iter().filter_map(|name| {
        let label = name.label.clone()?;
        Some((name.code.clone(), label))
    });
    (
        offered.map(|name| name.code.clone()).collect(),
        labels.collect(),
    )
}

/// The references that a link joins: it hangs on several records and has no owner of its own.
fn links(entity: &Entity) -> &'static [&'static str] {
    match entity.scope {
        Scope::Linked(ends) if ends.len() > 1 => ends,
        _ => &[],
    }
}

/// What likely duplicates are found by, as far as the lens shows it.
fn alike(lens: &Lens) -> Vec<String> {
    let mut names: Vec<&str> = Vec::new();
    for name in lens.entity.alike.iter().flat_map(|alike| alike.of) {
        if !names.contains(name) {
            names.push(name);
        }
    }
    shown(lens, &names)
}

/// Those of the fields that the lens shows.
fn shown(lens: &Lens, names: &[&str]) -> Vec<String> {
    let seen = names.iter().filter(|name| lens.shows(name));
    seen.map(|&name| name.to_owned()).collect()
}

fn operators(kind: Kind) -> Vec<String> {
    let suiting = OPS
        .iter()
        .filter(|(op, _)| kind != Kind::Json && op.suits(kind));
    suiting.map(|(_, name)| (*name).to_owned()).collect()
}

fn fields(lens: &Lens) -> Vec<FieldMeta> {
    let built = |fields: &'static [Field], system| {
        fields
            .iter()
            .filter(|field| lens.shows(field.name))
            .map(move |field| FieldMeta::of(lens, field, system))
    };
    let computed = lens
        .computed_fields()
        .map(|one| FieldMeta::of(lens, &one.field, false));
    built(lens.entity.fields, false)
        .chain(computed)
        .chain(custom_fields(lens))
        .chain(built(lens.entity.system(), true))
        .collect()
}

fn custom_fields(lens: &Lens) -> impl Iterator<Item = FieldMeta> {
    let entity = lens.entity;
    let actor = lens.actor;
    lens.custom_fields().map(move |field| FieldMeta {
        name: field.name.clone(),
        kind: field.kind,
        format: field.format,
        custom: true,
        required: field.required,
        nullable: true,
        write: if actor.locks(entity, &format!("custom.{}", field.name)) {
            Write::Never
        } else {
            Write::Free
        },
        target: None,
        choices: field.choices.clone(),
        choice_labels: BTreeMap::new(),
        max_length: field.shape().max_length,
        range: None,
        unique: false,
        filterable: true,
        key_fact: false,
        mirror: false,
        system: false,
        default: Json::Null,
        operators: operators(field.kind),
        labels: field.labels.clone(),
    })
}

fn collections(lens: &Lens) -> Vec<CollectionMeta> {
    let shown = lens
        .entity
        .collections
        .iter()
        .filter(|collection| lens.shows(collection.name));
    shown
        .map(|collection| {
            let lens = lens.on((collection.entity)());
            CollectionMeta {
                name: collection.name.to_owned(),
                entity: lens.entity.name.to_owned(),
                fields: fields(&lens),
            }
        })
        .collect()
}

fn verbs(lens: &Lens) -> Vec<VerbMeta> {
    let owned = |names: &[&str]| {
        names
            .iter()
            .map(|&name| name.to_owned())
            .collect::<Vec<_>>()
    };
    let usable = lens
        .entity
        .verbs
        .iter()
        .filter(|verb| lens.actor.may_use(lens.entity, verb.name));
    usable
        .map(|verb| VerbMeta {
            name: verb.name.to_owned(),
            from: owned(verb.from),
            to: verb.to.map(str::to_owned),
            asks: verb
                .asks
                .iter()
                .map(|ask| AskMeta {
                    field: ask.field.to_owned(),
                    required: ask.required,
                })
                .collect(),
            needs: owned(verb.needs),
            sequels: sequels(lens, verb.name),
            for_guests: lens.entity.is_for_guests(verb.name),
        })
        .collect()
}

/// What whoever looks may create along with a verb.
fn sequels(lens: &Lens, verb: &str) -> Vec<SequelMeta> {
    let may = |sequel: &&Sequel| lens.actor.may((sequel.entity)(), Action::Create);
    let sequels = lens.entity.sequels_of(verb).filter(may);
    sequels
        .map(|sequel| SequelMeta {
            name: sequel.name.to_owned(),
            entity: (sequel.entity)().name.to_owned(),
        })
        .collect()
}

impl RuleMeta {
    fn of(rule: &super::rules::FieldRule) -> Self {
        let owned = |names: &[&str]| {
            names
                .iter()
                .map(|&name| name.to_owned())
                .collect::<Vec<_>>()
        };
        Self {
            when: (rule.when)().to_json(),
            require: owned(rule.require),
            lock: owned(rule.lock),
            hide: owned(rule.hide),
        }
    }
}

impl May {
    fn of(lens: &Lens) -> Self {
        let may = |action| lens.actor.may(lens.entity, action);
        let writable = lens.entity.writable;
        Self {
            create: writable && may(Action::Create),
            update: writable && may(Action::Update),
            delete: writable && may(Action::Delete),
            assign: may(Action::Assign),
            import: writable && may(Action::Import),
            export: may(Action::Export),
        }
    }
}

/// The entities of a catalogue that the caller may read.
pub fn entities(all: &[&'static Entity], lens: &Lens) -> Vec<EntityMeta> {
    let readable = all
        .iter()
        .filter(|entity| !entity.is_part() && lens.actor.may_read(entity));
    readable
        .map(|entity| EntityMeta::of(&lens.on(entity)))
        .collect()
}
