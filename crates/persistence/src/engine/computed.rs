//! Computed fields as SQL: the same value as `domain::kernel::computed` works out in memory.
//!
//! The moment is bound, never the database's: one answer has one moment, and both databases see the same.

use guanxi_domain::kernel::computed::{Check, Clock, Formula, Term};

use crate::sql::Sql;

/// Adds a formula over the table with an alias.
pub(crate) fn push(sql: &mut Sql, formula: &Formula, alias: &str, clock: Clock) {
    let side = Side { alias, clock };
    match formula {
        Formula::Days(from, until) => side.days(sql, from, until),
        Formula::While(checks, inner) => {
            sql.push("(CASE WHEN ");
            side.all(sql, checks);
            sql.push(" THEN ");
            push(sql, inner, alias, clock);
            sql.push(" END)");
        }
        Formula::Holds(checks) => {
            sql.push("(CASE WHEN ");
            side.all(sql, checks);
            sql.push(" THEN TRUE ELSE FALSE END)");
        }
    }
}

/// Whose columns, at which moment.
struct Side<'a> {
    alias: &'a str,
    clock: Clock,
}

impl Side<'_> {
    /// Nothing on either side leads past the first branch and makes the second nothing too.
    fn days(&self, sql: &mut Sql, from: &Term, until: &Term) {
        sql.push("(CASE WHEN ");
        self.before(sql, until, from);
        sql.push(" THEN 0 ELSE ")
            .either("(", "CAST(DIV(EXTRACT(EPOCH FROM (");
        self.term(sql, until);
        sql.push(" - ");
        self.term(sql, from);
        sql.either(") / 86400000000", ")), 86400) AS BIGINT)")
            .push(" END)");
    }

    fn all(&self, sql: &mut Sql, checks: &[Check]) {
        for (i, check) in checks.iter().enumerate() {
            sql.push(if i == 0 { "" } else { " AND " });
            match check {
                // Names of choices are the catalogue's own.
                Check::Is(field, name) => {
                    sql.push(&format!("{}.{field} = '{name}'", self.alias));
                }
                Check::Before(first, second) => self.before(sql, first, second),
            }
        }
    }

    fn before(&self, sql: &mut Sql, first: &Term, second: &Term) {
        self.term(sql, first);
        sql.push(" < ");
        self.term(sql, second);
    }

    fn term(&self, sql: &mut Sql, term: &Term) {
        match term {
            Term::Field(name) => drop(sql.push(&format!("{}.{name}", self.alias))),
            Term::FirstOrNow(names) => {
                sql.push("COALESCE(");
                for name in *names {
                    sql.push(&format!("{}.{name}, ", self.alias));
                }
                sql.bind(self.clock.now).push(")");
            }
            Term::Now => drop(sql.bind(self.clock.now)),
            Term::Today => drop(sql.bind(self.clock.today)),
        }
    }
}
