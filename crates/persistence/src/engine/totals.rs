//! Totals kept beside records, by the few fields that summaries ask for.
//!
//! A write adds what it changes as rows of its own: what the record no longer counts, below zero, and what it counts now. So
//! nobody waits for another's row, however many write about the same stage. Now and then the rows are added up; until then
//! an answer adds them up itself.

use guanxi_domain::kernel::catalogue::{Entity, Scope, Totals};
use guanxi_domain::kernel::currency::Money;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::query::{Aggregate, Function};
use guanxi_domain::kernel::value::Value;

use crate::cells;
use crate::columns::value_binds;
use crate::connection::{Conn, Dialect};
use crate::error::Result;
use crate::sql::{Bind, NullOf, Sql};

/// So many rows may wait to be added up, besides as many as there are totals.
const MOST_ROWS: i64 = 500;

/// Stores what a write changes of the totals, in its transaction.
pub(crate) fn store(conn: &mut Conn, before: Option<&Document>, after: &Document) -> Result<()> {
    let Some(totals) = after.entity.totals else {
        return Ok(());
    };
    let counted = |document: &Document| document.deleted_at().is_none();
    let former = before.filter(|document| counted(document));
    let now = Some(after).filter(|document| counted(document));
    let is_same = match (former, now) {
        (Some(former), Some(now)) => values(&totals, former) == values(&totals, now),
        (former, now) => former.is_none() && now.is_none(),
    };
    if is_same {
        return Ok(());
    }
    let mut sql = Sql::text(conn.dialect(), "INSERT INTO ");
    sql.push(totals.table)
        .push(&format!(" ({}) VALUES ", columns(&totals).join(", ")));
    let parts = former.map(|document| (document, -1)).into_iter();
    for (place, (document, sign)) in parts.chain(now.map(|document| (document, 1))).enumerate() {
        sql.push(if place == 0 { "(" } else { ", (" });
        for (at, bind) in row(&totals, document, sign).into_iter().enumerate() {
            sql.push(if at == 0 { "" } else { ", " }).bind(bind);
        }
        sql.push(")");
    }
    sql.execute(conn)?;
    Ok(())
}

/// Everything of a record that the totals look at.
fn values<'a>(totals: &Totals, document: &'a Document) -> Vec<&'a Value> {
    let names = totals.by.iter().chain(totals.sums);
    names.map(|name| document.get(name)).collect()
}

/// What a record adds to the totals, in the order of [`columns`].
fn row(totals: &Totals, document: &Document, sign: i64) -> Vec<Bind> {
    let mut binds: Vec<Bind> = totals
        .by
        .iter()
        .filter_map(|name| document.entity.field(name))
        .flat_map(|field| value_binds(field.kind, document.get(field.name)))
        .collect();
    let amounts: Vec<Option<Money>> = totals
        .sums
        .iter()
        .map(|name| match document.get(name) {
            Value::Money(money) => Some(*money),
            _ => None,
        })
        .collect();
    for amount in &amounts {
        binds.push(match amount {
            Some(money) => Bind::Text(money.currency.code().to_owned()),
            None => Bind::Null(NullOf::Text),
        });
    }
    for amount in &amounts {
        binds.push(Bind::Int(amount.map_or(0, |money| sign * money.minor)));
    }
    binds.push(Bind::Int(sign));
    binds
}

/// What tells totals apart.
fn keys(totals: &Totals) -> Vec<String> {
    let by = totals.by.iter().map(|&name| name.to_owned());
    by.chain(totals.sums.iter().map(|name| format!("{name}_currency")))
        .collect()
}

/// What is added up.
fn figures(totals: &Totals) -> Vec<String> {
    let sums = totals.sums.iter().map(|name| format!("{name}_minor"));
    sums.chain(["records".to_owned()]).collect()
}

fn columns(totals: &Totals) -> Vec<String> {
    keys(totals).into_iter().chain(figures(totals)).collect()
}

/// The figures, added up.
fn added_up(totals: &Totals) -> String {
    let sum = |name: String| format!("CAST(SUM({name}) AS BIGINT)");
    figures(totals)
        .into_iter()
        .map(sum)
        .collect::<Vec<_>>()
        .join(", ")
}

/// Whether any figure is not nothing.
fn any(totals: &Totals) -> String {
    let one = |name: String| format!("SUM({name}) <> 0");
    figures(totals)
        .into_iter()
        .map(one)
        .collect::<Vec<_>>()
        .join(" OR ")
}

