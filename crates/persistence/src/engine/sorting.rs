//! Order and keyset paging: every list ends with the id, so that no row is lost or shown twice.

use guanxi_domain::kernel::field::Kind;
use guanxi_domain::kernel::path::{Hop, Leaf, resolve};
use guanxi_domain::kernel::problem::{Violation, Violations};
use guanxi_domain::kernel::query::{MOST_SORTS, Sort};
use guanxi_domain::kernel::value::Value;
use guanxi_domain::kernel::wire;

use super::conditions::{Asker, expression, operand_bind, through_reference};
use super::cursor::Key;
use super::keys::Collation;
use crate::cells::Cells;
use crate::connection::Dialect;
use crate::sql::{Bind, Sql};

/// One term of an order.
#[derive(Clone)]
pub(crate) struct Term {
    leaf: Option<Leaf>,
    expression: Sql,
    kind: TermKind,
    nullable: bool,
    descending: bool,
}

/// What a term's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TermKind {
    /// A value of a kind.
    Value(Kind),
    /// A collation key.
    Bytes,
    /// A custom value kept as a number.
    Stored,
}

/// The terms of a list's order, the id last.
pub(crate) fn terms(
    asker: &Asker,
    sort: &[Sort],
    dialect: Dialect,
) -> Result<Vec<Term>, Violations> {
    let usual = usual(asker);
    let sort = if sort.is_empty() { &usual } else { sort };
    if sort.len() > MOST_SORTS {
        return Err(Violation::field("sort", "too_many_sorts")
            .with("most", MOST_SORTS)
            .into());
    }
    let mut terms = Vec::new();
    for one in sort {
        add_terms(asker, one, dialect, &mut terms)?;
    }
    let descending = terms.first().is_some_and(|term| term.descending);
    terms.push(Term {
        leaf: None,
        expression: Sql::text(dialect, "t.id"),
        kind: TermKind::Value(Kind::Id),
        nullable: false,
        descending,
    });
    Ok(terms)
}

/// The order that nobody asked for: without what is hidden from the caller.
fn usual(asker: &Asker) -> Vec<Sort> {
    let usual = Sort::parse(asker.lens.entity.sort);
    let shown = resolve(&asker.lens, &usual.path).is_ok();
    shown.then_some(usual).into_iter().collect()
}

fn add_terms(
    asker: &Asker,
    sort: &Sort,
    dialect: Dialect,
    terms: &mut Vec<Term>,
) -> Result<(), Violations> {
    let path = resolve(&asker.lens, &sort.path)?;
    let refuse = |code| {
        Err(Violation::field("sort", code)
            .with("field", &sort.path)
            .into())
    };
    if !path.leaf.filterable() || path.leaf.shape().kind == Kind::Choices {
        return refuse("not_sortable");
    }
    let alias = if path.hops.is_empty() { "t" } else { "s" };
    let mut expressions = Vec::new();
    if let (Leaf::Field(field), Kind::Money) = (&path.leaf, path.leaf.shape().kind) {
        // Unlike currencies are not compared: amounts are in order within each currency.
        let column = |end: &str| Sql::text(dialect, &format!("{alias}.{}_{end}", field.name));
        expressions.push((column("currency"), TermKind::Value(Kind::Text)));
        expressions.push((column("minor"), TermKind::Value(Kind::Int)));
    } else {
        expressions.push(plain_expression(asker, &path.leaf, alias, dialect));
    }
    for (value, kind) in expressions {
        let expression = match path.hops.as_slice() {
            [] => value,
            [Hop::Reference(field, target)] => through_reference(asker, field, target, value),
            _ => return refuse("not_sortable"),
        };
        let nullable = !path.hops.is_empty() || is_nullable(&path.leaf);
        terms.push(Term {
            leaf: Some(path.leaf.clone()),
            expression,
            kind,
            nullable,
            descending: sort.descending,
        });
    }
    Ok(())
}

