//! What a link is made of.

use std::borrow::Cow;

use guanxi_domain::kernel::time::Instant;
use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::cells::{self, Cells};
use crate::connection::Conn;
use crate::error::Result;
use crate::events::{Position, behind, compare};
use crate::sql::Sql;

/// Bytes of a salt.
pub(super) const SALT: usize = 16;
/// Bytes of a digest.
pub(super) const DIGEST: usize = 32;
/// What stands where an erased value's salt was.
pub(super) const NO_SALT: [u8; SALT] = [0; SALT];

/// An event with everything that its link covers.
pub(super) struct Entry {
    pub(super) position: Position,
    pub(super) record_id: Uuid,
    pub(super) verb: String,
    pub(super) changes: String,
    entity: String,
    version: i64,
    actor: Option<Uuid>,
    on_behalf_of: Option<Uuid>,
    channel: String,
    at: Instant,
    owners_and_teams: [Option<Uuid>; 4],
}

/// Events behind a place in the order of readers: up to another place, or, without one, all that
/// readers may see.
pub(super) fn entries(
    conn: &mut Conn,
    after: Position,
    upto: Option<Position>,
    limit: usize,
) -> Result<Vec<Entry>> {
    let mut sql = Sql::text(conn.dialect(), "SELECT ");
    sql.either("0", "tx::text::bigint").push(
        ", seq, entity, record_id, version, verb, actor_id, on_behalf_of, channel, happened_at, changes, \
         old_owner_id, new_owner_id, old_team_id, new_team_id FROM event_log WHERE ",
    );
    match upto {
        None => behind(&mut sql, after),
        Some(upto) => {
            compare(&mut sql, ">", after);
            sql.push(" AND ");
            compare(&mut sql, "<=", upto);
            sql.either(" ORDER BY seq", " ORDER BY tx, seq");
        }
    }
    sql.push(" LIMIT ")
        .bind(i64::try_from(limit).unwrap_or(i64::MAX));
    Ok(cells::rows(conn, sql, entry)?)
}

fn entry(row: &Cells) -> Entry {
    Entry {
        position: Position {
            tx: row.int(0).unwrap_or_default(),
            seq: row.int(1).unwrap_or_default(),
        },
        entity: row.text(2),
        record_id: row.id(3).unwrap_or_default(),
        version: row.int(4).unwrap_or_default(),
        verb: row.text(5),
        actor: row.id(6),
        on_behalf_of: row.id(7),
        channel: row.text(8),
        at: row.instant(9).unwrap_or_default(),
        changes: row.text(10),
        owners_and_teams: [row.id(11), row.id(12), row.id(13), row.id(14)],
    }
}

/// One value of an event: a field with what it was and is.
pub(super) struct Held<'a> {
    /// Which field; not personal, so it stays when the value is erased.
    pub(super) field: Cow<'a, str>,
    content: Content<'a>,
}

/// Texts as they are stored, byte for byte: what reads and writes JSON may change with its version.
enum Content<'a> {
    Kept { old: &'a str, new: &'a str },
    Erased,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored<'a> {
    #[serde(borrow)]
    field: Cow<'a, str>,
    #[serde(borrow, default)]
    old: Option<&'a RawValue>,
    #[serde(borrow, default)]
    new: Option<&'a RawValue>,
    #[serde(default)]
    erased: bool,
}

/// The values of an event. What is not written as we write it counts as one value, so that everything
/// has its place in the chain.
pub(super) fn values(changes: &str) -> Vec<Held<'_>> {
    let read = serde_json::from_str::<Vec<Stored>>(changes);
    let held = read
        .ok()
        .and_then(|all| all.into_iter().map(held).collect::<Option<Vec<_>>>());
    held.unwrap_or_else(|| {
        let content = Content::Kept {
            old: "",
            new: changes,
        };
        vec![Held {
            field: Cow::Borrowed(""),
            content,
        }]
    })
}

fn held(stored: Stored<'_>) -> Option<Held<'_>> {
    let content = match (stored.erased, stored.old, stored.new) {
        (true, None, None) => Content::Erased,
        (true, ..) => return None,
        (false, old, new) => Content::Kept {
            old: old.map_or("null", RawValue::get),
            new: new.map_or("null", RawValue::get),
        },
    };
    Some(Held {
        field: stored.field,
        content,
    })
}

impl Held<'_> {
    pub(super) const fn is_erased(&self) -> bool {
        matches!(self.content, Content::Erased)
    }

    /// The digest of a value with its salt.
    pub(super) fn digest(&self, salt: &[u8]) -> [u8; DIGEST] {
        let mut parts = Parts::new(b"guanxi value 1");
        parts.add(salt);
        match self.content {
            Content::Kept { old, new } => parts.add(old.as_bytes()).add(new.as_bytes()),
            Content::Erased => &mut parts,
        };
        parts.end()
    }
}

impl Entry {
    /// The link of the event as number `n` behind another link.
    pub(super) fn link(
        &self,
        n: i64,
        before: &[u8],
        values: &[Held<'_>],
        digests: &[u8],
    ) -> [u8; DIGEST] {
        let mut parts = Parts::new(b"guanxi event 1");
        parts.add(before).number(n).number(self.position.seq);
        parts.add(self.entity.as_bytes()).id(Some(self.record_id));
        parts.number(self.version).add(self.verb.as_bytes());
        parts.id(self.actor).id(self.on_behalf_of);
        parts.add(self.channel.as_bytes()).number(self.at.micros());
        for id in self.owners_and_teams {
            parts.id(id);
        }
        for value in values {
            parts.add(value.field.as_bytes());
        }
        parts.add(digests);
        parts.end()
    }
}

/// A hash over parts, each with its length, so that no two lists of parts look alike.
struct Parts(Sha256);

impl Parts {
    fn new(purpose: &[u8]) -> Self {
        let mut parts = Self(Sha256::new());
        parts.add(purpose);
        parts
    }

    fn add(&mut self, part: &[u8]) -> &mut Self {
        self.0.update((part.len() as u64).to_le_bytes());
        self.0.update(part);
        self
    }

    fn number(&mut self, number: i64) -> &mut Self {
        self.add(&number.to_le_bytes())
    }

    fn id(&mut self, id: Option<Uuid>) -> &mut Self {
        self.add(id.as_ref().map_or(&[][..], |id| &id.as_bytes()[..]))
    }

    fn end(self) -> [u8; DIGEST] {
        self.0.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(changes: &str) -> Vec<[u8; DIGEST]> {
        values(changes)
            .iter()
            .map(|value| value.digest(&[1; SALT]))
            .collect()
    }

    #[test]
    fn every_byte_of_a_value_counts() {
        let usual = digest(r#"[{"field":"name","old":null,"new":"Ann"}]"#);
        for other in [
            r#"[{"field":"name","old":null,"new":"ann"}]"#,
            r#"[{"field":"name","old":"Ann","new":null}]"#,
            r#"[{"field":"name","old":null,"new":"Ann","note":"x"}]"#,
            r#"[{"field":"name","old":null,"new":"Ann","erased":true}]"#,
            r#"[{"field":"name","old":null,"new":null,"erased":true}]"#,
            r#"{"field":"name"}"#,
            "",
        ] {
            assert_ne!(digest(other), usual, "{other}");
        }
        assert!(values("[]").is_empty());
    }

    #[test]
    fn an_erased_value_keeps_its_field() {
        let all = values(r#"[{"field":"name","old":null,"new":null,"erased":true}]"#);
        assert!(
            all.iter()
                .all(|value| value.is_erased() && value.field == "name")
        );
    }
}
