//! Words for an actor from whom some of them are hidden.
//!
//! The index holds the words of the whole record. Whoever may not read a field must not feel its
//! value out by asking for it, so for such an actor a hit of the index is only a candidate: the
//! record is read again as the actor sees it, and must hold the words there too. Everybody else
//! keeps the one statement over the index.

use guanxi_domain::access::Actor;
use guanxi_domain::kernel::catalogue::{Collection, Entity};
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::value::Value;
use uuid::Uuid;

use super::super::read::load;
use super::hits;
use super::question::Question;
use super::words::document_words;
use crate::cells;
use crate::connection::Conn;
use crate::error::Result;
use crate::sql::Sql;
use crate::world::World;

/// Most candidates read again for one question, the newest changes first: what lies beyond is not
/// found, which keeps a common word from reading a whole table.
const MOST_CANDIDATES: i64 = 1_000;
/// Candidates in memory at once.
pub(super) const AT_ONCE: usize = 64;

/// Whether the index holds words of an entity that this actor may not read.
pub(super) fn hides_words(actor: &Actor, entity: &Entity) -> bool {
    let hidden = |part: &Entity| {
        part.all_fields()
            .any(|field| field.searchable && actor.hides(part, field.name))
    };
    let inside = |collection: &Collection| {
        let part = (collection.entity)();
        let searchable = part.all_fields().any(|field| field.searchable);
        searchable && (actor.hides(entity, collection.name) || hidden(part))
    };
    hidden(entity) || entity.collections.iter().any(inside)
}

/// The records among `rows` that hold the words in what the actor sees.
pub(super) fn holding(
    conn: &mut Conn,
    actor: &Actor,
    entity: &'static Entity,
    question: &Question,
    rows: impl Fn(&mut Sql) -> Result<()>,
) -> Result<Vec<Uuid>> {
    let mut found = Vec::new();
    for ids in candidates(conn, entity, rows, question.text(conn.dialect()))?.chunks(AT_ONCE) {
        let among = |sql: &mut Sql| {
            sql.push("t.id").in_ids(ids);
        };
        // Words are of built-in fields only: the workspace's own fields are not needed.
        for mut document in load(conn, &World::default(), entity, among, false)? {
            mask(actor, &mut document);
            if question.holds(&document_words(&document)) {
                found.push(document.id());
            }
        }
    }
    Ok(found)
}

/// The newest records of `rows` whose words match, as the database's index asks it.
pub(super) fn candidates(
    conn: &mut Conn,
    entity: &Entity,
    rows: impl Fn(&mut Sql) -> Result<()>,
    text: String,
) -> Result<Vec<Uuid>> {
    let mut sql = hits(entity, text, conn.dialect());
    sql.push("SELECT t.id FROM h JOIN ")
        .push(entity.plural)
        .push(" t ON t.id = h.id");
    rows(&mut sql)?;
    sql.push(" ORDER BY t.updated_at DESC, t.id DESC LIMIT ")
        .bind(MOST_CANDIDATES);
    Ok(cells::rows(conn, sql, |cells| {
        cells.id(0).unwrap_or_default()
    })?)
}

/// Empties what reads leave out for this actor.
pub(crate) fn mask(actor: &Actor, document: &mut Document) {
    let entity = document.entity;
    mask_row(actor, entity, &mut document.values);
    for (collection, rows) in entity.collections.iter().zip(&mut document.collections) {
        if actor.hides(entity, collection.name) {
            rows.clear();
        }
        let part = (collection.entity)();
        rows.iter_mut().for_each(|row| mask_row(actor, part, row));
    }
}

/// What the system keeps of every record, the id among it, stays: nothing is told of it afterwards.
fn mask_row(actor: &Actor, entity: &Entity, values: &mut [Value]) {
    let own = values.iter_mut().skip(entity.system().len());
    for (field, value) in entity.fields.iter().zip(own) {
        if actor.hides(entity, field.name) {
            *value = Value::Null;
        }
    }
}
