//! Whether a record is likely there already.

use std::collections::BTreeSet;

use guanxi_domain::access::{Action, Actor};
use guanxi_domain::kernel::alike::{Alike, Match, Sign, Traits};
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::document::Document;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::cells;
use crate::connection::Conn;
use crate::engine::keys::match_key;
use crate::engine::read::load;
use crate::engine::{scope, search};
use crate::error::Result;
use crate::sql::Sql;
use crate::world::World;

/// Matches told.
const MOST_TOLD: usize = 10;
/// Records with a mark in common that are looked at.
const MOST_MARKED: usize = 128;
/// Records with a like name that are looked at.
const MOST_NAMED: usize = 48;
/// Names that are looked for, of those the record has.
const MOST_NAMES: usize = 3;

/// The likeliest matches of a record that is being made, the likeliest first, as the actor may see them.
pub(crate) fn find(
    conn: &mut Conn,
    world: &World,
    actor: &Actor,
    document: &Document,
) -> Result<Json> {
    let mut asking = Asking {
        conn,
        world,
        actor,
        document,
        traits: Traits::of(document, match_key),
        looked_at: BTreeSet::from([document.id()]),
        found: Vec::new(),
    };
    asking.ask()?;
    let mut found = asking.found;
    found.sort_by(|a, b| {
        let order = |(matched, known): &(Match, Document)| {
            (std::cmp::Reverse(matched.score), known.title(), known.id())
        };
        order(a).cmp(&order(b))
    });
    found.truncate(MOST_TOLD);
    let told = found
        .iter()
        .map(|(matched, known)| shown(actor, matched, known));
    Ok(json!({ "data": told.collect::<Vec<_>>() }))
}

fn shown(actor: &Actor, matched: &Match, known: &Document) -> Json {
    let entity = known.entity;
    let about = search::described_by(actor, entity).filter_map(|field| {
        let text = known.text(field.name);
        (!text.is_empty()).then(|| Json::from(text))
    });
    json!({
        "entity": entity.name, "plural": entity.plural, "id": known.id().to_string(), "title": known.title(),
        "about": about.collect::<Vec<_>>(), "score": matched.score, "reasons": matched.reasons,
    })
}

/// One question, and what came of it so far.
struct Asking<'a> {
    conn: &'a mut Conn,
    world: &'a World,
    actor: &'a Actor,
    document: &'a Document,
    traits: Traits,
    looked_at: BTreeSet<Uuid>,
    found: Vec<(Match, Document)>,
}

impl Asking<'_> {
    /// A fixed number of statements however many records there are: the index of marks, beginnings of names, and only
    /// when that gives nothing, names written nearly so.
    fn ask(&mut self) -> Result<()> {
        let mut ids = self.marked()?;
        let names = self.names();
        for name in &names {
            ids.extend(self.beginning(name)?);
            ids.extend(self.named(name, search::named)?);
        }
        self.look(ids)?;
        if self.found.is_empty() {
            let mut ids = Vec::new();
            for name in &names {
                ids.extend(self.named(name, search::nearly_named)?);
            }
            self.look(ids)?;
        }
        Ok(())
    }

    /// The names that are typed, of any kind.
    fn names(&self) -> Vec<String> {
        let texts = |alike: &Alike| match alike.sign {
            Sign::Name { texts, .. } if !alike.beside => texts(self.document),
            _ => Vec::new(),
        };
        let mut names: Vec<String> = Vec::new();
        for name in self.document.entity.alike.iter().flat_map(texts) {
            let telling =
                name.chars().count() > 2 || (name.chars().count() == 2 && !name.is_ascii());
            if telling && !names.contains(&name) {
                names.push(name);
            }
        }
        names.truncate(MOST_NAMES);
        names
    }

    fn marked(&mut self) -> Result<Vec<Uuid>> {
        let entity = self.document.entity;
        let marks = self.traits.marks(entity);
        let Some(last) = marks.last() else {
            return Ok(Vec::new());
        };
        let mut sql = Sql::text(
            self.conn.dialect(),
            "SELECT DISTINCT t.id FROM alike_marks m JOIN ",
        );
        sql.push(entity.plural).push(" t ON t.id = m.record_id");
        rows(&mut sql, self.actor, entity);
        sql.push(" AND m.entity = ")
            .bind(entity.name)
            .push(" AND m.mark IN (");
        let count = marks.len().next_power_of_two();
        for (i, mark) in marks
            .iter()
            .chain(std::iter::repeat(last))
            .take(count)
            .enumerate()
        {
            sql.push(if i == 0 { "" } else { ", " }).bind(mark.as_str());
        }
        sql.push(&format!(") LIMIT {MOST_MARKED}"));
        ids(self.conn, sql)
    }

    /// Records whose names begin so, by the index of names.
    fn beginning(&mut self, name: &str) -> Result<Vec<Uuid>> {
        let entity = self.document.entity;
        let key = match_key(name);
        let mut sql = Sql::text(self.conn.dialect(), "SELECT t.id FROM ");
        sql.push(entity.plural).push(" t");
        rows(&mut sql, self.actor, entity);
        let keyed = entity.fields.iter().filter(|field| field.keyed);
        for (i, field) in keyed.enumerate() {
            sql.push(if i == 0 { " AND (" } else { " OR " });
            let column = format!("t.{}_key", field.name);
            sql.push(&format!("({column} >= ")).bind(key.as_str());
            sql.push(&format!(" AND {column} < "))
                .bind(format!("{key}\u{10FFFF}"))
                .push(")");
        }
        sql.push(&format!(") LIMIT {MOST_NAMED}"));
        ids(self.conn, sql)
    }

    fn named(&mut self, name: &str, find: search::FindNamed) -> Result<Vec<Uuid>> {
        let (actor, entity) = (self.actor, self.document.entity);
        find(self.conn, entity, name, MOST_NAMED, &|sql| {
            rows(sql, actor, entity)
        })
    }

    /// Compares records that were not compared yet, as the actor may see them.
    fn look(&mut self, ids: Vec<Uuid>) -> Result<()> {
        let known = &mut self.looked_at;
        let new: Vec<Uuid> = ids.into_iter().filter(|id| known.insert(*id)).collect();
        let entity = self.document.entity;
        if new.is_empty() {
            return Ok(());
        }
        let among = |sql: &mut Sql| {
            sql.push("t.id").in_ids(&new);
        };
        for mut other in load(self.conn, self.world, entity, among, false)? {
            search::mask(self.actor, &mut other);
            let traits = Traits::of(&other, match_key);
            if let Some(matched) = self.traits.compare(&traits, entity) {
                self.found.push((matched, other));
            }
        }
        Ok(())
    }
}

/// Adds ` WHERE …` of the live records within the actor's reach (alias `t`).
fn rows(sql: &mut Sql, actor: &Actor, entity: &'static Entity) {
    sql.push(" WHERE t.deleted_at IS NULL");
    scope::push(sql, actor, entity, Action::Read, "t");
}

fn ids(conn: &mut Conn, sql: Sql) -> Result<Vec<Uuid>> {
    Ok(cells::rows(conn, sql, |row| row.id(0).unwrap_or_default())?)
}
