//! Every catalogue against both migrated databases: what replaces compile-time schema checks.

use std::collections::BTreeMap;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use diesel::{PgConnection, SqliteConnection};
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::field::Kind;
use guanxi_domain::registry::ENTITIES;
use guanxi_persistence::{Dialect, Location};

use crate::on_each_database;
use crate::support::TestDb;

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    required: bool,
}

type Columns = BTreeMap<String, (String, bool)>;

/// The columns that the database really has.
fn columns(db: &TestDb, table: &str) -> Columns {
    let found: Vec<Column> = match &db.location {
        Location::Sqlite(path) => {
            let mut conn = SqliteConnection::establish(&path.to_string_lossy()).unwrap();
            conn.batch_execute("PRAGMA query_only = ON").unwrap();
            let sql = format!(
                "SELECT name, type AS kind, \"notnull\" = 1 AS required FROM pragma_table_info('{table}')"
            );
            diesel::sql_query(sql).load(&mut conn).unwrap()
        }
        Location::Postgres(url) => {
            let mut conn = PgConnection::establish(url).unwrap();
            let sql = format!(
                "SELECT column_name::text AS name, data_type::text AS kind, is_nullable = 'NO' AS required \
                 FROM information_schema.columns WHERE table_name = '{table}' AND table_schema = current_schema()"
            );
            diesel::sql_query(sql).load(&mut conn).unwrap()
        }
    };
    found
        .into_iter()
        .map(|column| (column.name, (column.kind, column.required)))
        .collect()
}

/// The columns that the catalogue promises.
fn promised(entity: &Entity, dialect: Dialect) -> Columns {
    let mut columns = Columns::new();
    let kind = |sqlite: &str, postgres: &str| {
        if dialect == Dialect::Sqlite {
            sqlite
        } else {
            postgres
        }
        .to_owned()
    };
    for field in entity.all_fields() {
        let required = !field.nullable;
        let text = || kind("TEXT", "text");
        let mut add = |name: String, kind: String| drop(columns.insert(name, (kind, required)));
        match field.kind {
            Kind::Id => add(field.name.into(), kind("BLOB", "uuid")),
            Kind::Text | Kind::Choice | Kind::Choices | Kind::Json => {
                add(field.name.into(), text())
            }
            Kind::Int | Kind::Decimal => add(field.name.into(), kind("INTEGER", "bigint")),
            Kind::Bool => add(field.name.into(), kind("INTEGER", "boolean")),
            Kind::Instant => add(
                field.name.into(),
                kind("INTEGER", "timestamp with time zone"),
            ),
            Kind::Day => add(field.name.into(), kind("TEXT", "date")),
            Kind::Money => {
                add(format!("{}_minor", field.name), kind("INTEGER", "bigint"));
                add(format!("{}_currency", field.name), text());
            }
        }
        if field.keyed {
            add(format!("{}_key", field.name), text());
            add(format!("{}_sort", field.name), kind("BLOB", "bytea"));
        }
    }
    if entity.custom {
        columns.insert("custom".into(), (kind("TEXT", "jsonb"), true));
    }
    columns
}

on_each_database! {
    fn every_field_has_its_column_and_every_column_its_field(db) {
        for entity in ENTITIES {
            assert_eq!(columns(&db, entity.plural), promised(entity, db.db.dialect()), "{}", entity.plural);
        }
    }
}
