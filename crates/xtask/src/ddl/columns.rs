//! Which columns a field has.

use super::Dialect;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::field::{Field, Kind};
use guanxi_domain::registry;

/// One column of a table.
pub struct Column {
    pub name: String,
    kind: &'static str,
    nullable: bool,
    /// What stands behind the type: keys, defaults, checks.
    rest: String,
    /// The table whose id it holds.
    pub references: Option<&'static str>,
}

impl Column {
    /// Name, type and everything but the reference.
    pub fn declaration(&self) -> String {
        let null = if self.nullable { "" } else { " NOT NULL" };
        format!("{} {}{null}{}", self.name, self.kind, self.rest)
    }

    fn new(name: impl Into<String>, kind: &'static str, nullable: bool) -> Self {
        Self {
            name: name.into(),
            kind,
            nullable,
            rest: String::new(),
            references: None,
        }
    }

    fn followed_by(mut self, rest: impl Into<String>) -> Self {
        self.rest = rest.into();
        self
    }
}

/// Users who did something long ago may be erased, so these columns bind nothing.
const UNBOUND: [&str; 3] = ["created_by", "updated_by", "deleted_by"];

/// All columns of an entity's table, in the order of its fields; custom values stand last.
pub fn columns(dialect: Dialect, entity: &'static Entity) -> Vec<Column> {
    let mut columns: Vec<_> = entity
        .all_fields()
        .flat_map(|field| columns_of(dialect, entity, field))
        .collect();
    if entity.custom {
        let kind = choose(dialect, "TEXT", "JSONB");
        columns.push(Column::new("custom", kind, false).followed_by(" DEFAULT '{}'"));
    }
    columns
}

fn columns_of(dialect: Dialect, entity: &'static Entity, field: &Field) -> Vec<Column> {
    let name = field.name;
    if field.kind == Kind::Money {
        let minor = choose(dialect, "INTEGER", "BIGINT");
        return vec![
            Column::new(format!("{name}_minor"), minor, field.nullable),
            Column::new(format!("{name}_currency"), text(dialect), field.nullable),
        ];
    }
    let mut columns = vec![Column {
        references: target(entity, field),
        ..Column::new(name, stored_as(dialect, field.kind), field.nullable)
            .followed_by(tail(dialect, field))
    }];
    if field.keyed {
        let bytes = choose(dialect, "BLOB", "BYTEA");
        columns.push(Column::new(
            format!("{name}_key"),
            text(dialect),
            field.nullable,
        ));
        columns.push(Column::new(format!("{name}_sort"), bytes, field.nullable));
    }
    columns
}

const fn stored_as(dialect: Dialect, kind: Kind) -> &'static str {
    match kind {
        Kind::Id => choose(dialect, "BLOB", "UUID"),
        Kind::Int | Kind::Decimal | Kind::Money => choose(dialect, "INTEGER", "BIGINT"),
        Kind::Bool => choose(dialect, "INTEGER", "BOOLEAN"),
        Kind::Instant => choose(dialect, "INTEGER", "TIMESTAMPTZ"),
        Kind::Day => choose(dialect, "TEXT", "DATE"),
        Kind::Text | Kind::Choice | Kind::Choices | Kind::Json => text(dialect),
    }
}

/// Byte order, so that both databases sort and compare alike.
const fn text(dialect: Dialect) -> &'static str {
    choose(dialect, "TEXT", "TEXT COLLATE \"C\"")
}

const fn choose(dialect: Dialect, sqlite: &'static str, postgres: &'static str) -> &'static str {
    match dialect {
        Dialect::Sqlite => sqlite,
        Dialect::Postgres => postgres,
    }
}

fn tail(dialect: Dialect, field: &Field) -> String {
    match (field.name, field.kind, dialect) {
        ("id", Kind::Id, _) => " PRIMARY KEY".to_owned(),
        (_, Kind::Choices, _) => " DEFAULT ''".to_owned(),
        (name, Kind::Bool, Dialect::Sqlite) => format!(" CHECK ({name} IN (0, 1))"),
        _ => String::new(),
    }
}

fn target(entity: &'static Entity, field: &Field) -> Option<&'static str> {
    if entity.is_part() && field.name == "parent_id" {
        return owner(entity);
    }
    let target = field.target().filter(|_| !UNBOUND.contains(&field.name));
    target.map(|target| target.plural)
}

/// The table that owns the rows of a part, when it is only one.
fn owner(part: &Entity) -> Option<&'static str> {
    let mut owners = registry::ENTITIES.iter().filter(|entity| {
        let mut collections = entity.collections.iter();
        collections.any(|collection| (collection.entity)().is(part))
    });
    let first = owners.next()?;
    owners.next().is_none().then_some(first.plural)
}
