//! One operation of a batch.

use guanxi_domain::access::Actor;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::problem::Violation;
use guanxi_domain::kernel::{fold, wire};
use guanxi_persistence::{Error, Expect, How, Tx};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use crate::request::bounded;

/// What is to be done with which record.
#[derive(Debug, Clone)]
pub enum Operation {
    Create(Map<String, Json>),
    Patch(Uuid, Expect, Map<String, Json>),
    Delete(Uuid, Expect),
    Restore(Uuid),
    Revert(Uuid, i64),
    Verb(Uuid, Expect, String, Map<String, Json>),
    Upsert(String, String, Map<String, Json>),
}

impl Operation {
    /// Understands `{"op": "patch", "id": …, "version": …, "body": {…}}`.
    pub fn read(json: &Json) -> Result<Self, Violation> {
        let Json::Object(map) = json else {
            return Err(Violation::at("", "not_an_object"));
        };
        let part = Parts(map);
        let (operation, members): (Self, &[&str]) = match part.text("op")?.as_str() {
            "create" => (Self::Create(part.body()?), &["body"]),
            "patch" => (
                Self::Patch(part.id()?, part.version()?, part.body()?),
                &["id", "version", "body"],
            ),
            "delete" => (
                Self::Delete(part.id()?, part.version()?),
                &["id", "version"],
            ),
            "restore" => (Self::Restore(part.id()?), &["id"]),
            "revert" => (
                Self::Revert(part.id()?, part.made_version()?),
                &["id", "version"],
            ),
            "verb" => (
                Self::Verb(
                    part.id()?,
                    part.version()?,
                    part.text("verb")?,
                    part.body()?,
                ),
                &["id", "version", "verb", "body"],
            ),
            "upsert" => (
                Self::Upsert(part.text("key")?, part.text("value")?, part.body()?),
                &["key", "value", "body"],
            ),
            _ => return Err(Violation::field("op", "unknown_operation")),
        };
        part.only(members)?;
        Ok(operation)
    }

    /// Does it; says also whether a record was made.
    pub fn run(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        entity: &'static Entity,
    ) -> Result<(Document, bool), Error> {
        match self {
            Self::Create(body) => {
                let made = tx
                    .create(actor, entity, body, How::Plain)
                    .map_err(in_body)?;
                return Ok((made, true));
            }
            Self::Upsert(key, value, body) => {
                return tx
                    .upsert(actor, entity, key, value, body, How::Plain)
                    .map_err(in_body);
            }
            Self::Patch(id, expect, body) => tx
                .patch(actor, entity, *id, *expect, body, How::Plain)
                .map_err(in_body),
            Self::Verb(id, expect, verb, body) => tx
                .verb(actor, entity, *id, *expect, verb, body)
                .map_err(in_body),
            Self::Delete(id, expect) => tx.delete(actor, entity, *id, *expect),
            Self::Restore(id) => tx.restore(actor, entity, *id, Expect::Any),
            Self::Revert(id, version) => {
                // Looked for first, as a single one is: what is hidden looks like what is missing.
                tx.history(actor, entity, *id, None, 1)?;
                tx.revert_version(actor, entity, *id, *version)
            }
        }
        .map(|document| (document, false))
    }
}

/// Pointers lead into the operation, whose fields are under `body`.
fn in_body(error: Error) -> Error {
    match error {
        Error::Violations(mut found) => {
            for violation in &mut found.0 {
                violation.pointer = format!("/body{}", violation.pointer);
            }
            Error::Violations(found)
        }
        Error::Conflict(violation) => Error::Conflict(violation.under("/body")),
        other => other,
    }
}

struct Parts<'a>(&'a Map<String, Json>);

impl Parts<'_> {
    fn text(&self, name: &str) -> Result<String, Violation> {
        let text = match self.0.get(name) {
            Some(Json::String(text)) => text,
            Some(_) => return Err(Violation::field(name, "not_a_text")),
            None => return Err(Violation::field(name, "required")),
        };
        fold::store(text).map_err(|_| Violation::field(name, "control_character"))
    }

    fn id(&self) -> Result<Uuid, Violation> {
        wire::id(&self.text("id")?).ok_or_else(|| Violation::field("id", "not_an_id"))
    }

    fn version(&self) -> Result<Expect, Violation> {
        match self.0.get("version") {
            None | Some(Json::Null) => Ok(Expect::Any),
            Some(json) => {
                let version = json.as_i64().map(Expect::Version);
                version.ok_or_else(|| Violation::field("version", "not_a_whole_number"))
            }
        }
    }

    /// The version that a change made.
    fn made_version(&self) -> Result<i64, Violation> {
        match self.0.get("version") {
            None | Some(Json::Null) => Err(Violation::field("version", "required")),
            Some(json) => json
                .as_i64()
                .ok_or_else(|| Violation::field("version", "not_a_whole_number")),
        }
    }

    fn body(&self) -> Result<Map<String, Json>, Violation> {
        match self.0.get("body") {
            None | Some(Json::Null) => Ok(Map::new()),
            Some(Json::Object(map)) => {
                bounded(map).map_err(|violation| violation.under("/body"))?;
                Ok(map.clone())
            }
            Some(_) => Err(Violation::field("body", "not_an_object")),
        }
    }

    fn only(&self, names: &[&str]) -> Result<(), Violation> {
        let strange = |name: &&String| *name != "op" && !names.contains(&name.as_str());
        let other = self.0.keys().find(strange);
        other.map_or(Ok(()), |name| {
            Err(Violation::field(name, "unknown_field").with("field", name))
        })
    }
}
