//! `cargo xtask ddl [ENTITY…]`: the tables and indexes of entities as their catalogue tells them, in the words of both
//! databases. Nothing else is run against a database than the migrations; this prints what belongs into them.

mod columns;
mod indexes;
mod reserved;

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
        let names = columns.iter().map(|column| column.name.as_str());
        if let Some(word) = names
            .chain([entity.plural])
            .find(|name| reserved::is_reserved(name))
        {
            bail!("{}: {word} is a reserved word of SQL", entity.name);
        }
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn sql(dialect: Dialect, name: &str) -> String {
        up(dialect, &chosen(&[name.to_owned()]).unwrap()).unwrap()
    }

    #[test]
    fn every_kind_has_its_column_in_both_databases() {
        let wanted = [
            (
                "stage",
                "probability INTEGER NOT NULL,",
                "probability BIGINT NOT NULL,",
            ),
            (
                "stage",
                "name_key TEXT NOT NULL,",
                "name_key TEXT COLLATE \"C\" NOT NULL,",
            ),
            (
                "stage",
                "name_sort BLOB NOT NULL,",
                "name_sort BYTEA NOT NULL,",
            ),
            ("stage", "deleted_at INTEGER,", "deleted_at TIMESTAMPTZ,"),
            ("stage", "target_days INTEGER,", "target_days BIGINT,"),
            ("opportunity", "close_on TEXT,", "close_on DATE,"),
            (
                "opportunity",
                "amount_minor INTEGER,",
                "amount_minor BIGINT,",
            ),
            (
                "opportunity",
                "amount_currency TEXT,",
                "amount_currency TEXT COLLATE \"C\",",
            ),
            (
                "opportunity",
                "custom TEXT NOT NULL DEFAULT '{}'",
                "custom JSONB NOT NULL DEFAULT '{}'",
            ),
            (
                "account",
                "types TEXT NOT NULL DEFAULT '',",
                "types TEXT COLLATE \"C\" NOT NULL DEFAULT '',",
            ),
            (
                "pipeline",
                "is_default INTEGER NOT NULL CHECK (is_default IN (0, 1)),",
                "is_default BOOLEAN NOT NULL,",
            ),
        ];
        for (entity, sqlite, postgres) in wanted {
            assert!(sql(Dialect::Sqlite, entity).contains(sqlite), "{sqlite}");
            assert!(
                sql(Dialect::Postgres, entity).contains(postgres),
                "{postgres}"
            );
        }
    }

    #[test]
    fn rows_know_their_owner_unless_there_are_several() {
        assert!(
            sql(Dialect::Sqlite, "opportunity_line")
                .contains("parent_id BLOB NOT NULL REFERENCES opportunities (id)")
        );
        assert!(sql(Dialect::Sqlite, "contact_point").contains("parent_id BLOB NOT NULL,"));
    }

    #[test]
    fn circles_are_closed_at_the_end_on_postgres() {
        let entities = chosen(&["team".to_owned(), "user".to_owned()]).unwrap();
        let up = up(Dialect::Postgres, &entities).unwrap();
        assert!(up.contains("lead_id UUID,"));
        assert!(up.contains("FOREIGN KEY (lead_id) REFERENCES users (id)"));
        assert!(up.contains("parent_id UUID REFERENCES teams (id)"));
        assert!(up.contains("created_by UUID,"));
    }

    #[test]
    fn equal_values_meet_in_the_unique_index() {
        assert!(sql(Dialect::Sqlite, "tag").contains(
            "UNIQUE INDEX tags_name_unique ON tags (name_key) WHERE deleted_at IS NULL;"
        ));
        assert!(
            sql(Dialect::Sqlite, "currency_rate")
                .contains("currency_rates_currency_valid_on_unique")
        );
    }

    #[test]
    fn no_two_indexes_share_a_name() {
        for dialect in DIALECTS {
            let sql = up(dialect, registry::ENTITIES).unwrap();
            let names: Vec<_> = sql
                .lines()
                .filter_map(|line| line.split_once("INDEX "))
                .filter_map(|(_, rest)| rest.split(' ').next())
                .collect();
            assert_eq!(names.len(), names.iter().collect::<BTreeSet<_>>().len());
        }
    }

    #[test]
    fn names_that_postgres_would_cut_are_refused() {
        assert!(check_names(&format!("CREATE INDEX {} ON a (b);", "x".repeat(64))).is_err());
        assert!(chosen(&["nothing".to_owned()]).is_err());
    }
}
