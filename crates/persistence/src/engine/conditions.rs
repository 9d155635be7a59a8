//! The filter tree as SQL: the same answer as `domain::kernel::evaluate` gives in memory.

use chrono::NaiveDate;
use chrono_tz::Tz;
use guanxi_domain::access::Action;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::computed::Clock;
use guanxi_domain::kernel::custom::{self, CustomField};
use guanxi_domain::kernel::field::{Field, Kind};
use guanxi_domain::kernel::filter::{Filter, Op, Operand, Test};
use guanxi_domain::kernel::path::{Hop, Leaf, Lens, Path, resolve};
use guanxi_domain::kernel::period::Period;
use guanxi_domain::kernel::problem::Violations;
use guanxi_domain::kernel::time::Instant;
use guanxi_domain::kernel::value::Value;
use uuid::Uuid;

use super::{calendar, computed, keys, scope};
use crate::columns::value_binds;
use crate::connection::Dialect;
use crate::sql::{Bind, Sql};

/// Who asks, through which lens, on which day.
#[derive(Clone, Copy)]
pub(crate) struct Asker<'a> {
    pub(crate) lens: Lens<'a>,
    pub(crate) zone: Tz,
    pub(crate) clock: Clock,
}

impl<'a> Asker<'a> {
    pub(crate) fn new(lens: Lens<'a>, now: Instant) -> Self {
        let zone = calendar::zone(&lens.actor.zone);
        Self {
            lens,
            zone,
            clock: Clock {
                now,
                today: calendar::day_of(zone, now),
            },
        }
    }

    /// The same at another moment.
    pub(crate) fn at(&self, now: Instant) -> Self {
        Self::new(self.lens, now)
    }

    fn on(&self, entity: &'static Entity) -> Self {
        Self {
            lens: self.lens.on(entity),
            ..*self
        }
    }
}

/// Adds the condition of a filter on the table with an alias.
pub(crate) fn push(
    sql: &mut Sql,
    asker: &Asker,
    filter: &Filter,
    alias: &str,
) -> Result<(), Violations> {
    match filter {
        Filter::And(parts) => join(sql, asker, parts, alias, " AND ", "1 = 1"),
        Filter::Or(parts) => join(sql, asker, parts, alias, " OR ", "1 = 0"),
        Filter::Test(test) => {
            let path = resolve(&asker.lens, &test.path)?;
            through(sql, asker, &path, 0, alias, test);
            Ok(())
        }
    }
}

fn join(
    sql: &mut Sql,
    asker: &Asker,
    parts: &[Filter],
    alias: &str,
    joint: &str,
    none: &str,
) -> Result<(), Violations> {
    if parts.is_empty() {
        sql.push(none);
        return Ok(());
    }
    sql.push("(");
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            sql.push(joint);
        }
        push(sql, asker, part, alias)?;
    }
    sql.push(")");
    Ok(())
}

/// Walks the hops of a path as nested `EXISTS`, each under the rights on the entity it enters.
fn through(sql: &mut Sql, asker: &Asker, path: &Path, hop: usize, alias: &str, test: &Test) {
    let inner = format!("r{}", hop + 1);
    match path.hops.get(hop) {
        None => leaf(sql, asker, &path.leaf, alias, test),
        Some(Hop::Reference(field, target)) => {
            sql.push("EXISTS (SELECT 1 FROM ")
                .push(target.plural)
                .push(" ")
                .push(&inner);
            sql.push(" WHERE ")
                .push(&inner)
                .push(".id = ")
                .push(alias)
                .push(".")
                .push(field.name);
            sql.push(" AND ").push(&inner).push(".deleted_at IS NULL");
            scope::push(sql, asker.lens.actor, target, Action::Read, &inner);
            sql.push(" AND ");
            through(sql, &asker.on(target), path, hop + 1, &inner, test);
            sql.push(")");
        }
        Some(Hop::Rows(_, collection)) => {
            let entity = (collection.entity)();
            sql.push("EXISTS (SELECT 1 FROM ")
                .push(entity.plural)
                .push(" ")
                .push(&inner);
            sql.push(" WHERE ")
                .push(&inner)
                .push(".parent_id = ")
                .push(alias)
                .push(".id AND ");
            through(sql, &asker.on(entity), path, hop + 1, &inner, test);
            sql.push(")");
        }
    }
}

/// How a leaf appears in SQL; an amount by its number alone.
pub(crate) fn expression(leaf: &Leaf, alias: &str, asker: &Asker, dialect: Dialect) -> Sql {
    let mut sql = Sql::new(dialect);
    match leaf {
        Leaf::Field(field) if field.kind == Kind::Money => {
            sql.push(&format!("{alias}.{}_minor", field.name));
        }
        Leaf::Field(field) => drop(sql.push(&format!("{alias}.{}", field.name))),
        Leaf::CurrencyOf(field) => drop(sql.push(&format!("{alias}.{}_currency", field.name))),
        Leaf::Custom(field) => drop(sql.push(&custom_expression(field, alias, dialect))),
        Leaf::Computed(field) => computed::push(&mut sql, &field.formula, alias, asker.clock),
    }
    sql
}

