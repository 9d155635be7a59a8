//! Words beside their record: written in the transaction of its change, and anew when they are made otherwise.

use std::collections::{BTreeMap, HashSet};

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
/// FTS5 writes out what it was given whenever a savepoint begins, and each time it writes it makes a segment that has to be
/// merged later. Words given one record at a time cost several times what they cost together. So a transaction gathers
/// them and stores them at its end, and SQLite's writer gives the index those of all transactions of a commit at once.
pub(crate) struct Spelled {
    entity: &'static str,
    id: Uuid,
    /// Whether nothing of the record can be stored yet.
    is_new: bool,
    /// None for what is in the bin.
    words: Option<Vec<String>>,
}

/// What is to become of one entry of SQLite's index.
pub(crate) struct Entry {
    n: i64,
    /// Whether the index held it before.
    is_known: bool,
    /// None for what is to be gone.
    words: Option<String>,
}

impl Spelled {
    /// Those of a document; none where no words are stored.
    pub(crate) fn of(before: Option<&Document>, document: &Document) -> Option<Self> {
        let live = document.deleted_at().is_none();
        is_searchable(document.entity).then(|| Self {
            entity: document.entity.name,
            id: document.id(),
            is_new: before.is_none(),
            words: live.then(|| document_words(document)),
        })
    }

    fn store(&self, conn: &mut Conn) -> Result<Option<Entry>> {
        match (conn.dialect(), &self.words) {
            (Dialect::Sqlite, Some(words)) => self.store_sqlite(conn, words.join(" ")),
            (Dialect::Sqlite, None) => self.remove_sqlite(conn),
            (Dialect::Postgres, Some(words)) => self.store_postgres(conn, &vector(words)),
            (Dialect::Postgres, None) => remove(conn, self.id).map(|()| None),
        }
    }

    fn store_sqlite(&self, conn: &mut Conn, words: String) -> Result<Option<Entry>> {
        let dialect = Dialect::Sqlite;
        let known = if self.is_new { None } else { self.known(conn)? };
        let is_known = known.is_some();
        let n = match known {
            Some((_, same)) if same == words => return Ok(None),
            Some((n, _)) => {
                let mut sql = Sql::text(dialect, "UPDATE search_rows SET words = ");
                sql.bind(words.as_str()).push(" WHERE n = ").bind(n);
                sql.execute(conn)?;
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
                    .bind(words.as_str());
                sql.push(") RETURNING n");
                cells::number(conn, sql)?
            }
        };
        Ok(Some(Entry {
            n,
            is_known,
            words: Some(words),
        }))
    }

    fn remove_sqlite(&self, conn: &mut Conn) -> Result<Option<Entry>> {
        let Some((n, _)) = self.known(conn)? else {
            return Ok(None);
        };
        remove(conn, self.id)?;
        Ok(Some(Entry {
            n,
            is_known: true,
            words: None,
        }))
    }

    /// What is stored of it on SQLite: its number in the index, and its words.
    fn known(&self, conn: &mut Conn) -> Result<Option<(i64, String)>> {
        let mut find = Sql::text(
            Dialect::Sqlite,
            "SELECT n, words FROM search_rows WHERE record_id = ",
        );
        find.bind(self.id);
        let known = cells::rows(conn, find, |cells| {
            (cells.int(0).unwrap_or(0), cells.text(1))
        })?;
        Ok(known.into_iter().next())
    }

    fn store_postgres(&self, conn: &mut Conn, vector: &str) -> Result<Option<Entry>> {
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
        Ok(None)
    }
}

/// Stores what a transaction gathered: of each record as it is at the end. What comes of it for SQLite's index has to be
/// given to [`index`] before the commit.
pub(crate) fn store(conn: &mut Conn, gathered: &[Spelled]) -> Result<Vec<Entry>> {
    let mut stored = HashSet::new();
    let mut entries = Vec::new();
    for spelled in gathered.iter().rev() {
        if stored.insert(spelled.id) {
            entries.extend(spelled.store(conn)?);
        }
    }
    Ok(entries)
}

/// Brings SQLite's index up to these entries, the later ones over the earlier ones. In order of their numbers, because the
/// index writes out what it has whenever a number is smaller than the one before.
pub(crate) fn index(conn: &mut Conn, entries: Vec<Entry>) -> Result<()> {
    let mut last: BTreeMap<i64, Entry> = BTreeMap::new();
    for entry in entries {
        let is_known = last
            .get(&entry.n)
            .map_or(entry.is_known, |first| first.is_known);
        last.insert(entry.n, Entry { is_known, ..entry });
    }
    for entry in last.into_values() {
        if entry.is_known {
            let mut sql = Sql::text(Dialect::Sqlite, "DELETE FROM search_words WHERE rowid = ");
            sql.bind(entry.n);
            sql.execute(conn)?;
        }
        if let Some(words) = entry.words {
            let mut sql = Sql::text(
                Dialect::Sqlite,
                "INSERT INTO search_words (rowid, words) VALUES (",
            );
            sql.bind(entry.n).push(", ").bind(words).push(")");
            sql.execute(conn)?;
        }
    }
    Ok(())
}

/// Removes the row that holds the words of a record.
fn remove(conn: &mut Conn, id: Uuid) -> Result<()> {
    let mut sql = Sql::text(conn.dialect(), "DELETE FROM search_rows WHERE record_id = ");
    sql.bind(id);
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
            let entry = match Spelled::of(Some(document), document) {
                Some(spelled) => spelled.store(conn)?,
                None => None,
            };
            index(conn, entry.into_iter().collect())
        })?;
    }
    Ok(settings::set(conn, SETTING, SPELLING)?)
}
