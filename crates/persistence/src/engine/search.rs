//! Finding records by words: those that hold the words, then those that hold them in the middle of a name, and only
//! when there are none, those whose names are spelled nearly so.

use std::collections::{HashMap, HashSet};

use guanxi_domain::access::{Action, Actor};
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::field::{Field, Kind};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use self::question::Question;
use super::scope;
use crate::cells;
use crate::connection::{Conn, Dialect};
use crate::error::{Error, Result};
use crate::sql::Sql;

pub(crate) use self::masked::mask;
pub(crate) use self::store::{Entry, Spelled, index, remake, respell, store};

mod masked;
mod question;
mod similar;
mod store;
mod stored;
mod words;

pub(crate) use self::stored::differing;

/// Whether records of an entity are found by words at all.
pub(crate) fn is_searchable(entity: &Entity) -> bool {
    entity.fields.iter().any(|field| field.searchable)
}

/// Hits up to which they are named one by one.
const FEW: usize = 512;

/// What a question narrows the rows of an entity to.
pub(crate) enum Words {
    /// Records that hold the words: the index alone decides.
    Indexed(Question),
    /// Just these records: few that hold the words, those that hold them in what the actor sees, or those whose names
    /// are like them.
    Those(Vec<Uuid>),
}

impl Words {
    /// Understands a question of an actor. `rows` adds ` WHERE …` of the records it is asked of (alias `t`).
    pub(crate) fn new(
        conn: &mut Conn,
        actor: &Actor,
        entity: &'static Entity,
        text: &str,
        rows: impl Fn(&mut Sql) -> Result<()>,
    ) -> Result<Self> {
        let question = Question::new(text);
        let held = Self::holding(conn, actor, entity, question, &rows)?;
        if held.are_there(conn, entity, &rows)? {
            return Ok(held);
        }
        let alike = similar::spelled(conn, actor, entity, text, &rows)?;
        Ok(if alike.is_empty() {
            held
        } else {
            Self::Those(alike)
        })
    }

    /// Records that hold the words, without those whose names are only like them.
    fn holding(
        conn: &mut Conn,
        actor: &Actor,
        entity: &'static Entity,
        question: Question,
        rows: impl Fn(&mut Sql) -> Result<()>,
    ) -> Result<Self> {
        if question.is_empty() {
            return Ok(Self::Those(Vec::new()));
        }
        if masked::hides_words(actor, entity) {
            return masked::holding(conn, actor, entity, &question, rows).map(Self::Those);
        }
        let few = few_hits(conn, entity, &question)?;
        Ok(few.map_or(Self::Indexed(question), Self::Those))
    }

    /// Whether there is any of them among `rows`.
    fn are_there(
        &self,
        conn: &mut Conn,
        entity: &Entity,
        rows: impl Fn(&mut Sql) -> Result<()>,
    ) -> Result<bool> {
        let mut sql = match self {
            Self::Those(ids) if ids.is_empty() => return Ok(false),
            Self::Those(_) => Sql::text(conn.dialect(), "SELECT 1 FROM "),
            Self::Indexed(question) => {
                let mut sql = hits(entity, question.text(conn.dialect()), conn.dialect());
                sql.push("SELECT 1 FROM h JOIN ");
                sql
            }
        };
        sql.push(entity.plural).push(" t");
        match self {
            Self::Those(_) => {
                rows(&mut sql)?;
                self.push(&mut sql, entity);
            }
            Self::Indexed(_) => {
                sql.push(" ON t.id = h.id");
                rows(&mut sql)?;
            }
        }
        sql.push(" LIMIT 1");
        Ok(cells::number(conn, sql)? == 1)
    }

    /// Adds ` AND t.id …` for these records.
    pub(crate) fn push(&self, sql: &mut Sql, entity: &Entity) {
        match self {
            Self::Indexed(question) => push_indexed(sql, entity, question),
            Self::Those(ids) if ids.is_empty() => drop(sql.push(" AND 1 = 0")),
            Self::Those(ids) => drop(sql.push(" AND t.id").in_ids(ids)),
        }
    }
}

