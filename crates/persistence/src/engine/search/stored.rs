//! Whether the words that are stored are those of the documents.

use std::collections::HashMap;

use guanxi_domain::kernel::document::Document;
use uuid::Uuid;

use super::store::vector;
use super::words::document_words;
use crate::cells;
use crate::connection::{Conn, Dialect};
use crate::error::Result;
use crate::sql::Sql;

/// Live documents of one entity whose stored words are missing or others.
pub(crate) fn differing(conn: &mut Conn, documents: &[Document]) -> Result<Vec<Uuid>> {
    if documents.is_empty() {
        return Ok(Vec::new());
    }
    match conn.dialect() {
        Dialect::Sqlite => differing_sqlite(conn, documents),
        Dialect::Postgres => differing_postgres(conn, documents),
    }
}

fn differing_sqlite(conn: &mut Conn, documents: &[Document]) -> Result<Vec<Uuid>> {
    let ids: Vec<Uuid> = documents.iter().map(Document::id).collect();
    let mut sql = Sql::text(
        Dialect::Sqlite,
        "SELECT record_id, entity, words FROM search_rows WHERE record_id",
    );
    sql.in_ids(&ids);
    let stored: HashMap<Uuid, (String, String)> = cells::rows(conn, sql, |row| {
        (row.id(0).unwrap_or_default(), (row.text(1), row.text(2)))
    })?
    .into_iter()
    .collect();
    let is_other = |document: &&Document| {
        let words = document_words(document).join(" ");
        stored
            .get(&document.id())
            .is_none_or(|(entity, stored)| entity != document.entity.name || *stored != words)
    };
    Ok(documents
        .iter()
        .filter(is_other)
        .map(Document::id)
        .collect())
}

/// PostgreSQL keeps words sorted and each once, so it compares them itself.
fn differing_postgres(conn: &mut Conn, documents: &[Document]) -> Result<Vec<Uuid>> {
    let mut sql = Sql::text(Dialect::Postgres, "SELECT v.id FROM (VALUES ");
    for (i, document) in documents.iter().enumerate() {
        sql.push(if i == 0 { "(" } else { ", (" })
            .bind(document.id())
            .push("::uuid, ")
            .bind(document.entity.name)
            .push("::text, ")
            .bind(vector(&document_words(document)))
            .push("::tsvector)");
    }
    sql.push(
        ") v (id, entity, words) LEFT JOIN search_rows s ON s.record_id = v.id AND s.entity = v.entity \
         WHERE s.record_id IS NULL OR s.words <> v.words ORDER BY v.id",
    );
    sql.uncached();
    Ok(cells::rows(conn, sql, |row| row.id(0).unwrap_or_default())?)
}
