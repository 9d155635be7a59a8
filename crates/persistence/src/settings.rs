//! Workspace settings: one small table of names and values.

use std::str::FromStr;

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
    /// In which order names are read.
    pub collation: Collation,
    /// In which order they shall be read as soon as all sort keys are computed anew.
    pub next_collation: Option<Collation>,
    /// Counts changes, from 1.
    pub version: i64,
}

impl Workspace {
    /// What is set, by name, in one order; nothing is an empty text.
    pub(crate) fn members(&self) -> [(&'static str, &str); 6] {
        [
            ("name", &self.name),
            ("company_currency", self.company_currency.code()),
            ("time_zone", &self.time_zone),
            ("language", &self.language),
            ("collation", self.collation.name()),
            (
                "next_collation",
                self.next_collation.map_or("", Collation::name),
            ),
        ]
    }
}

impl Default for Workspace {
    fn default() -> Self {
        Self {
            name: "Guanxi".to_owned(),
            company_currency: Currency::from_str("EUR").unwrap_or_default(),
            time_zone: "UTC".to_owned(),
            language: "en".to_owned(),
            collation: Collation::Root,
            next_collation: None,
            version: 1,
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
        next_collation: get(conn, "workspace.next_collation")?
            .filter(|name| !name.is_empty())
            .map(|name| Collation::named(&name)),
        version: get(conn, "workspace.version")?
            .and_then(|number| number.parse().ok())
            .unwrap_or(usual.version),
    })
}

/// Stores the workspace's settings.
pub fn set_workspace(conn: &mut Conn, workspace: &Workspace) -> QueryResult<()> {
    for (name, value) in workspace.members() {
        set(conn, &format!("workspace.{name}"), value)?;
    }
    set(conn, "workspace.version", &workspace.version.to_string())
}
