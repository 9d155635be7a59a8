//! Rows to JSON bytes, with collections inside and references delivered whole, each with one
//! statement for the whole page.

use std::collections::{BTreeMap, HashMap};

use guanxi_domain::access::Action;
use guanxi_domain::kernel::catalogue::{Collection, Entity, at};
use guanxi_domain::kernel::computed::{Clock, Computed};
use guanxi_domain::kernel::custom;
use guanxi_domain::kernel::field::{Field, Kind};
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::kernel::problem::{Violation, Violations};
use guanxi_domain::kernel::value::Value;
use guanxi_domain::kernel::wire;
use uuid::Uuid;

use super::conditions::Asker;
use super::scope;
use crate::cells::{self, Cells};
use crate::columns::Columns;
use crate::connection::Conn;
use crate::error::{Error, Result};
use crate::sql::Sql;

/// Deepest expansion.
const MOST_LEVELS: usize = 2;

/// How the rows of one entity become JSON for one caller.
pub(crate) struct Plan<'a> {
    lens: Lens<'a>,
    clock: Clock,
    /// Whether each field is written.
    shown: Vec<bool>,
    computed: Vec<&'static Computed>,
    custom: bool,
    references: Vec<Reference<'a>>,
    collections: Vec<Inside<'a>>,
}

/// A reference delivered whole.
struct Reference<'a> {
    index: usize,
    key: String,
    plan: Plan<'a>,
}

/// A collection inside the record.
struct Inside<'a> {
    collection: &'static Collection,
    plan: Plan<'a>,
}

/// One row written as far as it goes by itself.
pub(crate) struct Encoded {
    id: Uuid,
    parent: Uuid,
    json: Vec<u8>,
    targets: Vec<Option<Uuid>>,
}

/// What is asked to be delivered whole, as a tree: `account_id.owner_id`.
type Tree = BTreeMap<String, Vec<String>>;

impl<'a> Plan<'a> {
    /// Understands `fields` and `expand`. Collections are inside when `collections` says so, or
    /// when `fields` or `expand` names them.
    pub(crate) fn new(
        asker: &Asker<'a>,
        fields: Option<&[String]>,
        expand: &[String],
        collections: bool,
    ) -> Result<Self, Violations> {
        check_fields(&asker.lens, fields)?;
        Self::at_level(&asker.lens, asker.clock, fields, expand, collections, 0)
    }

    fn at_level(
        lens: &Lens<'a>,
        clock: Clock,
        fields: Option<&[String]>,
        expand: &[String],
        collections: bool,
        level: usize,
    ) -> Result<Self, Violations> {
        let tree = tree(expand, level)?;
        let entity = lens.entity;
        let asked =
            |name: &str| fields.is_none_or(|fields| fields.iter().any(|field| field == name));
        let all = lens.actor.sees_every_field(entity);
        let shown = entity.all_fields().map(|field| {
            (all || lens.shows(field.name)) && (field.name == "id" || asked(field.name))
        });
        let custom =
            fields.is_none_or(|fields| fields.iter().any(|field| field.starts_with("custom")));
        let mut plan = Self {
            lens: *lens,
            clock,
            shown: shown.collect(),
            computed: lens
                .computed_fields()
                .filter(|one| asked(one.field.name))
                .collect(),
            custom: custom && entity.custom,
            references: Vec::new(),
            collections: Vec::new(),
        };
        for (name, deeper) in &tree {
            plan.add_expansion(name, deeper, level)?;
        }
        for collection in entity
            .collections
            .iter()
            .filter(|collection| lens.shows(collection.name))
        {
            let named =
                fields.is_some_and(|fields| fields.iter().any(|field| field == collection.name));
            let wanted = named || (collections && fields.is_none());
            let there = plan
                .collections
                .iter()
                .any(|inside| inside.collection.name == collection.name);
            if wanted && !there {
                let part = lens.on((collection.entity)());
                let inner = Self::at_level(&part, clock, None, &[], false, level)?;
                plan.collections.push(Inside {
                    collection,
                    plan: inner,
                });
            }
        }
        Ok(plan)
    }

