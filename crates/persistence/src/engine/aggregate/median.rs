//! The value in the middle of each group. Neither database has it in a form the other one knows, so it is taken by
//! place: the one or two rows in the middle of the group, in order of the value.

use guanxi_domain::kernel::path::Leaf;
use guanxi_domain::kernel::query::Aggregate;

use super::super::conditions::{Asker, expression};
use super::keys::{Key, push_key};
use super::{Source, push_groups, push_source};
use crate::connection::Dialect;
use crate::error::Result;
use crate::sql::Sql;

/// Per group: its keys, a currency if the values have one, the sum of the values in the middle and how many those are.
pub(super) fn statement(
    dialect: Dialect,
    asker: &Asker,
    ask: &Aggregate,
    keys: &[Key],
    leaf: &Leaf,
    currency: Option<&str>,
) -> Result<Sql> {
    let mut parts: Vec<Sql> = keys.iter().map(|key| key_column(dialect, key)).collect();
    parts.extend(currency.map(|column| Sql::text(dialect, column)));
    let names: Vec<String> = (0..parts.len()).map(|i| format!("k{i}")).collect();
    let partition = match names.as_slice() {
        [] => String::new(),
        names => format!("PARTITION BY {} ", names.join(", ")),
    };
    let columns: String = names.iter().map(|name| format!("{name}, ")).collect();
    let mut sql = Sql::text(dialect, "SELECT ");
    sql.push(&columns)
        .push("CAST(SUM(v) AS BIGINT), COUNT(*) FROM (SELECT ")
        .push(&columns)
        .push(&format!(
            "v, ROW_NUMBER() OVER ({partition}ORDER BY v) AS place, "
        ))
        .push(&format!(
            "COUNT(*) OVER ({partition}) AS members FROM (SELECT "
        ));
    for (part, name) in parts.into_iter().zip(&names) {
        sql.append(part).push(&format!(" AS {name}, "));
    }
    sql.append(expression(leaf, "t", asker, dialect))
        .push(" AS v FROM ");
    push_source(&mut sql, (asker, ask, Source::Records))?;
    sql.push(") plain WHERE v IS NOT NULL) placed WHERE 2 * place IN (members, members + 1, members + 2)");
    push_groups(&mut sql, names.len(), Source::Records);
    Ok(sql)
}

fn key_column(dialect: Dialect, key: &Key) -> Sql {
    let mut sql = Sql::new(dialect);
    push_key(&mut sql, key);
    sql
}
