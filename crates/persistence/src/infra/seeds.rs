//! What a new workspace begins with, as far as the engine's doors do not let it in.

use guanxi_domain::kernel::catalogue::Entity;
use uuid::Uuid;

use crate::cells;
use crate::connection::Conn;
use crate::error::Result;
use crate::sql::Sql;

/// Whether a record is there already, be it in the bin.
pub fn is_planted(conn: &mut Conn, entity: &Entity, id: Uuid) -> Result<bool> {
    let text = format!("SELECT COUNT(*) FROM {} WHERE id = ", entity.plural);
    let mut sql = Sql::text(conn.dialect(), &text);
    sql.bind(id);
    Ok(cells::number(conn, sql)? > 0)
}

/// Whether a record is as it was planted.
pub fn is_untouched(conn: &mut Conn, entity: &Entity, id: Uuid) -> Result<bool> {
    let text = format!(
        "SELECT COUNT(*) FROM {} WHERE version = 1 AND deleted_at IS NULL AND id = ",
        entity.plural
    );
    let mut sql = Sql::text(conn.dialect(), &text);
    sql.bind(id);
    Ok(cells::number(conn, sql)? > 0)
}

/// Gives a seeded role its code, which nobody can set from outside.
pub fn name_role(conn: &mut Conn, role: Uuid, code: &str) -> Result<()> {
    let mut sql = Sql::text(conn.dialect(), "UPDATE roles SET code = ");
    sql.bind(code).push(" WHERE id = ").bind(role);
    sql.execute(conn)?;
    Ok(())
}