    fn add_expansion(
        &mut self,
        name: &str,
        deeper: &[String],
        level: usize,
    ) -> Result<(), Violations> {
        let entity = self.lens.entity;
        let unknown =
            || Violations::from(Violation::field("expand", "unknown_field").with("field", name));
        if !self.lens.shows(name) {
            return Err(unknown());
        }
        if let Some((_, collection)) = entity.collection(name) {
            let plan = Self::at_level(
                &self.lens.on((collection.entity)()),
                self.clock,
                None,
                deeper,
                false,
                level + 1,
            )?;
            self.collections.push(Inside { collection, plan });
            return Ok(());
        }
        let index = entity.index(name).ok_or_else(unknown)?;
        let target = entity
            .field(name)
            .and_then(Field::target)
            .ok_or_else(unknown)?;
        if !self.lens.actor.may_read(target) {
            return Err(unknown());
        }
        let on = self.lens.on(target);
        let plan = Self::at_level(&on, self.clock, None, deeper, false, level + 1)?;
        self.references.push(Reference {
            index,
            key: expanded_key(name),
            plan,
        });
        Ok(())
    }

    /// Writes a row whose cells are in the order of [`Columns`].
    pub(crate) fn encode(&self, cells: &Cells) -> Encoded {
        let entity = self.lens.entity;
        let columns = Columns::of(entity);
        let mut json = Vec::with_capacity(columns.keys.len() * 24);
        for (i, field) in entity
            .all_fields()
            .enumerate()
            .filter(|(i, _)| self.shown[*i])
        {
            json.extend_from_slice(&columns.keys[i]);
            cells.json(columns.places[i], field.kind, &mut json);
        }
        self.encode_computed(cells, &mut json);
        if let (Some(place), true) = (columns.custom, self.custom) {
            self.encode_custom(&cells.text(place), &mut json);
        }
        let target = |reference: &Reference| cells.id(columns.places[reference.index]);
        Encoded {
            id: cells.id(at::ID).unwrap_or_default(),
            parent: if entity.is_part() {
                cells.id(at::PARENT).unwrap_or_default()
            } else {
                Uuid::nil()
            },
            json,
            targets: self.references.iter().map(target).collect(),
        }
    }

    fn encode_computed(&self, cells: &Cells, json: &mut Vec<u8>) {
        let entity = self.lens.entity;
        let columns = Columns::of(entity);
        let stored = |name: &str| {
            let field = entity.index(name).zip(entity.field(name));
            field.map_or(Value::Null, |(index, field)| {
                cells.value(columns.places[index], field.kind)
            })
        };
        for computed in &self.computed {
            json.push(b',');
            cells::write_text(computed.field.name, json);
            json.push(b':');
            let value = computed.formula.value(&stored, self.clock);
            json.extend_from_slice(wire::value_json(&value).to_string().as_bytes());
        }
    }

    fn encode_custom(&self, stored: &str, json: &mut Vec<u8>) {
        json.extend_from_slice(b",\"custom\":{");
        let mut fields = self.lens.custom_fields().peekable();
        let values = if fields.peek().is_some() {
            custom::load(self.lens.custom.of(self.lens.entity), stored)
        } else {
            BTreeMap::new()
        };
        for (i, field) in fields.enumerate() {
            if i > 0 {
                json.push(b',');
            }
            cells::write_text(&field.name, json);
            json.push(b':');
            let value = values
                .get(&field.name)
                .map_or(serde_json::Value::Null, wire::value_json);
            json.extend_from_slice(value.to_string().as_bytes());
        }
        json.push(b'}');
    }

    /// Writes the rows whole, separated by commas.
    pub(crate) fn finish(
        &self,
        conn: &mut Conn,
        rows: Vec<Encoded>,
        out: &mut Vec<u8>,
    ) -> Result<()> {
        for (i, row) in self.whole(conn, rows)?.into_iter().enumerate() {
            if i > 0 {
                out.push(b',');
            }
            out.extend_from_slice(&row.json);
        }
        Ok(())
    }

    /// Adds references and collections to rows and closes them.
    fn whole(&self, conn: &mut Conn, mut rows: Vec<Encoded>) -> Result<Vec<Encoded>> {
        for (i, reference) in self.references.iter().enumerate() {
            let ids = distinct(rows.iter().filter_map(|row| row.targets[i]));
            let found = reference.plan.by_ids(conn, &ids)?;
            for row in &mut rows {
                row.json.push(b',');
                cells::write_text(&reference.key, &mut row.json);
                row.json.push(b':');
                let target = row.targets[i].and_then(|id| found.get(&id));
                row.json
                    .extend_from_slice(target.map_or(b"null", Vec::as_slice));
            }
        }
        for inside in &self.collections {
            let ids = distinct(rows.iter().map(|row| row.id));
            let mut found = inside.plan.by_parents(conn, &ids)?;
            for row in &mut rows {
                row.json.push(b',');
                cells::write_text(inside.collection.name, &mut row.json);
                row.json.extend_from_slice(b":[");
                row.json
                    .extend_from_slice(&found.remove(&row.id).unwrap_or_default());
                row.json.push(b']');
            }
        }
        for row in &mut rows {
            row.json.push(b'}');
        }
        Ok(rows)
    }

