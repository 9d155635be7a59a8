//! Whether the database answers, and whether it takes writes.

use guanxi_domain::kernel::time::Instant;

use crate::cells;
use crate::connection::Conn;
use crate::error::Result;
use crate::settings;
use crate::sql::Sql;

/// Reads something.
pub fn read(conn: &mut Conn) -> Result<()> {
    let sql = Sql::text(conn.dialect(), "SELECT COUNT(*) FROM settings");
    cells::number(conn, sql)?;
    Ok(())
}

/// Writes something: a full disk or a read-only file shows here.
pub fn write(conn: &mut Conn, now: Instant) -> Result<()> {
    settings::set(conn, "health.probe", &now.to_string())?;
    Ok(())
}
