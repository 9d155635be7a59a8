//! Rows, with everything that is stored beside them in the same transaction.

use guanxi_domain::access::Actor;
use guanxi_domain::kernel::catalogue::{Entity, at};
use guanxi_domain::kernel::document::{Document, Row, row_id};
use guanxi_domain::kernel::value::Value;
use guanxi_domain::kernel::wire;
use guanxi_domain::platform::custom_fields::{CUSTOM_FIELD, CustomField};
use guanxi_domain::registry;

use super::{Tx, differences};
use crate::columns::{write_binds, write_columns};
use crate::connection::Conn;
use crate::engine::conditions::custom_expression;
use crate::engine::search::Spelled;
use crate::engine::{alike, totals};
use crate::error::{Error, Result};
use crate::events::{self, Change};
use crate::sql::{Bind, Sql};

impl Tx<'_> {
    /// Writes a new document with its event.
    pub(super) fn insert(&mut self, actor: &Actor, document: &Document, verb: &str) -> Result<()> {
        let custom = document
            .entity
            .custom
            .then(|| wire::stored_custom(&self.world.custom, document));
        self.insert_row(document.entity, &document.values, custom)?;
        for (collection, rows) in document
            .entity
            .collections
            .iter()
            .zip(&document.collections)
        {
            for row in rows {
                self.insert_row((collection.entity)(), row, None)?;
            }
        }
        // An import's events refer to what was imported instead of repeating it.
        let changes = if verb == "imported" {
            Vec::new()
        } else {
            differences::beginnings(document)
        };
        self.beside(actor, None, document, verb, &changes)
    }

    /// Writes a changed document with its event. The version in the condition is the last guard
    /// against another writer.
    pub(super) fn update(
        &mut self,
        actor: &Actor,
        before: &Document,
        after: &Document,
        verb: &str,
        changes: &[Change],
    ) -> Result<()> {
        let mut sql = Sql::text(self.conn.dialect(), "UPDATE ");
        sql.push(after.entity.plural).push(" SET ");
        self.push_sets(&mut sql, after.entity, &before.values, &after.values);
        if before.custom != after.custom {
            sql.push(", custom = ")
                .bind(wire::stored_custom(&self.world.custom, after))
                .either("", "::jsonb");
        }
        sql.push(" WHERE id = ")
            .bind(after.id())
            .push(" AND version = ")
            .bind(before.version());
        if changes.len() > 2 {
            sql.uncached();
        }
        if sql.execute(self.conn)? != 1 {
            return Err(Error::Stale(Box::new(before.clone())));
        }
        for (i, collection) in after.entity.collections.iter().enumerate() {
            self.update_rows(
                (collection.entity)(),
                &before.collections[i],
                &after.collections[i],
            )?;
        }
        self.beside(actor, Some(before), after, verb, changes)
    }

    fn insert_row(
        &mut self,
        entity: &'static Entity,
        values: &[Value],
        custom: Option<String>,
    ) -> Result<()> {
        let mut columns = Vec::new();
        let mut binds: Vec<Bind> = Vec::new();
        for (field, value) in entity.all_fields().zip(values) {
            columns.extend(write_columns(field));
            binds.extend(write_binds(field, value, self.world.workspace.collation));
        }
        let mut sql = Sql::text(self.conn.dialect(), "INSERT INTO ");
        sql.push(entity.plural).push(" (").push(&columns.join(", "));
        sql.push(if custom.is_some() {
            ", custom) VALUES ("
        } else {
            ") VALUES ("
        });
        for (i, bind) in binds.into_iter().enumerate() {
            sql.push(if i == 0 { "" } else { ", " }).bind(bind);
        }
        if let Some(custom) = custom {
            sql.push(", ").bind(custom).either("", "::jsonb");
        }
        sql.push(")");
        sql.execute(self.conn)?;
        Ok(())
    }

    /// Adds `column = value, …` for every value that differs.
    fn push_sets(&self, sql: &mut Sql, entity: &Entity, before: &[Value], after: &[Value]) {
        let mut first = true;
        for (i, field) in entity
            .all_fields()
            .enumerate()
            .filter(|(i, _)| before[*i] != after[*i])
        {
            let columns = write_columns(field);
            for (column, bind) in columns.iter().zip(write_binds(
                field,
                &after[i],
                self.world.workspace.collation,
            )) {
                sql.push(if first { "" } else { ", " })
                    .push(column)
                    .push(" = ")
                    .bind(bind);
                first = false;
            }
        }
    }

    fn update_rows(
        &mut self,
        entity: &'static Entity,
        before: &[Row],
        after: &[Row],
    ) -> Result<()> {
        let same =
            |rows: &[Row], row: &Row| rows.iter().position(|other| row_id(other) == row_id(row));
        for row in before.iter().filter(|row| same(after, row).is_none()) {
            let mut sql = Sql::text(
                self.conn.dialect(),
                &format!("DELETE FROM {} WHERE id = ", entity.plural),
            );
            sql.bind(row_id(row));
            sql.execute(self.conn)?;
        }
        for row in after {
            match same(before, row) {
                None => self.insert_row(entity, row, None)?,
                Some(place) if before[place] == *row => {}
                Some(place) => {
                    let mut sql = Sql::text(
                        self.conn.dialect(),
                        &format!("UPDATE {} SET ", entity.plural),
                    );
                    self.push_sets(&mut sql, entity, &before[place], row);
                    sql.push(" WHERE id = ")
                        .bind(row_id(row))
                        .push(" AND parent_id = ")
                        .bind(parent(row));
                    sql.uncached();
                    sql.execute(self.conn)?;
                }
            }
        }
        Ok(())
    }

    /// What is stored beside the record: anchor, words, event; and what a custom field needs.
    fn beside(
        &mut self,
        actor: &Actor,
        before: Option<&Document>,
        after: &Document,
        verb: &str,
        changes: &[Change],
    ) -> Result<()> {
        if after.entity.anchor && anchor_moved(before, after) {
            self.store_anchor(after)?;
        }
        self.spelled.extend(Spelled::of(before, after));
        alike::store(self.conn, before, after)?;
        totals::store(self.conn, before, after)?;
        if after.entity.is(&CUSTOM_FIELD) {
            index_custom_field(self.conn, after)?;
        }
        self.note_world(after.entity);
        self.wrote_events = true;
        let now = self.now;
        events::record(self.conn, actor, now, verb, before, after, changes)
    }

    fn store_anchor(&mut self, record: &Document) -> Result<()> {
        let mut sql = Sql::text(
            self.conn.dialect(),
            "INSERT INTO anchors (id, entity, owner_id, team_id, deleted_at) VALUES (",
        );
        sql.bind(record.id())
            .push(", ")
            .bind(record.entity.name)
            .push(", ")
            .bind(record.owner())
            .push(", ");
        sql.bind(record.team()).push(", ").bind(record.deleted_at());
        sql.push(") ON CONFLICT (id) DO UPDATE SET owner_id = excluded.owner_id, team_id = excluded.team_id, ");
        sql.push("deleted_at = excluded.deleted_at");
        sql.execute(self.conn)?;
        Ok(())
    }
}