    /// Live, visible records by id.
    fn by_ids(&self, conn: &mut Conn, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<u8>>> {
        let mut found = HashMap::new();
        for chunk in ids.chunks(64) {
            let mut sql = self.select(conn);
            sql.push(" WHERE t.id")
                .in_ids(chunk)
                .push(" AND t.deleted_at IS NULL");
            scope::push(
                &mut sql,
                self.lens.actor,
                self.lens.entity,
                Action::Read,
                "t",
            );
            let rows = self.encoded(conn, sql)?;
            for row in self.whole(conn, rows)? {
                found.insert(row.id, row.json);
            }
        }
        Ok(found)
    }

    /// Rows of a collection by the record that owns them, joined by commas.
    fn by_parents(&self, conn: &mut Conn, parents: &[Uuid]) -> Result<HashMap<Uuid, Vec<u8>>> {
        let mut found: HashMap<Uuid, Vec<u8>> = HashMap::new();
        for chunk in parents.chunks(64) {
            let mut sql = self.select(conn);
            sql.push(" WHERE t.parent_id")
                .in_ids(chunk)
                .push(" ORDER BY t.parent_id, t.position, t.id");
            let rows = self.encoded(conn, sql)?;
            for row in self.whole(conn, rows)? {
                let joined = found.entry(row.parent).or_default();
                if !joined.is_empty() {
                    joined.push(b',');
                }
                joined.extend_from_slice(&row.json);
            }
        }
        Ok(found)
    }

    fn select(&self, conn: &Conn) -> Sql {
        let entity = self.lens.entity;
        Sql::text(
            conn.dialect(),
            &format!(
                "SELECT {} FROM {} t",
                Columns::of(entity).select,
                entity.plural
            ),
        )
    }

    fn encoded(&self, conn: &mut Conn, sql: Sql) -> Result<Vec<Encoded>> {
        let mut rows = Vec::new();
        cells::each_row::<Error>(conn, sql, |cells| {
            rows.push(self.encode(cells));
            Ok(())
        })?;
        Ok(rows)
    }
}

/// `account_id` is delivered beside itself as `account`.
fn expanded_key(field: &str) -> String {
    match field.strip_suffix("_id") {
        Some(name) => name.to_owned(),
        None => format!("{field}_record"),
    }
}

fn tree(expand: &[String], level: usize) -> Result<Tree, Violations> {
    let mut tree = Tree::new();
    for path in expand {
        let (name, deeper) = match path.split_once('.') {
            Some((name, deeper)) => (name, Some(deeper)),
            None => (path.as_str(), None),
        };
        if level + 1 + usize::from(deeper.is_some()) > MOST_LEVELS {
            return Err(Violation::field("expand", "path_too_long")
                .with("most", MOST_LEVELS)
                .into());
        }
        tree.entry(name.to_owned())
            .or_default()
            .extend(deeper.map(str::to_owned));
    }
    Ok(tree)
}

fn check_fields(lens: &Lens, fields: Option<&[String]>) -> Result<(), Violations> {
    let mut found = Violations::default();
    for name in fields.unwrap_or_default() {
        let custom = name.strip_prefix("custom.");
        let known = match custom {
            Some(custom) => lens.custom_fields().any(|field| field.name == custom),
            None => {
                lens.shows(name)
                    && (lens.entity.field(name).is_some()
                        || lens.entity.computed(name).is_some()
                        || lens.entity.collection(name).is_some()
                        || (name == "custom" && lens.entity.custom))
            }
        };
        if !known {
            found.add(Violation::field("fields", "unknown_field").with("field", name));
        }
    }
    found.into_result()
}

fn distinct(ids: impl Iterator<Item = Uuid>) -> Vec<Uuid> {
    let mut ids: Vec<_> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Whether a document's own rows refer to other records: their fields that are references.
pub(crate) fn references(entity: &'static Entity) -> impl Iterator<Item = (usize, &'static Field)> {
    entity
        .all_fields()
        .enumerate()
        .filter(|(_, field)| field.kind == Kind::Id && field.target.is_some())
}

/// The ids that a row of values refers to through one field.
pub(crate) fn referred(values: &[Value], index: usize) -> Option<Uuid> {
    values.get(index).and_then(Value::as_id)
}
