//! Workspace settings and secrets: one small table of names and JSON values.

use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::QueryResult;
use guanxi_domain::kernel::currency::Currency;

use crate::cells;
use crate::connection::Conn;
use crate::engine::keys::Collation;
use crate::sql::Sql;

/// What the whole workspace shares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    /// The firm's name.
    pub name: String,
    /// The currency in which the firm reckons.
    pub company_currency: Currency,
    /// IANA zone in which the firm's days begin.
    pub time_zone: String,
    /// Language of shared texts: `en`, `zh-Hant`, `zh-Hans`.
    pub language: String,
    /// In which order names are read; changing it means computing all sort keys anew.
    pub collation: Collation,
}

impl Default for Workspace {
    fn default() -> Self {
        Self {
            name: "Guanxi".to_owned(),
            company_currency: Currency::from_str("EUR").unwrap_or_default(),
            time_zone: "UTC".to_owned(),
            language: "en".to_owned(),
            collation: Collation::Root,
        }
    }
}

/// A setting's text, or none.
pub fn get(conn: &mut Conn, name: &str) -> QueryResult<Option<String>> {
    let mut sql = Sql::text(conn.dialect(), "SELECT value FROM settings WHERE name = ");
    sql.bind(name);
    Ok(cells::texts(conn, sql)?.into_iter().next())
}

/// Sets a setting.
pub fn set(conn: &mut Conn, name: &str, value: &str) -> QueryResult<()> {
    let mut sql = Sql::text(
        conn.dialect(),
        "INSERT INTO settings (name, value) VALUES (",
    );
    sql.bind(name).push(", ").bind(value);
    sql.push(") ON CONFLICT (name) DO UPDATE SET value = excluded.value");
    sql.execute(conn).map(drop)
}

/// Sets a setting unless it has a value, and gives the value it has then. For secrets that two
/// nodes may want to make at once.
pub fn set_once(conn: &mut Conn, name: &str, value: &str) -> QueryResult<String> {
    let mut sql = Sql::text(
        conn.dialect(),
        "INSERT INTO settings (name, value) VALUES (",
    );
    sql.bind(name)
        .push(", ")
        .bind(value)
        .push(") ON CONFLICT (name) DO NOTHING");
    sql.execute(conn)?;
    Ok(get(conn, name)?.unwrap_or_else(|| value.to_owned()))
}

/// The workspace's settings, with defaults for what is not set yet.
pub fn workspace(conn: &mut Conn) -> QueryResult<Workspace> {
    let usual = Workspace::default();
    Ok(Workspace {
        name: get(conn, "workspace.name")?.unwrap_or(usual.name),
        company_currency: get(conn, "workspace.company_currency")?
            .and_then(|code| code.parse().ok())
            .unwrap_or(usual.company_currency),
        time_zone: get(conn, "workspace.time_zone")?.unwrap_or(usual.time_zone),
        language: get(conn, "workspace.language")?.unwrap_or(usual.language),
        collation: get(conn, "workspace.collation")?
            .map_or(usual.collation, |name| Collation::named(&name)),
    })
}

/// Stores the workspace's settings.
pub fn set_workspace(conn: &mut Conn, workspace: &Workspace) -> QueryResult<()> {
    set(conn, "workspace.name", &workspace.name)?;
    set(
        conn,
        "workspace.company_currency",
        workspace.company_currency.code(),
    )?;
    set(conn, "workspace.time_zone", &workspace.time_zone)?;
    set(conn, "workspace.language", &workspace.language)?;
    set(conn, "workspace.collation", workspace.collation.name())
}

/// A secret of 256 bits by name, made at first use and shared by all nodes through the database.
pub fn make_secret(conn: &mut Conn, name: &str) -> crate::error::Result<Vec<u8>> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| crate::error::Error::Internal(error.to_string()))?;
    let text = set_once(
        conn,
        &format!("secret.{name}"),
        &URL_SAFE_NO_PAD.encode(bytes),
    )?;
    Ok(decoded(&text))
}

/// A secret that [`make_secret`] made; empty before.
pub fn secret(conn: &mut Conn, name: &str) -> QueryResult<Vec<u8>> {
    Ok(get(conn, &format!("secret.{name}"))?.map_or_else(Vec::new, |text| decoded(&text)))
}

fn decoded(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap_or_default()
}
