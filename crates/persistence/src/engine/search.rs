//! Words: made by the application, the same on both databases, so that both find the same.
//!
//! Latin runs are whole words, Chinese runs overlapping pairs with the last character alone; names
//! in Chinese also have their pinyin and its initials. The last word of a question is a prefix.

use guanxi_domain::access::{Action, Actor};
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::field::{Field, Kind};
use guanxi_domain::kernel::value::Value;
use pinyin::ToPinyin;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use self::question::Question;
use super::keys::{is_han, match_key};
use super::scope;
use crate::cells;
use crate::connection::{Conn, Dialect};
use crate::error::{Error, Result};
use crate::sql::Sql;

mod masked;
mod question;
mod stored;

pub(crate) use stored::differing;

/// Most words of one record; PostgreSQL's positions end at 16,383.
const MOST_WORDS: usize = 8_000;

/// A run of letters of one kind.
enum Run {
    Latin(String),
    Han(Vec<char>),
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    for c in match_key(text).chars() {
        match (is_han(c), c.is_alphanumeric(), runs.last_mut()) {
            (true, _, Some(Run::Han(run))) => run.push(c),
            (true, _, _) => runs.push(Run::Han(vec![c])),
            (false, true, Some(Run::Latin(run))) => run.push(c),
            (false, true, _) => runs.push(Run::Latin(c.to_string())),
            (false, false, Some(Run::Latin(run))) if run.is_empty() => {}
            // A separator: an empty run, which the next letter fills.
            (false, false, _) => runs.push(Run::Latin(String::new())),
        }
    }
    runs.retain(|run| !matches!(run, Run::Latin(word) if word.is_empty()));
    runs
}

/// The words of a text as they are stored, in order.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for run in runs(text) {
        match run {
            Run::Latin(word) => words.push(word),
            Run::Han(run) => words.extend(pairs(&run)),
        }
    }
    words
}

/// Overlapping pairs, and the last character alone.
fn pairs(run: &[char]) -> Vec<String> {
    (0..run.len())
        .map(|i| run[i..(i + 2).min(run.len())].iter().collect())
        .collect()
}

/// Pinyin of a Chinese name, whole and as initials: `wangxiaoming`, `wxm`.
fn pinyin_words(text: &str) -> Vec<String> {
    let syllables: Vec<_> = text.to_pinyin().flatten().collect();
    if syllables.is_empty() {
        return Vec::new();
    }
    let whole = syllables.iter().map(|syllable| syllable.plain()).collect();
    let initials = syllables
        .iter()
        .map(|syllable| syllable.first_letter())
        .collect();
    vec![whole, initials]
}

/// All words of a document.
fn document_words(document: &Document) -> Vec<String> {
    let mut found = Vec::new();
    let mut add = |field: &Field, value: &Value| {
        if let (true, Value::Text(text)) = (field.searchable, value) {
            found.extend(words(text));
            if field.keyed {
                found.extend(pinyin_words(text));
            }
        }
    };
    for (field, value) in document.entity.all_fields().zip(&document.values) {
        add(field, value);
    }
    for (collection, rows) in document
        .entity
        .collections
        .iter()
        .zip(&document.collections)
    {
        let part = (collection.entity)();
        rows.iter().for_each(|row| {
            part.all_fields()
                .zip(row)
                .for_each(|(field, value)| add(field, value))
        });
    }
    found.truncate(MOST_WORDS);
    found
}

/// Whether records of an entity are found by words at all.
pub(crate) fn is_searchable(entity: &Entity) -> bool {
    entity.fields.iter().any(|field| field.searchable)
}

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
fn vector(words: &[String]) -> String {
    words
        .iter()
        .enumerate()
        .map(|(i, word)| format!("'{word}':{}", i + 1))
        .collect::<Vec<_>>()
        .join(" ")
}

/// What a question narrows the rows of an entity to.
pub(crate) enum Words {
    /// Records that hold the words: the index alone decides.
    Indexed(Question),
    /// Records that hold them in what the actor sees.
    Seen(Vec<Uuid>),
}

impl Words {
    /// Understands a question of an actor. `rows` adds ` WHERE …` of the records it is asked of
    /// (alias `t`); it is needed only for an actor from whom words are hidden.
    pub(crate) fn new(
        conn: &mut Conn,
        actor: &Actor,
        entity: &'static Entity,
        text: &str,
        rows: impl FnOnce(&mut Sql) -> Result<()>,
    ) -> Result<Self> {
        let question = Question::new(text);
        if question.is_empty() || !masked::hides_words(actor, entity) {
            return Ok(Self::Indexed(question));
        }
        masked::holding(conn, actor, entity, &question, rows).map(Self::Seen)
    }