/// Finds some records of `rows` by a name, at most so many.
pub(crate) type FindNamed =
    fn(&mut Conn, &'static Entity, &str, usize, &dyn Fn(&mut Sql)) -> Result<Vec<Uuid>>;

/// Records that hold the words of a name, the last one perhaps only begun. Which of them are really called so, whoever
/// asks has to see.
pub(crate) fn named(
    conn: &mut Conn,
    entity: &'static Entity,
    name: &str,
    most: usize,
    rows: &dyn Fn(&mut Sql),
) -> Result<Vec<Uuid>> {
    let question = Question::new(name).of_whole_words();
    if question.is_empty() {
        return Ok(Vec::new());
    }
    some(conn, entity, question.text(conn.dialect()), most, rows)
}

/// Records with words that are nearly those of a name.
pub(crate) fn nearly_named(
    conn: &mut Conn,
    entity: &'static Entity,
    name: &str,
    most: usize,
    rows: &dyn Fn(&mut Sql),
) -> Result<Vec<Uuid>> {
    match similar::nearly(name, conn.dialect()) {
        Some(question) => some(conn, entity, question, most, rows),
        None => Ok(Vec::new()),
    }
}

fn some(
    conn: &mut Conn,
    entity: &'static Entity,
    question: String,
    most: usize,
    rows: &dyn Fn(&mut Sql),
) -> Result<Vec<Uuid>> {
    let mut sql = hits(entity, question, conn.dialect());
    sql.push("SELECT t.id FROM h JOIN ")
        .push(entity.plural)
        .push(" t ON t.id = h.id");
    rows(&mut sql);
    sql.push(&format!(" LIMIT {most}"));
    Ok(cells::rows(conn, sql, |cells| {
        cells.id(0).unwrap_or_default()
    })?)
}

/// Begins a statement with `h`, the ids of records whose words match. PostgreSQL looks them up first, whatever its
/// planner thinks of their number; it has no idea of it and would rather walk all records in some order.
fn hits(entity: &Entity, text: String, dialect: Dialect) -> Sql {
    let mut sql = Sql::text(dialect, "WITH h AS ");
    sql.either("(", "MATERIALIZED (")
        .push("SELECT w.record_id AS id FROM search_rows w WHERE ");
    push_hits(&mut sql, entity, text);
    sql.push(") ");
    sql
}

/// Records that hold the words, if they are few: named one by one they leave no plan to be mistaken.
fn few_hits(conn: &mut Conn, entity: &Entity, question: &Question) -> Result<Option<Vec<Uuid>>> {
    let mut sql = hits(entity, question.text(conn.dialect()), conn.dialect());
    sql.push(&format!("SELECT h.id FROM h LIMIT {}", FEW + 1));
    let hits = cells::rows(conn, sql, |cells| cells.id(0).unwrap_or_default())?;
    Ok((hits.len() <= FEW).then_some(hits))
}

/// Adds ` AND t.id IN (…)` for records that hold the words.
fn push_indexed(sql: &mut Sql, entity: &Entity, question: &Question) {
    let text = question.text(sql.dialect());
    sql.push(" AND t.id IN (SELECT w.record_id FROM search_rows w WHERE ");
    push_hits(sql, entity, text);
    sql.push(")");
}

/// Adds the condition on rows of words (alias `w`).
fn push_hits(sql: &mut Sql, entity: &Entity, text: String) {
    sql.push("w.entity = ").bind(entity.name).push(" AND ");
    push_match(sql, text);
}

/// Adds the condition on rows of words of every kind (alias `w`).
fn push_match(sql: &mut Sql, text: String) {
    match sql.dialect() {
        Dialect::Sqlite => {
            sql.push("w.n IN (SELECT rowid FROM search_words WHERE search_words MATCH ")
                .bind(text)
                .push(")");
        }
        Dialect::Postgres => drop(sql.push("w.words @@ ").bind(text).push("::tsquery")),
    }
}

/// The best-known records that hold the words, per entity in the order asked: the newest first, then those that hold
/// the words within names. Where nothing at all is found, those spelled nearly so.
pub(crate) fn across(
    conn: &mut Conn,
    actor: &Actor,
    text: &str,
    among: &[&'static Entity],
    limit: usize,
) -> Result<Json> {
    let among: Vec<&'static Entity> = among
        .iter()
        .copied()
        .filter(|entity| is_searchable(entity) && actor.may_read(entity))
        .collect();
    let mut found = held(conn, actor, text, &among, limit)?;
    if found.iter().all(|(_, hits)| hits.is_empty()) {
        found = spelled_nearly(conn, actor, text, &among, limit)?;
    }
    let shown = |(entity, hits): (&'static Entity, Vec<Hit>)| {
        hits.into_iter()
            .take(limit)
            .map(move |hit| hit.shown(entity))
    };
    Ok(json!({ "data": found.into_iter().flat_map(shown).collect::<Vec<_>>() }))
}

/// A record found.
struct Hit {
    id: Uuid,
    title: String,
    about: Vec<String>,
}

impl Hit {
    fn shown(self, entity: &Entity) -> Json {
        json!({
            "entity": entity.name, "plural": entity.plural, "id": self.id.to_string(), "title": self.title,
            "about": self.about,
        })
    }
}

/// What is found of each kind.
type Found = Vec<(&'static Entity, Vec<Hit>)>;

/// Those that hold the words, newest first; then those that hold them within names, the most alike first.
fn held(
    conn: &mut Conn,
    actor: &Actor,
    text: &str,
    among: &[&'static Entity],
    limit: usize,
) -> Result<Found> {
    let whole = Everywhere::asked(conn, Question::new(text).of_whole_words())?;
    let mut found = Vec::with_capacity(among.len());
    for entity in among {
        let words = whole.of(conn, actor, entity)?;
        found.push((*entity, newest(conn, actor, entity, &words, limit)?));
    }
    let question = Question::new(text);
    if !question.looks_inside() || found.iter().all(|(_, hits)| hits.len() >= limit) {
        return Ok(found);
    }
    let inside = Everywhere::asked(conn, question)?;
    for (entity, hits) in found.iter_mut().filter(|(_, hits)| hits.len() < limit) {
        let known: HashSet<Uuid> = hits.iter().map(|hit| hit.id).collect();
        let words = inside.of(conn, actor, entity)?;
        let mut more = newest(conn, actor, entity, &words, limit + known.len())?;
        more.retain(|hit| !known.contains(&hit.id));
        similar::rank(text, &mut more, |hit| &hit.title);
        hits.extend(more);
    }
    Ok(found)
}

/// Those whose names are nearly what is asked, the most alike first and newest first among equals.
fn spelled_nearly(
    conn: &mut Conn,
    actor: &Actor,
    text: &str,
    among: &[&'static Entity],
    limit: usize,
) -> Result<Found> {
    let mut found = Vec::with_capacity(among.len());
    for entity in among {
        let rows = |sql: &mut Sql| {
            push_rows(sql, actor, entity);
            Ok(())
        };
        let mut alike = similar::spelled(conn, actor, entity, text, rows)?;
        alike.truncate(limit);
        let mut hits = newest(conn, actor, entity, &Words::Those(alike.clone()), limit)?;
        hits.sort_by_key(|hit| alike.iter().position(|id| *id == hit.id));
        found.push((*entity, hits));
    }
    Ok(found)
}

/// Records of every kind that hold the words: the index is asked once for all of them.
struct Everywhere {
    question: Question,
    /// By kind, if they are few altogether.
    few: Option<HashMap<String, Vec<Uuid>>>,
}

impl Everywhere {
    fn asked(conn: &mut Conn, question: Question) -> Result<Self> {
        if question.is_empty() {
            let few = Some(HashMap::new());
            return Ok(Self { question, few });
        }
        let mut sql = Sql::text(
            conn.dialect(),
            "SELECT w.entity, w.record_id FROM search_rows w WHERE ",
        );
        push_match(&mut sql, question.text(conn.dialect()));
        sql.push(&format!(" LIMIT {}", FEW + 1));
        let hits = cells::rows(conn, sql, |cells| {
            (cells.text(0), cells.id(1).unwrap_or_default())
        })?;
        let few = (hits.len() <= FEW).then(|| {
            let mut few: HashMap<String, Vec<Uuid>> = HashMap::new();
            for (entity, id) in hits {
                few.entry(entity).or_default().push(id);
            }
            few
        });
        Ok(Self { question, few })
    }

    /// Those of one kind. Whoever may not see all the words of a kind is answered by what they see.
    fn of(&self, conn: &mut Conn, actor: &Actor, entity: &'static Entity) -> Result<Words> {
        match &self.few {
            Some(few) if !masked::hides_words(actor, entity) => Ok(Words::Those(
                few.get(entity.name).cloned().unwrap_or_default(),
            )),
            _ => Words::holding(conn, actor, entity, self.question.clone(), |sql| {
                push_rows(sql, actor, entity);
                Ok(())
            }),
        }
    }
}

/// The newest of some records, as the actor may read them.
fn newest(
    conn: &mut Conn,
    actor: &Actor,
    entity: &'static Entity,
    words: &Words,
    limit: usize,
) -> Result<Vec<Hit>> {
    if matches!(words, Words::Those(ids) if ids.is_empty()) {
        return Ok(Vec::new());
    }
    let facts: Vec<&Field> = described_by(actor, entity).collect();
    let title = if actor.hides(entity, entity.title) {
        "id"
    } else {
        entity.title
    };
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
        let id = cells.id(0).unwrap_or_default();
        rows.push(Hit {
            id,
            title: cells.opt_text(1).unwrap_or_else(|| id.to_string()),
            about: (0..facts.len())
                .filter_map(|i| cells.opt_text(i + 2))
                .collect(),
        });
        Ok(())
    })?;
    Ok(rows)
}

/// Adds ` WHERE …` of the live records within the actor's reach.
fn push_rows(sql: &mut Sql, actor: &Actor, entity: &'static Entity) {
    sql.push(" WHERE t.deleted_at IS NULL");
    scope::push(sql, actor, entity, Action::Read, "t");
}

/// The few texts that tell records of the same name apart.
pub(crate) fn described_by(
    actor: &Actor,
    entity: &'static Entity,
) -> impl Iterator<Item = &'static Field> {
    let facts = entity.fields.iter();
    facts
        .filter(move |field| describes(actor, entity, field))
        .take(3)
}

fn describes(actor: &Actor, entity: &Entity, field: &Field) -> bool {
    field.kind == Kind::Text
        && field.key_fact
        && field.name != entity.title
        && !actor.hides(entity, field.name)
}
