//! Words beside their record: written in the transaction of its change, and anew when they are made otherwise.

use guanxi_domain::kernel::document::Document;
use guanxi_domain::registry;
use uuid::Uuid;

use super::is_searchable;
use super::words::document_words;
use crate::cells;
use crate::connection::{Conn, Dialect};
use crate::engine::sweep::each_live;
use crate::error::Result;
use crate::settings;
use crate::sql::Sql;

/// How words are made; another number has all of them made anew when the schema is brought up to date.
const SPELLING: &str = "2";
/// Where it is kept which words are stored.
const SETTING: &str = "search.spelling";

/// Stores the words of a document, in the transaction of its change.
pub(crate) fn store(conn: &mut Conn, document: &Document) -> Result<()> {
    if !is_searchable(document.entity) {
        return Ok(());
    }
    if document.deleted_at().is_some() {
        return remove(conn, document.id());
    }
    let words = document_words(document);
    match conn.dialect() {
        Dialect::Sqlite => store_sqlite(conn, document, &words.join(" ")),
        Dialect::Postgres => store_postgres(conn, document, &vector(&words)),
    }
}

fn store_sqlite(conn: &mut Conn, document: &Document, words: &str) -> Result<()> {
    let dialect = Dialect::Sqlite;
    let mut find = Sql::text(
        dialect,
        "SELECT n, words FROM search_rows WHERE record_id = ",
    );
    find.bind(document.id());
    let known = cells::rows(conn, find, |cells| {
        (cells.int(0).unwrap_or(0), cells.text(1))
    })?
    .pop();
    let n = match known {
        Some((_, same)) if same == words => return Ok(()),
        Some((n, _)) => {
            let mut sql = Sql::text(dialect, "UPDATE search_rows SET words = ");
            sql.bind(words).push(" WHERE n = ").bind(n);
            sql.execute(conn)?;
            delete_words(conn, n)?;
            n
        }
        None => {
            let mut sql = Sql::text(
                dialect,
                "INSERT INTO search_rows (entity, record_id, words) VALUES (",
            );
            sql.bind(document.entity.name)
                .push(", ")
                .bind(document.id())
                .push(", ")
                .bind(words);
            sql.push(") RETURNING n");
            cells::number(conn, sql)?
        }
    };
    let mut sql = Sql::text(dialect, "INSERT INTO search_words (rowid, words) VALUES (");
    sql.bind(n).push(", ").bind(words).push(")");
    sql.execute(conn)?;
    Ok(())
}

fn store_postgres(conn: &mut Conn, document: &Document, vector: &str) -> Result<()> {
    let mut sql = Sql::text(
        Dialect::Postgres,
        "INSERT INTO search_rows (entity, record_id, words) VALUES (",
    );
    sql.bind(document.entity.name)
        .push(", ")
        .bind(document.id())
        .push(", ")
        .bind(vector);
    sql.push("::tsvector) ON CONFLICT (record_id) DO UPDATE SET words = excluded.words");
    sql.push(" WHERE search_rows.words <> excluded.words");
    sql.execute(conn)?;
    Ok(())
}

/// Removes the words of a record.
fn remove(conn: &mut Conn, id: Uuid) -> Result<()> {
    if conn.dialect() == Dialect::Sqlite {
        let mut find = Sql::text(
            Dialect::Sqlite,
            "SELECT n FROM search_rows WHERE record_id = ",
        );
        find.bind(id);
        for n in cells::rows(conn, find, |cells| cells.int(0).unwrap_or(0))? {
            delete_words(conn, n)?;
        }
    }
    let mut sql = Sql::text(conn.dialect(), "DELETE FROM search_rows WHERE record_id = ");
    sql.bind(id);
    sql.execute(conn)?;
    Ok(())
}

fn delete_words(conn: &mut Conn, n: i64) -> Result<()> {
    let mut sql = Sql::text(Dialect::Sqlite, "DELETE FROM search_words WHERE rowid = ");
    sql.bind(n);
    sql.execute(conn)?;
    Ok(())
}

/// `'word':1 'next':2`, which PostgreSQL takes as it is, without a parser of its own.
pub(super) fn vector(words: &[String]) -> String {
    words
        .iter()
        .enumerate()
        .map(|(i, word)| format!("'{word}':{}", i + 1))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Makes all words anew if those stored are of another making.
pub(crate) fn respell(conn: &mut Conn) -> Result<()> {
    if settings::get(conn, SETTING)?.as_deref() == Some(SPELLING) {
        return Ok(());
    }
    remake(conn)
}

/// Makes all words anew.
pub(crate) fn remake(conn: &mut Conn) -> Result<()> {
    for entity in registry::roots().filter(|entity| is_searchable(entity)) {
        each_live(conn, entity, store)?;
    }
    Ok(settings::set(conn, SETTING, SPELLING)?)
}
