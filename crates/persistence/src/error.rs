//! What can go wrong, in the words of the caller.

use diesel::result::{DatabaseErrorKind, Error as Diesel};
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::problem::{Violation, Violations};

use crate::secrets::SecretFault;

/// Why a read or write did not happen. Nothing is written when a write answers with one of these.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Absent, or out of the actor's sight.
    #[error("record not found")]
    NotFound,
    /// The actor may not do this at all (or not with this visible record).
    #[error("no right to {0}")]
    Forbidden(&'static str),
    /// The domain says no, or a field cannot be read.
    #[error(transparent)]
    Violations(#[from] Violations),
    /// Another record has what must be unique.
    #[error("conflict: {}", .0.code)]
    Conflict(Violation),
    /// The verb does not start from the record's state.
    #[error("{verb} does not start from {state}")]
    Transition {
        /// The verb asked for.
        verb: &'static str,
        /// The state the record is in.
        state: String,
    },
    /// The record changed since the caller read it; here it is as it is now.
    #[error("stale version")]
    Stale(Box<Document>),
    /// The cursor was not made by us for this list.
    #[error("bad cursor")]
    BadCursor,
    /// The queue of writes is full; try again shortly.
    #[error("too many writes waiting")]
    Busy,
    /// The database cannot be reached or written now.
    #[error("database unavailable: {0}")]
    Unavailable(String),
    /// A stored secret cannot be used.
    #[error(transparent)]
    Secret(#[from] SecretFault),
    /// Our fault.
    #[error("internal: {0}")]
    Internal(String),
}

/// The result of everything here.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<Violation> for Error {
    fn from(violation: Violation) -> Self {
        Self::Violations(violation.into())
    }
}

impl From<Diesel> for Error {
    fn from(error: Diesel) -> Self {
        match error {
            Diesel::NotFound => Self::NotFound,
            Diesel::DatabaseError(DatabaseErrorKind::UniqueViolation, info) => {
                let place = info.constraint_name().unwrap_or_else(|| info.message());
                Self::Conflict(unique_violation(place))
            }
            Diesel::DatabaseError(DatabaseErrorKind::ClosedConnection, info) => {
                Self::Unavailable(info.message().to_owned())
            }
            Diesel::DatabaseError(_, info) if is_outage(info.message()) => {
                Self::Unavailable(info.message().to_owned())
            }
            Diesel::BrokenTransactionManager => Self::Unavailable("connection lost".to_owned()),
            other => Self::Internal(other.to_string()),
        }
    }
}

/// Texts of outages: SQLite's full disk, I/O error, read-only file, lock; PostgreSQL going down, or being one that only
/// reads, as after a failover.
fn is_outage(message: &str) -> bool {
    const SIGNS: [&str; 11] = [
        "database or disk is full",
        "disk I/O error",
        "readonly database",
        "database is locked",
        "server closed the connection",
        "terminating connection",
        "the database system is",
        "connection to server",
        "no connection to the server",
        "No space left on device",
        "read-only transaction",
    ];
    SIGNS.iter().any(|sign| message.contains(sign))
}

/// SQLite names the columns (`UNIQUE constraint failed: products.sku`), PostgreSQL the index
/// (`products_sku_unique`); both lead to the first field concerned.
fn unique_violation(place: &str) -> Violation {
    let place = place
        .strip_prefix("UNIQUE constraint failed: ")
        .unwrap_or(place);
    let field = match place.split_once('.') {
        Some((_, column)) => column.split(',').next().unwrap_or(column).to_owned(),
        None => index_field(place),
    };
    let field = field.trim_end_matches("_key").to_owned();
    if field == "id" || field.is_empty() {
        return Violation::field("id", "id_taken");
    }
    Violation::field(&field, "not_unique")
}

fn index_field(index: &str) -> String {
    let inner = index.strip_suffix("_unique").unwrap_or(index);
    if inner.ends_with("_pkey") {
        return "id".to_owned();
    }
    let owner = guanxi_domain::registry::ENTITIES
        .iter()
        .filter(|entity| inner.starts_with(entity.plural))
        .max_by_key(|entity| entity.plural.len());
    let Some(entity) = owner else {
        return String::new();
    };
    let rest = inner[entity.plural.len()..].trim_start_matches('_');
    let first = entity
        .all_fields()
        .filter(|field| rest.starts_with(field.name))
        .max_by_key(|field| field.name.len());
    first.map_or_else(String::new, |field| field.name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_databases_name_the_same_field() {
        for place in [
            "UNIQUE constraint failed: products.sku",
            "products_sku_unique",
        ] {
            assert_eq!(
                unique_violation(place),
                Violation::field("sku", "not_unique")
            );
        }
        for place in [
            "UNIQUE constraint failed: tags.name_key",
            "tags_name_unique",
        ] {
            assert_eq!(
                unique_violation(place),
                Violation::field("name", "not_unique")
            );
        }
        for place in ["UNIQUE constraint failed: accounts.id", "accounts_pkey"] {
            assert_eq!(unique_violation(place), Violation::field("id", "id_taken"));
        }
    }

    #[test]
    fn a_server_that_only_reads_is_an_outage() {
        assert!(is_outage("attempt to write a readonly database"));
        assert!(is_outage(
            "cannot execute INSERT in a read-only transaction"
        ));
        assert!(!is_outage("syntax error at or near \"INSERT\""));
    }
}