    /// Adds ` AND t.id …` for these records.
    pub(crate) fn push(&self, sql: &mut Sql, entity: &Entity) {
        match self {
            Self::Indexed(question) => push_indexed(sql, entity, question),
            Self::Seen(ids) if ids.is_empty() => drop(sql.push(" AND 1 = 0")),
            Self::Seen(ids) => drop(sql.push(" AND t.id").in_ids(ids)),
        }
    }
}

/// Adds ` AND t.id IN (…)` for records that hold the words; a question without words finds nothing.
fn push_indexed(sql: &mut Sql, entity: &Entity, question: &Question) {
    if question.is_empty() {
        sql.push(" AND 1 = 0");
        return;
    }
    sql.push(" AND t.id IN (SELECT w.record_id FROM search_rows w WHERE w.entity = ")
        .bind(entity.name);
    match sql.dialect() {
        Dialect::Sqlite => {
            sql.push(" AND w.n IN (SELECT rowid FROM search_words WHERE search_words MATCH ")
                .bind(question.sqlite());
            sql.push("))");
        }
        Dialect::Postgres => drop(
            sql.push(" AND w.words @@ ")
                .bind(question.postgres())
                .push("::tsquery)"),
        ),
    }
}

/// The best-known records that hold the words: per entity the newest, in the order asked.
pub(crate) fn across(
    conn: &mut Conn,
    actor: &Actor,
    text: &str,
    among: &[&'static Entity],
    limit: usize,
) -> Result<Json> {
    let mut found = Vec::new();
    for entity in among
        .iter()
        .filter(|entity| is_searchable(entity) && actor.may_read(entity))
    {
        found.extend(within(conn, actor, text, entity, limit)?);
    }
    Ok(json!({ "data": found }))
}

fn within(
    conn: &mut Conn,
    actor: &Actor,
    text: &str,
    entity: &'static Entity,
    limit: usize,
) -> Result<Vec<Json>> {
    let facts: Vec<&Field> = entity
        .fields
        .iter()
        .filter(|field| describes(actor, entity, field))
        .take(3)
        .collect();
    let title = if actor.hides(entity, entity.title) {
        "id"
    } else {
        entity.title
    };
    let words = Words::new(conn, actor, entity, text, |sql| {
        push_rows(sql, actor, entity);
        Ok(())
    })?;
    let mut sql = Sql::text(conn.dialect(), "SELECT t.id, ");
    sql.push(if title == "id" { "NULL" } else { "t." })
        .push(if title == "id" { "" } else { title });
    for field in &facts {
        sql.push(", t.").push(field.name);
    }
    sql.push(" FROM ").push(entity.plural).push(" t");
    push_rows(&mut sql, actor, entity);
    words.push(&mut sql, entity);
    sql.push(" ORDER BY t.updated_at DESC, t.id DESC LIMIT ")
        .bind(i64::try_from(limit).unwrap_or(50));
    let mut rows = Vec::new();
    cells::each_row::<Error>(conn, sql, |cells| {
        let about: Vec<_> = (0..facts.len())
            .filter_map(|i| cells.opt_text(i + 2))
            .collect();
        let id = cells.id(0).unwrap_or_default().to_string();
        rows.push(json!({
            "entity": entity.name, "plural": entity.plural, "id": id,
            "title": cells.opt_text(1).unwrap_or_else(|| id.clone()), "about": about,
        }));
        Ok(())
    })?;
    Ok(rows)
}

/// Adds ` WHERE …` of the live records within the actor's reach.
fn push_rows(sql: &mut Sql, actor: &Actor, entity: &'static Entity) {
    sql.push(" WHERE t.deleted_at IS NULL");
    scope::push(sql, actor, entity, Action::Read, "t");
}

/// Text facts that tell records of the same name apart.
fn describes(actor: &Actor, entity: &Entity, field: &Field) -> bool {
    field.kind == Kind::Text
        && field.key_fact
        && field.name != entity.title
        && !actor.hides(entity, field.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_cut_into_pairs_and_latin_into_words() {
        assert_eq!(
            words("怡海軟件 Ltd."),
            ["怡海", "海软", "软件", "件", "ltd"]
        );
        assert_eq!(
            words("max.mueller@example.com"),
            ["max", "mueller", "example", "com"]
        );
        assert_eq!(pinyin_words("王小明"), ["wangxiaoming", "wxm"]);
        assert!(words("!!! --").is_empty());
    }
}
