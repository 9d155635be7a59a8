//! Words beside their record: written in the transaction of its change, and anew when they are made otherwise.

use std::collections::HashSet;

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

/// The words of a record as it is now, to be stored in the transaction of its change.
///
/// FTS5 writes out what it was given whenever a savepoint begins, so that words given one record at a time cost several
/// times what they cost together: a transaction gathers them and stores them at its end.
pub(crate) struct Spelled {
    entity: &'static str,
    id: Uuid,
    /// None for what is in the bin.
    words: Option<Vec<String>>,
}

impl Spelled {
    /// Those of a document; none where no words are stored.
    pub(crate) fn of(document: &Document) -> Option<Self> {
        let live = document.deleted_at().is_none();
        is_searchable(document.entity).then(|| Self {
            entity: document.entity.name,
            id: document.id(),
            words: live.then(|| document_words(document)),
        })
    }

    fn store(&self, conn: &mut Conn) -> Result<()> {
        let Some(words) = &self.words else {
            return remove(conn, self.id);
        };
        match conn.dialect() {
            Dialect::Sqlite => self.store_sqlite(conn, &words.join(" ")),
            Dialect::Postgres => self.store_postgres(conn, &vector(words)),
        }
    }

    fn store_sqlite(&self, conn: &mut Conn, words: &str) -> Result<()> {
        let dialect = Dialect::Sqlite;
        let mut find = Sql::text(
            dialect,
            "SELECT n, words FROM search_rows WHERE record_id = ",
        );
        find.bind(self.id);
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
                sql.bind(self.entity)
                    .push(", ")
                    .bind(self.id)
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

    fn store_postgres(&self, conn: &mut Conn, vector: &str) -> Result<()> {
        let mut sql = Sql::text(
            Dialect::Postgres,
            "INSERT INTO search_rows (entity, record_id, words) VALUES (",
        );
        sql.bind(self.entity)
            .push(", ")
            .bind(self.id)
            .push(", ")
            .bind(vector);
        sql.push("::tsvector) ON CONFLICT (record_id) DO UPDATE SET words = excluded.words");
        sql.push(" WHERE search_rows.words <> excluded.words");
        sql.execute(conn)?;
        Ok(())
    }
}

/// Stores what a transaction gathered: of each record as it is at the end.
pub(crate) fn store(conn: &mut Conn, gathered: &[Spelled]) -> Result<()> {
    let mut stored = HashSet::new();
    for spelled in gathered.iter().rev() {
        if stored.insert(spelled.id) {
            spelled.store(conn)?;
        }
    }
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
        each_live(conn, entity, |conn, document| {
            Spelled::of(document).map_or(Ok(()), |spelled| spelled.store(conn))
        })?;
    }
    Ok(settings::set(conn, SETTING, SPELLING)?)
}