/// A value of the record that a field of `t` refers to; inside, that record is `s`. Nothing, where the asker does
/// not see that record, or it is in the bin.
pub(crate) fn through_reference(
    asker: &Asker,
    field: &Field,
    target: &'static Entity,
    value: Sql,
) -> Sql {
    let mut sql = Sql::text(value.dialect(), "(SELECT ");
    sql.append(value)
        .push(&format!(" FROM {} s WHERE s.id = t.", target.plural))
        .push(field.name)
        .push(" AND s.deleted_at IS NULL");
    scope::push(&mut sql, asker.lens.actor, target, Action::Read, "s");
    sql.push(")");
    sql
}

/// A custom field in SQL. The name is `[a-z0-9_]+`, checked when the field was made: an expression
/// index needs it in the text.
pub(crate) fn custom_expression(field: &CustomField, alias: &str, dialect: Dialect) -> String {
    if dialect == Dialect::Postgres && counts(field.kind) {
        format!("(({alias}.custom ->> '{}')::bigint)", field.name)
    } else {
        format!("({alias}.custom ->> '{}')", field.name)
    }
}

/// Kinds that a custom value stores as a number.
const fn counts(kind: Kind) -> bool {
    matches!(kind, Kind::Int | Kind::Decimal | Kind::Bool | Kind::Instant)
}

/// A value as it is compared with a leaf.
pub(crate) fn operand_bind(leaf: &Leaf, value: &Value) -> Bind {
    let kind = leaf.shape().kind;
    if let Leaf::Custom(_) = leaf {
        return match custom::stored(value) {
            Some(serde_json::Value::Number(number)) => {
                Bind::Int(number.as_i64().unwrap_or_default())
            }
            Some(serde_json::Value::String(text)) => Bind::Text(text),
            _ => Bind::Null(crate::columns::null_of(kind)),
        };
    }
    let mut binds = value_binds(kind, value);
    binds.swap_remove(0)
}

fn leaf(sql: &mut Sql, asker: &Asker, leaf: &Leaf, alias: &str, test: &Test) {
    let column = expression(leaf, alias, asker, sql.dialect());
    match &test.operand {
        Operand::Value(value) => compare(sql, leaf, alias, &column, test.op, value),
        Operand::Me => {
            let me = asker.lens.actor.user.map_or(Value::Null, Value::Id);
            compare(sql, leaf, alias, &column, test.op, &me);
        }
        Operand::Period(period) => in_period(sql, asker, leaf, &column, test.op, *period),
    }
}

fn compare(sql: &mut Sql, leaf: &Leaf, alias: &str, column: &Sql, op: Op, value: &Value) {
    match (op, value) {
        (Op::Empty, value) => empty(sql, leaf, column, *value == Value::Bool(true)),
        (Op::In, Value::List(items)) => within(sql, leaf, column, items),
        (Op::Nin, Value::List(items)) => {
            sql.push("(NOT ");
            within(sql, leaf, column, items);
            sql.push(" OR ").add(column).push(" IS NULL)");
        }
        (Op::Contains, Value::Text(text)) => {
            let (column, part) = matched(leaf, alias, column, text);
            sql.either("instr(", "strpos(")
                .add(&column)
                .push(", ")
                .bind(part)
                .push(") > 0");
        }
        (Op::Starts, Value::Text(text)) => starts(sql, &matched(leaf, alias, column, text)),
        (Op::Has, Value::Text(name)) => {
            sql.either("instr(", "strpos(")
                .add(column)
                .push(", ")
                .bind(format!("|{name}|"))
                .push(") > 0");
        }
        (_, Value::Money(_)) => money(sql, alias, leaf, op, value),
        (Op::Eq, Value::Null) => drop(sql.add(column).push(" IS NULL")),
        (Op::Ne, Value::Null) => drop(sql.add(column).push(" IS NOT NULL")),
        (Op::Eq, Value::Text(text)) if leaf.keyed() => {
            // The key column has the index, the column itself decides.
            sql.push("(")
                .push(&key_column(leaf, alias))
                .push(" = ")
                .bind(keys::match_key(text));
            sql.push(" AND ")
                .add(column)
                .push(" = ")
                .bind(text.as_str())
                .push(")");
        }
        (Op::Ne, value) => {
            sql.push("(")
                .add(column)
                .push(" <> ")
                .bind(operand_bind(leaf, value));
            sql.push(" OR ").add(column).push(" IS NULL)");
        }
        (op, value) => match sign(op).filter(|_| *value != Value::Null) {
            Some(sign) => drop(sql.add(column).push(sign).bind(operand_bind(leaf, value))),
            None => drop(sql.push("1 = 0")),
        },
    }
}

