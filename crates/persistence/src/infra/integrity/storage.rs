//! What the database itself knows of its state.

use super::{Findings, count};
use crate::cells;
use crate::connection::Dialect;
use crate::database::Database;
use crate::error::Result;
use crate::sql::Sql;

/// SQLite reads every page of the file. PostgreSQL looks after its pages by itself; there its constraints and indexes are
/// asked whether they hold, which they do not while they are switched off.
pub(super) fn look(db: &Database, findings: &mut Findings) -> Result<()> {
    match db.dialect() {
        Dialect::Sqlite => sqlite(db, findings),
        Dialect::Postgres => postgres(db, findings),
    }
}

fn sqlite(db: &Database, findings: &mut Findings) -> Result<()> {
    findings.looked_at(count(db, "SELECT page_count FROM pragma_page_count")?);
    let lines = texts(db, "PRAGMA integrity_check")?;
    for line in lines.into_iter().filter(|line| line != "ok") {
        findings.fault(|| line);
    }
    Ok(())
}

fn postgres(db: &Database, findings: &mut Findings) -> Result<()> {
    findings.looked_at(count(db, &format!("SELECT COUNT(*) {CONSTRAINTS}"))?);
    let open = format!("SELECT c.conname::text {CONSTRAINTS} AND NOT c.convalidated ORDER BY 1");
    for name in texts(db, &open)? {
        findings.fault(|| format!("the rule {name} does not hold for what was there before it"));
    }
    findings.looked_at(count(db, &format!("SELECT COUNT(*) {INDEXES}"))?);
    let broken = format!(
        "SELECT i.indexrelid::regclass::text {INDEXES} AND NOT (i.indisvalid AND i.indisready) ORDER BY 1"
    );
    for name in texts(db, &broken)? {
        findings.fault(|| format!("the index {name} is not whole"));
    }
    let off = format!(
        "SELECT DISTINCT t.tgrelid::regclass::text {TRIGGERS} AND t.tgenabled = 'D' ORDER BY 1"
    );
    for name in texts(db, &off)? {
        findings.fault(|| format!("the rules of {name} are switched off"));
    }
    Ok(())
}

const CONSTRAINTS: &str =
    "FROM pg_constraint c WHERE c.connamespace = current_schema()::regnamespace";
const INDEXES: &str = "FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
     WHERE c.relnamespace = current_schema()::regnamespace";
const TRIGGERS: &str = "FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid \
     WHERE c.relnamespace = current_schema()::regnamespace";

fn texts(db: &Database, text: &str) -> Result<Vec<String>> {
    db.read(|reader| {
        let sql = Sql::text(reader.conn().dialect(), text);
        Ok(cells::texts(reader.conn(), sql)?)
    })
}