fn plain_expression(asker: &Asker, leaf: &Leaf, alias: &str, dialect: Dialect) -> (Sql, TermKind) {
    let value = || expression(leaf, alias, asker, dialect);
    match leaf {
        Leaf::Field(field) if field.keyed => {
            let column = format!("{alias}.{}_sort", field.name);
            (Sql::text(dialect, &column), TermKind::Bytes)
        }
        Leaf::Custom(field)
            if matches!(
                field.kind,
                Kind::Int | Kind::Decimal | Kind::Bool | Kind::Instant
            ) =>
        {
            (value(), TermKind::Stored)
        }
        Leaf::Custom(_) => (value(), TermKind::Value(Kind::Text)),
        Leaf::Field(field) if field.kind == Kind::Decimal => (value(), TermKind::Value(Kind::Int)),
        leaf => (value(), TermKind::Value(leaf.shape().kind)),
    }
}

fn is_nullable(leaf: &Leaf) -> bool {
    match leaf {
        Leaf::Field(field) | Leaf::CurrencyOf(field) => field.nullable,
        Leaf::Computed(computed) => computed.field.nullable,
        Leaf::Custom(_) => true,
    }
}

/// Whether the order of the same rows changes as time goes by.
pub(crate) fn moves(terms: &[Term]) -> bool {
    terms
        .iter()
        .any(|term| matches!(term.leaf, Some(Leaf::Computed(_))))
}

/// Says which list a cursor belongs to.
pub(crate) fn fingerprint(plural: &str, terms: &[Term]) -> String {
    let mut text = plural.to_owned();
    for term in terms {
        text.push(if term.descending { '-' } else { '+' });
        text.push_str(term.expression.shape());
    }
    text
}

/// Adds `, …` for every term, so that its value can be read for the cursor.
pub(crate) fn push_columns(sql: &mut Sql, terms: &[Term]) {
    for term in terms {
        sql.push(", ").append(term.expression.clone());
    }
}

/// Reads the terms' values of a row; they stand from cell `at` on.
pub(crate) fn read_keys(cells: &Cells, at: usize, terms: &[Term]) -> Vec<Key> {
    let read = |(i, term): (usize, &Term)| match term.kind {
        TermKind::Bytes => cells
            .bytes(at + i)
            .map_or(Key::Value(Value::Null), Key::Bytes),
        TermKind::Stored => Key::Value(cells.int(at + i).map_or(Value::Null, Value::Int)),
        TermKind::Value(kind) => Key::Value(cells.value(at + i, kind)),
    };
    terms.iter().enumerate().map(read).collect()
}

/// Adds ` ORDER BY …`; nothing stored comes last, whichever direction.
pub(crate) fn push_order(sql: &mut Sql, terms: &[Term], backward: bool) {
    for (i, term) in terms.iter().enumerate() {
        sql.push(if i == 0 { " ORDER BY " } else { ", " })
            .append(term.expression.clone());
        push_direction(sql, term, backward);
    }
}

/// The same order over a statement whose terms stand behind `width` columns.
pub(crate) fn push_order_by_place(sql: &mut Sql, terms: &[Term], width: usize, backward: bool) {
    for (i, term) in terms.iter().enumerate() {
        sql.push(if i == 0 { " ORDER BY " } else { ", " })
            .push(&(width + i + 1).to_string());
        push_direction(sql, term, backward);
    }
}

fn push_direction(sql: &mut Sql, term: &Term, backward: bool) {
    sql.push(if term.descending == backward {
        " ASC"
    } else {
        " DESC"
    });
    if term.nullable {
        sql.push(if backward {
            " NULLS FIRST"
        } else {
            " NULLS LAST"
        });
    }
}

/// Adds the condition that a row lies behind (or before) the edge.
pub(crate) fn push_edge(sql: &mut Sql, terms: &[Term], keys: &[Key], backward: bool) {
    let first = terms.first().is_some_and(|term| term.descending);
    let plain = terms
        .iter()
        .all(|term| !term.nullable && term.descending == first);
    if plain {
        return push_row_value(sql, terms, keys, first == backward);
    }
    sql.push(" AND (");
    for last in 0..terms.len() {
        sql.push(if last == 0 { "(" } else { " OR (" });
        for (term, key) in terms.iter().zip(keys).take(last) {
            push_equal(sql, term, key);
            sql.push(" AND ");
        }
        push_beyond(sql, &terms[last], &keys[last], backward);
        sql.push(")");
    }
    sql.push(")");
}

