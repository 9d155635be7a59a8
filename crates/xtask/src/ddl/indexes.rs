//! Which indexes a table has: one for every order and every way from record to record that the generic parts offer.

use guanxi_domain::kernel::catalogue::{Entity, Scope};
use guanxi_domain::kernel::field::Field;

const LIVE: &str = "deleted_at IS NULL";
const BINNED: &str = "deleted_at IS NOT NULL";

/// Lists that the catalogue does not tell of: entity and columns.
const FURTHER: &[(&str, &[&str])] = &[
    ("opportunity", &["pipeline_id", "stage_id", "id"]),
    ("opportunity", &["close_on", "id"]),
    ("opportunity", &["account_id", "status", "close_on", "id"]),
    ("activity", &["due_on", "id"]),
    ("activity", &["anchor_id", "status", "due_on", "id"]),
    ("contact_point", &["normalised"]),
];

/// All indexes of an entity's table as statements.
pub fn indexes(entity: &Entity) -> Vec<String> {
    if entity.is_part() {
        part(entity)
    } else {
        root(entity)
    }
}

fn part(entity: &Entity) -> Vec<String> {
    let mut lists = vec![vec!["parent_id".to_owned(), "position".to_owned()]];
    lists.extend(
        references(entity).map(|field| vec![field.name.to_owned(), "parent_id".to_owned()]),
    );
    lists.extend(further(entity));
    lists
        .iter()
        .map(|columns| index(entity, columns, None))
        .collect()
}

fn root(entity: &Entity) -> Vec<String> {
    let mut lists = vec![list(&["updated_at", "id"]), list(&["created_at", "id"])];
    if matches!(
        entity.scope,
        Scope::Owned | Scope::Anchored | Scope::Personal { .. }
    ) {
        lists.push(list(&["owner_id", "updated_at", "id"]));
        lists.push(list(&["team_id", "updated_at", "id"]));
    }
    if entity.field("anchor_id").is_some() {
        lists.push(list(&["anchor_id", "created_at", "id"]));
    }
    for field in entity.fields.iter().filter(|field| field.keyed) {
        lists.push(vec![format!("{}_sort", field.name), "id".to_owned()]);
        if !field.unique {
            lists.push(vec![format!("{}_key", field.name)]);
        }
    }
    let moving = references(entity)
        .map(|field| field.name)
        .chain(entity.state);
    lists.extend(moving.map(|name| list(&[name, "updated_at", "id"])));
    lists.extend(further(entity));
    let mut statements: Vec<_> = lists
        .iter()
        .map(|columns| index(entity, columns, Some(LIVE)))
        .collect();
    statements.extend(unique(entity));
    statements.push(index(entity, &list(&["deleted_at", "id"]), Some(BINNED)));
    statements
}

fn unique(entity: &Entity) -> Vec<String> {
    let single = entity
        .fields
        .iter()
        .filter(|field| field.unique)
        .map(|field| vec![field.name]);
    let sets = single.chain(entity.unique.iter().map(|set| set.to_vec()));
    sets.map(|fields| {
        let columns: Vec<_> = fields.iter().map(|name| matched(entity, name)).collect();
        let name = format!("{}_{}_unique", entity.plural, fields.join("_"));
        statement("UNIQUE INDEX", &name, entity, &columns, Some(LIVE))
    })
    .collect()
}

/// The column in which two equal values are equal.
fn matched(entity: &Entity, name: &str) -> String {
    if entity.field(name).is_some_and(|field| field.keyed) {
        format!("{name}_key")
    } else {
        name.to_owned()
    }
}

fn references(entity: &Entity) -> impl Iterator<Item = &'static Field> {
    entity.fields.iter().filter(|field| field.target.is_some())
}

fn further(entity: &Entity) -> impl Iterator<Item = Vec<String>> {
    let own = FURTHER.iter().filter(|(name, _)| *name == entity.name);
    own.map(|(_, columns)| list(columns))
}

fn list(columns: &[&str]) -> Vec<String> {
    columns.iter().map(|&column| column.to_owned()).collect()
}

/// Named by the columns that tell it from the others.
fn index(entity: &Entity, columns: &[String], only: Option<&str>) -> String {
    let leading = columns.iter().enumerate().filter(|(place, column)| {
        *place == 0 || !["updated_at", "created_at", "id"].contains(&column.as_str())
    });
    let leading: Vec<_> = leading.map(|(_, column)| column.as_str()).collect();
    let name = format!("{}_by_{}", entity.plural, leading.join("_"));
    statement("INDEX", &name, entity, columns, only)
}

fn statement(
    what: &str,
    name: &str,
    entity: &Entity,
    columns: &[String],
    only: Option<&str>,
) -> String {
    let condition = only
        .map(|test| format!(" WHERE {test}"))
        .unwrap_or_default();
    let (table, columns) = (entity.plural, columns.join(", "));
    format!("CREATE {what} {name} ON {table} ({columns}){condition};")
}