const fn sign(op: Op) -> Option<&'static str> {
    Some(match op {
        Op::Eq => " = ",
        Op::Lt => " < ",
        Op::Lte => " <= ",
        Op::Gt => " > ",
        Op::Gte => " >= ",
        _ => return None,
    })
}

fn key_column(leaf: &Leaf, alias: &str) -> String {
    match leaf {
        Leaf::Field(field) => format!("{alias}.{}_key", field.name),
        _ => String::new(),
    }
}

/// Keyed text is matched by its folded key, other text as it is.
fn matched(leaf: &Leaf, alias: &str, column: &Sql, text: &str) -> (Sql, String) {
    if leaf.keyed() {
        let key = Sql::text(column.dialect(), &key_column(leaf, alias));
        (key, keys::match_key(text))
    } else {
        (column.clone(), text.to_owned())
    }
}

/// A range, because `LIKE 'x%'` uses no index on SQLite.
fn starts(sql: &mut Sql, (column, part): &(Sql, String)) {
    sql.push("(").add(column).push(" >= ").bind(part.as_str());
    sql.push(" AND ")
        .add(column)
        .push(" < ")
        .bind(format!("{part}\u{10FFFF}"))
        .push(")");
}

fn empty(sql: &mut Sql, leaf: &Leaf, column: &Sql, yes: bool) {
    let textual = matches!(leaf.shape().kind, Kind::Text | Kind::Choice | Kind::Choices);
    match (textual, yes) {
        (true, true) => drop(
            sql.push("(")
                .add(column)
                .push(" IS NULL OR ")
                .add(column)
                .push(" = '')"),
        ),
        (true, false) => drop(
            sql.push("(")
                .add(column)
                .push(" IS NOT NULL AND ")
                .add(column)
                .push(" <> '')"),
        ),
        (false, true) => drop(sql.add(column).push(" IS NULL")),
        (false, false) => drop(sql.add(column).push(" IS NOT NULL")),
    }
}

fn within(sql: &mut Sql, leaf: &Leaf, column: &Sql, items: &[Value]) {
    let items: Vec<_> = items.iter().filter(|item| **item != Value::Null).collect();
    if items.is_empty() {
        sql.push("1 = 0");
        return;
    }
    let ids: Vec<Uuid> = items.iter().filter_map(|item| item.as_id()).collect();
    sql.add(column);
    if ids.len() == items.len() {
        sql.in_ids(&ids);
        return;
    }
    for (i, item) in items.iter().enumerate() {
        sql.push(if i == 0 { " IN (" } else { ", " })
            .bind(operand_bind(leaf, item));
    }
    sql.push(")");
}

/// Amounts compare within one currency only.
fn money(sql: &mut Sql, alias: &str, leaf: &Leaf, op: Op, value: &Value) {
    let (Leaf::Field(field), Value::Money(money)) = (leaf, value) else {
        sql.push("1 = 0");
        return;
    };
    let (minor, currency) = (
        format!("{alias}.{}_minor", field.name),
        format!("{alias}.{}_currency", field.name),
    );
    let code = money.currency.code();
    if op == Op::Ne {
        sql.push("(")
            .push(&minor)
            .push(" <> ")
            .bind(money.minor)
            .push(" OR ")
            .push(&currency)
            .push(" <> ")
            .bind(code);
        sql.push(" OR ").push(&minor).push(" IS NULL)");
        return;
    }
    let Some(sign) = sign(op) else {
        sql.push("1 = 0");
        return;
    };
    sql.push("(")
        .push(&minor)
        .push(sign)
        .bind(money.minor)
        .push(" AND ")
        .push(&currency)
        .push(" = ")
        .bind(code);
    sql.push(")");
}

fn in_period(sql: &mut Sql, asker: &Asker, leaf: &Leaf, column: &Sql, op: Op, period: Period) {
    let (from, to) = period.days(asker.clock.today);
    let bound = |day: NaiveDate| match leaf.shape().kind {
        Kind::Instant => operand_bind(leaf, &Value::Instant(calendar::day_start(asker.zone, day))),
        _ => operand_bind(leaf, &Value::Day(day)),
    };
    let (from, to) = (bound(from), bound(to));
    match op {
        Op::Eq => {
            sql.push("(")
                .add(column)
                .push(" >= ")
                .bind(from)
                .push(" AND ")
                .add(column)
                .push(" < ")
                .bind(to);
            sql.push(")");
        }
        Op::Ne => {
            sql.push("(")
                .add(column)
                .push(" < ")
                .bind(from)
                .push(" OR ")
                .add(column)
                .push(" >= ")
                .bind(to);
            sql.push(" OR ").add(column).push(" IS NULL)");
        }
        Op::Lt => drop(sql.add(column).push(" < ").bind(from)),
        Op::Lte => drop(sql.add(column).push(" < ").bind(to)),
        Op::Gt => drop(sql.add(column).push(" >= ").bind(to)),
        Op::Gte => drop(sql.add(column).push(" >= ").bind(from)),
        _ => drop(sql.push("1 = 0")),
    }
}