/// `(a, id) < (?, ?)`: one range of one index.
fn push_row_value(sql: &mut Sql, terms: &[Term], keys: &[Key], ascending: bool) {
    for (i, term) in terms.iter().enumerate() {
        sql.push(if i == 0 { " AND (" } else { ", " })
            .append(term.expression.clone());
    }
    sql.push(if ascending { ") > " } else { ") < " });
    for (i, (term, key)) in terms.iter().zip(keys).enumerate() {
        sql.push(if i == 0 { "(" } else { ", " })
            .bind(key_bind(term, key));
    }
    sql.push(")");
}

fn push_equal(sql: &mut Sql, term: &Term, key: &Key) {
    sql.append(term.expression.clone());
    match key {
        Key::Value(Value::Null) => drop(sql.push(" IS NULL")),
        key => drop(sql.push(" = ").bind(key_bind(term, key))),
    }
}

/// Strictly behind one key, nothing stored being the very last.
fn push_beyond(sql: &mut Sql, term: &Term, key: &Key, backward: bool) {
    let expression = || term.expression.clone();
    let greater = term.descending == backward;
    match (key, backward) {
        (Key::Value(Value::Null), false) => drop(sql.push("1 = 0")),
        (Key::Value(Value::Null), true) => drop(sql.append(expression()).push(" IS NOT NULL")),
        (key, backward) => {
            sql.push("(")
                .append(expression())
                .push(if greater { " > " } else { " < " })
                .bind(key_bind(term, key));
            if term.nullable && !backward {
                sql.push(" OR ").append(expression()).push(" IS NULL");
            }
            sql.push(")");
        }
    }
}

fn key_bind(term: &Term, key: &Key) -> Bind {
    match (key, term.kind) {
        (Key::Bytes(bytes), _) => Bind::Bytes(bytes.clone()),
        (Key::Value(value), TermKind::Value(kind)) => {
            crate::columns::value_binds(kind, value).swap_remove(0)
        }
        (Key::Value(Value::Int(number)), _) => Bind::Int(*number),
        (Key::Value(_), _) => Bind::Null(crate::sql::NullOf::Int),
    }
}

/// Adds the condition that a row stands at or behind a value of the first term: "jump to M".
pub(crate) fn push_from(
    sql: &mut Sql,
    terms: &[Term],
    text: &str,
    collation: Collation,
) -> Result<(), Violations> {
    let unsuited = || Violations::from(Violation::field("from", "not_a_start").with("value", text));
    let term = terms.first().ok_or_else(unsuited)?;
    let bind = match (term.kind, &term.leaf) {
        (TermKind::Bytes, _) => Bind::Bytes(collation.sort_key(text)),
        (_, Some(leaf)) if leaf.shape().kind != Kind::Money => {
            let kind = leaf.shape().kind;
            let json = match kind {
                Kind::Int => text
                    .parse::<i64>()
                    .map_or(serde_json::Value::Null, Into::into),
                Kind::Bool => serde_json::Value::Bool(text == "true"),
                _ => serde_json::Value::String(text.to_owned()),
            };
            let kind = if kind == Kind::Choice {
                Kind::Text
            } else {
                kind
            };
            let value = wire::parse(kind, &json).map_err(|_| unsuited())?;
            operand_bind(leaf, &value)
        }
        _ => return Err(unsuited()),
    };
    sql.push(" AND (").append(term.expression.clone());
    sql.push(if term.descending { " <= " } else { " >= " })
        .bind(bind);
    if term.nullable {
        sql.push(" OR ")
            .append(term.expression.clone())
            .push(" IS NULL");
    }
    sql.push(")");
    Ok(())
}
