//! Which fields a create dialog asks for at once, and which stand under "More".

use guanxi_domain::kernel::field::Kind;

use crate::records::catalogue::{Collection, Entity, Field};

/// The few things that matter when a record is made, by entity; others follow from the catalogue.
const FIRST: &[(&str, &[&str])] = &[
    ("account", &["name", "types", "contact_points"]),
    (
        "contact",
        &[
            "given_name",
            "family_name",
            "account_id",
            "job_title",
            "contact_points",
        ],
    ),
    (
        "opportunity",
        &[
            "name",
            "account_id",
            "amount",
            "close_on",
            "pipeline_id",
            "stage_id",
        ],
    ),
    ("activity", &["kind", "subject", "due_on", "anchor_id"]),
    ("product", &["name", "sku", "list_price", "unit"]),
    (
        "account_contact",
        &["account_id", "contact_id", "role", "is_primary"],
    ),
    (
        "user",
        &["given_name", "family_name", "login", "manager_id"],
    ),
];

/// Fields asked for at once when nothing special is said.
const USUAL: usize = 5;

/// Something a form asks for.
#[derive(Clone)]
pub enum Item {
    /// A field.
    Field(Field),
    /// Rows.
    Rows(Collection),
}

/// What is asked for at once, and what stands under "More".
pub struct Plan {
    /// At once.
    pub first: Vec<Item>,
    /// Under "More".
    pub more: Vec<Item>,
}

impl Plan {
    /// For an entity; with the family name first where people write it so. Moments that somebody chose by where they
    /// pressed are seen at once.
    pub fn of(entity: &Entity, family_first: bool, filled: &[(String, String)]) -> Self {
        let special = FIRST
            .iter()
            .find(|(name, _)| *name == entity.name)
            .map(|(_, names)| *names);
        let mut chosen: Vec<&str> = special.map_or_else(|| usual(entity), <[&str]>::to_vec);
        if family_first {
            put_family_first(&mut chosen);
        }
        let is_chosen = |field: &Field| {
            field.kind == Kind::Instant && filled.iter().any(|(path, _)| path == field.path())
        };
        let wanted = fillable(entity)
            .filter(|field| field.required || is_chosen(field))
            .map(Field::path);
        for path in wanted {
            if !chosen.contains(&path) {
                chosen.push(path);
            }
        }
        let first: Vec<Item> = chosen
            .iter()
            .filter_map(|name| item(entity, name))
            .collect();
        let rest = fillable(entity)
            .filter(|field| !chosen.contains(&field.path()))
            .cloned()
            .map(Item::Field);
        let rows = entity
            .collections()
            .iter()
            .filter(|rows| !chosen.contains(&rows.name.as_str()));
        Self {
            first,
            more: rest.chain(rows.cloned().map(Item::Rows)).collect(),
        }
    }
}

fn fillable(entity: &Entity) -> impl Iterator<Item = &Field> {
    entity.fields().iter().filter(|field| field.is_fillable())
}

fn item(entity: &Entity, name: &str) -> Option<Item> {
    let field = entity
        .field(name)
        .filter(Field::is_fillable)
        .map(Item::Field);
    field.or_else(|| entity.collection(name).cloned().map(Item::Rows))
}

fn usual(entity: &Entity) -> Vec<&str> {
    let required = fillable(entity).filter(|field| field.required);
    let facts = fillable(entity).filter(|field| field.key_fact && !field.required && !field.system);
    required.chain(facts).take(USUAL).map(Field::path).collect()
}

fn put_family_first(names: &mut [&str]) {
    let place = |wanted: &str| names.iter().position(|name| *name == wanted);
    if let (Some(given), Some(family)) = (place("given_name"), place("family_name"))
        && given < family
    {
        names.swap(given, family);
    }
}