/// The totals that can answer a question: it asks and groups by what they are kept by, and wants only what they add up.
pub(super) fn serving(entity: &Entity, ask: &Aggregate) -> Option<Totals> {
    let totals = entity.totals.filter(|_| entity.scope == Scope::Owned)?;
    let kept_by = |path: &str| totals.by.contains(&path);
    let filter = ask.filter.as_ref();
    let asks = filter.is_none_or(|filter| filter.tests().iter().all(|test| kept_by(&test.path)));
    let groups = ask
        .group
        .iter()
        .all(|group| group.bucket.is_none() && kept_by(&group.path));
    let measures =
        ask.measures.iter().all(
            |measure| match (measure.function, measure.path.as_deref()) {
                (Function::Count, None) => true,
                (Function::Sum, Some(path)) => totals.sums.contains(&path),
                _ => false,
            },
        );
    (asks && groups && measures).then_some(totals)
}

/// Whether so many rows wait that adding them up pays: more than there are totals, and some.
pub(crate) fn is_scattered(conn: &mut Conn, totals: &Totals) -> Result<bool> {
    let (table, keys) = (totals.table, keys(totals).join(", "));
    let text = format!(
        "SELECT (SELECT COUNT(*) FROM {table}) - 2 * (SELECT COUNT(*) FROM (SELECT DISTINCT {keys} FROM {table}) d)"
    );
    let found = cells::rows(conn, Sql::text(conn.dialect(), &text), |row| row.int(0))?;
    Ok(found.first().copied().flatten().unwrap_or(0) > MOST_ROWS)
}

/// Adds up the rows. Whoever writes meanwhile does not wait, and nothing of theirs is lost: PostgreSQL takes the rows away
/// and puts the sums there in one statement, which sees neither too much nor too little; SQLite has one writer.
pub(crate) fn add_up(conn: &mut Conn, totals: &Totals) -> Result<()> {
    let (table, columns) = (totals.table, columns(totals).join(", "));
    let (keys, sums, any) = (keys(totals).join(", "), added_up(totals), any(totals));
    let sum_of = |from: &str| {
        format!(
            "INSERT INTO {table} ({columns}) SELECT {keys}, {sums} FROM {from} GROUP BY {keys} HAVING {any}"
        )
    };
    let mut texts = Vec::new();
    match conn.dialect() {
        Dialect::Postgres => texts.push(format!(
            "WITH gone AS (DELETE FROM {table} RETURNING {columns}) {}",
            sum_of("gone")
        )),
        Dialect::Sqlite => {
            texts.push(format!(
                "CREATE TEMP TABLE added_up AS SELECT {columns} FROM {table}"
            ));
            texts.push(format!("DELETE FROM {table}"));
            texts.push(sum_of("added_up"));
            texts.push("DROP TABLE added_up".to_owned());
        }
    }
    run_all(conn, &texts)
}

/// How many totals differ from the records as they are.
pub(crate) fn differing(conn: &mut Conn, entity: &Entity, totals: &Totals) -> Result<i64> {
    let (keys, any) = (keys(totals).join(", "), any(totals));
    let amounts = |of: &str| {
        let sums = totals.sums.iter();
        sums.map(|name| format!("{of}COALESCE({name}_minor, 0) AS {name}_minor"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let text = format!(
        "SELECT COUNT(*) FROM (SELECT {keys} FROM (\
         SELECT {keys}, {}, 1 AS records FROM {} WHERE deleted_at IS NULL \
         UNION ALL SELECT {keys}, {}, -records FROM {}) u GROUP BY {keys} HAVING {any}) d",
        amounts(""),
        entity.plural,
        amounts("-"),
        totals.table,
    );
    let found = cells::rows(conn, Sql::text(conn.dialect(), &text), |row| row.int(0))?;
    Ok(found.first().copied().flatten().unwrap_or(0))
}

/// Makes the totals anew from the records. Writers of totals wait until it is done.
pub(crate) fn remake(conn: &mut Conn, entity: &Entity, totals: &Totals) -> Result<()> {
    let (table, columns, keys) = (
        totals.table,
        columns(totals).join(", "),
        keys(totals).join(", "),
    );
    let sums = totals.sums.iter();
    let sums: Vec<String> = sums
        .map(|name| format!("CAST(COALESCE(SUM({name}_minor), 0) AS BIGINT)"))
        .collect();
    let mut texts = Vec::new();
    if conn.dialect() == Dialect::Postgres {
        texts.push(format!("LOCK TABLE {table} IN EXCLUSIVE MODE"));
    }
    texts.push(format!("DELETE FROM {table}"));
    texts.push(format!(
        "INSERT INTO {table} ({columns}) SELECT {keys}, {}, COUNT(*) FROM {} WHERE deleted_at IS NULL GROUP BY {keys}",
        sums.join(", "),
        entity.plural,
    ));
    run_all(conn, &texts)
}

fn run_all(conn: &mut Conn, texts: &[String]) -> Result<()> {
    for text in texts {
        let mut sql = Sql::text(conn.dialect(), text);
        sql.uncached();
        sql.execute(conn)?;
    }
    Ok(())
}