/// A custom field marked as indexed gets an index over its expression, and loses it again.
pub(crate) fn index_custom_field(conn: &mut Conn, record: &Document) -> Result<()> {
    let Some(field) = record.typed::<CustomField>() else {
        return Ok(());
    };
    let Some(entity) = registry::by_name(&field.entity_name) else {
        return Ok(());
    };
    let index = format!("custom_{}", field.head.id.simple());
    let text = if field.is_indexed && field.head.deleted_at.is_none() {
        let definition = guanxi_domain::platform::custom_fields::definition(&field);
        let column =
            custom_expression(&definition, "x", conn.dialect()).replace("x.custom", "custom");
        format!(
            "CREATE INDEX IF NOT EXISTS {index} ON {} ({column}, id) WHERE deleted_at IS NULL",
            entity.plural
        )
    } else {
        format!("DROP INDEX IF EXISTS {index}")
    };
    let mut sql = Sql::text(conn.dialect(), &text);
    sql.uncached();
    sql.execute(conn)?;
    Ok(())
}

fn parent(row: &Row) -> Option<uuid::Uuid> {
    row.get(at::PARENT).and_then(Value::as_id)
}

fn anchor_moved(before: Option<&Document>, after: &Document) -> bool {
    let place = |document: &Document| (document.owner(), document.team(), document.deleted_at());
    before.is_none_or(|before| place(before) != place(after))
}
