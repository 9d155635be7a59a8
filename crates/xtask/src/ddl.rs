//! `cargo xtask ddl [ENTITY…]`: the tables and indexes of entities as their catalogue tells them, in the words of both
//! databases. Nothing else is run against a database than the migrations; this prints what belongs into them.

mod columns;
mod indexes;

use crate::project::Project;
use anyhow::{Result, bail};
use columns::{Column, columns};
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::registry;

/// The two databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

pub const DIALECTS: [Dialect; 2] = [Dialect::Sqlite, Dialect::Postgres];

impl Dialect {
    /// Its folder below `migrations`.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// The longest name PostgreSQL keeps whole.
const LONGEST_NAME: usize = 63;

pub fn command(_project: &Project, arguments: &[String]) -> Result<()> {
    let entities = chosen(arguments)?;
    for dialect in DIALECTS {
        println!("-- {}\n\n{}", dialect.folder(), up(dialect, &entities)?);
    }
    Ok(())
}

/// Entities by singular or plural name in the order of the registry; all without a name.
pub fn chosen(names: &[String]) -> Result<Vec<&'static Entity>> {
    let called = |entity: &Entity, name: &String| entity.name == name || entity.plural == name;
    if let Some(name) = names
        .iter()
        .find(|name| !registry::ENTITIES.iter().any(|entity| called(entity, name)))
    {
        bail!("the registry has no entity {name:?}");
    }
    let wanted =
        |entity: &&Entity| names.is_empty() || names.iter().any(|name| called(entity, name));
    Ok(registry::ENTITIES.iter().copied().filter(wanted).collect())
}

/// The way up: tables, references that close a circle, indexes.
pub fn up(dialect: Dialect, entities: &[&'static Entity]) -> Result<String> {
    let mut blocks = Vec::new();
    let mut late = Vec::new();
    for (place, entity) in entities.iter().enumerate() {
        let columns = columns(dialect, entity);
        let waits = |target: &str| {
            let later = entities[place + 1..].iter();
            dialect == Dialect::Postgres && later.into_iter().any(|other| other.plural == target)
        };
        blocks.push(table(dialect, entity, &columns, &waits));
        let waiting = columns
            .iter()
            .filter(|column| column.references.is_some_and(waits));
        late.extend(waiting.filter_map(|column| foreign_key(entity, column)));
        blocks.push(indexes::indexes(entity).join("\n"));
    }
    blocks.extend(late);
    let sql = blocks.join("\n\n") + "\n";
    check_names(&sql)?;
    Ok(sql)
}

/// The way down: the tables go, the last first.
pub fn down(dialect: Dialect, entities: &[&'static Entity]) -> String {
    let names: Vec<_> = entities.iter().rev().map(|entity| entity.plural).collect();
    match dialect {
        // One statement, so that tables which refer to each other go together.
        Dialect::Postgres => format!("DROP TABLE\n    {};\n", names.join(",\n    ")),
        Dialect::Sqlite => {
            let drops = names.iter().map(|name| format!("DROP TABLE {name};\n"));
            // References are checked when all tables are gone, so no order is wrong.
            format!(
                "PRAGMA defer_foreign_keys = ON;\n\n{}",
                drops.collect::<String>()
            )
        }
    }
}

fn table(
    dialect: Dialect,
    entity: &Entity,
    columns: &[Column],
    waits: &dyn Fn(&str) -> bool,
) -> String {
    let lines: Vec<_> = columns
        .iter()
        .map(
            |column| match column.references.filter(|target| !waits(target)) {
                Some(target) => format!("    {} REFERENCES {target} (id)", column.declaration()),
                None => format!("    {}", column.declaration()),
            },
        )
        .collect();
    let end = match dialect {
        Dialect::Sqlite => ") STRICT;",
        Dialect::Postgres => ");",
    };
    format!(
        "CREATE TABLE {} (\n{}\n{end}",
        entity.plural,
        lines.join(",\n")
    )
}

fn foreign_key(entity: &Entity, column: &Column) -> Option<String> {
    let (table, name, target) = (entity.plural, &column.name, column.references?);
    Some(format!(
        "ALTER TABLE {table}\n    ADD CONSTRAINT {table}_{name}_fkey FOREIGN KEY ({name}) REFERENCES {target} (id);"
    ))
}

/// PostgreSQL would cut a longer name, and two could become one.
fn check_names(sql: &str) -> Result<()> {
    match sql
        .split_whitespace()
        .find(|word| word.len() > LONGEST_NAME)
    {
        Some(name) => bail!("{name} has more than {LONGEST_NAME} letters"),
        None => Ok(()),
    }
}
