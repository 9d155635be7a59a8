//! The files of an import as they are stored: in pieces, one upload after another.

use uuid::Uuid;

use super::store::{json, number_of};
use crate::cells;
use crate::connection::Conn;
use crate::error::Result;
use crate::sql::Sql;

/// Begins a file anew.
pub(super) fn begin_file(conn: &mut Conn, id: Uuid, file: usize, upload: Uuid) -> Result<()> {
    drop_pieces(conn, id, file)?;
    let mut sql = Sql::text(
        conn.dialect(),
        "UPDATE import_files SET size = 0, is_complete = ",
    );
    sql.bind(false).push(", upload_id = ").bind(upload);
    of_file(&mut sql, id, file);
    sql.execute(conn)?;
    Ok(())
}

/// Adds bytes to a file, unless another upload of it began since.
pub(super) fn add_piece(
    conn: &mut Conn,
    id: Uuid,
    file: usize,
    upload: Uuid,
    number: i64,
    bytes: &[u8],
) -> Result<()> {
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let mut sql = Sql::text(conn.dialect(), "UPDATE import_files SET size = size + ");
    sql.bind(size);
    of_file(&mut sql, id, file);
    sql.push(" AND is_complete = ")
        .bind(false)
        .push(" AND upload_id = ")
        .bind(upload);
    if sql.execute(conn)? != 1 {
        return Err(super::refused("upload_superseded"));
    }
    let mut sql = Sql::text(
        conn.dialect(),
        "INSERT INTO import_pieces (import_id, file, number, bytes) VALUES (",
    );
    sql.bind(id)
        .push(", ")
        .bind(number_of(file))
        .push(", ")
        .bind(number)
        .push(", ");
    sql.bind(bytes.to_vec()).push(")");
    sql.execute(conn)?;
    Ok(())
}

/// Remembers the columns of a file.
pub(super) fn set_header(conn: &mut Conn, id: Uuid, file: usize, names: &[String]) -> Result<()> {
    let mut sql = Sql::text(conn.dialect(), "UPDATE import_files SET header = ");
    sql.bind(json(&names));
    of_file(&mut sql, id, file);
    sql.execute(conn)?;
    Ok(())
}

/// The columns of a file, if somebody looked.
pub(super) fn header(conn: &mut Conn, id: Uuid, file: usize) -> Result<Vec<String>> {
    let mut sql = Sql::text(
        conn.dialect(),
        "SELECT COALESCE(header, '[]') FROM import_files",
    );
    of_file(&mut sql, id, file);
    let texts = cells::texts(conn, sql)?;
    Ok(texts
        .first()
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default())
}

/// Says that all of a file is there.
pub(super) fn end_file(conn: &mut Conn, id: Uuid, file: usize, upload: Uuid) -> Result<()> {
    let mut sql = Sql::text(conn.dialect(), "UPDATE import_files SET is_complete = ");
    sql.bind(true);
    of_file(&mut sql, id, file);
    sql.push(" AND upload_id = ").bind(upload);
    if sql.execute(conn)? == 1 {
        Ok(())
    } else {
        Err(super::refused("upload_superseded"))
    }
}

/// One piece of a file.
pub(super) fn piece(
    conn: &mut Conn,
    id: Uuid,
    file: usize,
    number: i64,
) -> Result<Option<Vec<u8>>> {
    let mut sql = Sql::text(
        conn.dialect(),
        "SELECT bytes FROM import_pieces WHERE import_id = ",
    );
    sql.bind(id)
        .push(" AND file = ")
        .bind(number_of(file))
        .push(" AND number = ")
        .bind(number);
    Ok(cells::rows(conn, sql, |row| row.bytes(0).unwrap_or_default())?.pop())
}

/// Removes the bytes of a file.
pub(super) fn drop_pieces(conn: &mut Conn, id: Uuid, file: usize) -> Result<()> {
    let mut sql = Sql::text(
        conn.dialect(),
        "DELETE FROM import_pieces WHERE import_id = ",
    );
    sql.bind(id).push(" AND file = ").bind(number_of(file));
    sql.execute(conn)?;
    Ok(())
}

/// Removes some pieces of the files of an import; how many.
pub(super) fn drop_some_pieces(conn: &mut Conn, id: Uuid, limit: i64) -> Result<usize> {
    let mut sql = Sql::text(
        conn.dialect(),
        "DELETE FROM import_pieces WHERE import_id = ",
    );
    sql.bind(id)
        .push(" AND (file, number) IN (SELECT file, number FROM import_pieces WHERE import_id = ");
    sql.bind(id).push(" LIMIT ").bind(limit).push(")");
    Ok(sql.execute(conn)?)
}

/// Removes files of imports that are finished, left by workers that were killed just then.
pub(super) fn drop_left_pieces(conn: &mut Conn) -> Result<usize> {
    let mut sql = Sql::text(
        conn.dialect(),
        "DELETE FROM import_pieces WHERE import_id IN (SELECT id FROM imports WHERE state = 'finished' AND dry_run = ",
    );
    sql.bind(false).push(")");
    Ok(sql.execute(conn)?)
}

fn of_file(sql: &mut Sql, id: Uuid, file: usize) {
    sql.push(" WHERE import_id = ")
        .bind(id)
        .push(" AND number = ")
        .bind(number_of(file));
}
