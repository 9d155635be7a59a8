//! Marks beside their record: what an index finds it by.

use std::collections::{BTreeSet, HashMap};

use guanxi_domain::kernel::alike::Traits;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::registry;
use uuid::Uuid;

use crate::cells;
use crate::connection::Conn;
use crate::engine::keys::match_key;
use crate::engine::sweep::each_live;
use crate::error::Result;
use crate::settings;
use crate::sql::Sql;

/// How marks are made; another number has all of them made anew when the schema is brought up to date.
const MAKING: &str = "1";
/// Where it is kept which marks are stored.
const SETTING: &str = "alike.making";

/// The marks of a live record; none of one in the bin.
fn marks(document: &Document) -> BTreeSet<String> {
    if document.entity.alike.is_empty() || document.deleted_at().is_some() {
        return BTreeSet::new();
    }
    let traits = Traits::of(document, match_key);
    traits.marks(document.entity).into_iter().collect()
}

/// Stores the marks of a document, in the transaction of its change.
pub(crate) fn store(conn: &mut Conn, before: Option<&Document>, after: &Document) -> Result<()> {
    let (former, now) = (before.map(marks).unwrap_or_default(), marks(after));
    if former == now {
        return Ok(());
    }
    if !former.is_empty() {
        let mut sql = Sql::text(conn.dialect(), "DELETE FROM alike_marks WHERE record_id = ");
        sql.bind(after.id());
        sql.execute(conn)?;
    }
    insert(conn, after, &now)
}

/// Padded with its last row, so that there are few texts.
fn insert(conn: &mut Conn, document: &Document, marks: &BTreeSet<String>) -> Result<()> {
    let Some(last) = marks.last() else {
        return Ok(());
    };
    let count = marks.len().next_power_of_two();
    let padded = marks.iter().chain(std::iter::repeat(last)).take(count);
    let mut sql = Sql::text(
        conn.dialect(),
        "INSERT INTO alike_marks (entity, mark, record_id) VALUES ",
    );
    for (i, mark) in padded.enumerate() {
        sql.push(if i == 0 { "(" } else { ", (" })
            .bind(document.entity.name)
            .push(", ")
            .bind(mark.as_str())
            .push(", ")
            .bind(document.id())
            .push(")");
    }
    sql.push(" ON CONFLICT DO NOTHING");
    sql.execute(conn)?;
    Ok(())
}

/// Makes all marks anew if those stored are of another making.
pub(crate) fn remake(conn: &mut Conn) -> Result<()> {
    if settings::get(conn, SETTING)?.as_deref() == Some(MAKING) {
        return Ok(());
    }
    Sql::text(conn.dialect(), "DELETE FROM alike_marks").execute(conn)?;
    for entity in registry::roots().filter(|entity| !entity.alike.is_empty()) {
        each_live(conn, entity, |conn, document| {
            insert(conn, document, &marks(document))
        })?;
    }
    Ok(settings::set(conn, SETTING, MAKING)?)
}

/// Live documents of one entity whose stored marks are others than theirs.
pub(crate) fn differing(conn: &mut Conn, documents: &[Document]) -> Result<Vec<Uuid>> {
    let ids: Vec<Uuid> = documents.iter().map(Document::id).collect();
    let mut sql = Sql::text(
        conn.dialect(),
        "SELECT record_id, mark FROM alike_marks WHERE record_id",
    );
    sql.in_ids(&ids);
    let mut stored: HashMap<Uuid, BTreeSet<String>> = HashMap::new();
    for (id, mark) in cells::rows(conn, sql, |row| {
        (row.id(0).unwrap_or_default(), row.text(1))
    })? {
        stored.entry(id).or_default().insert(mark);
    }
    let none = BTreeSet::new();
    let is_other =
        |document: &&Document| *stored.get(&document.id()).unwrap_or(&none) != marks(document);
    Ok(documents
        .iter()
        .filter(is_other)
        .map(Document::id)
        .collect())
}
