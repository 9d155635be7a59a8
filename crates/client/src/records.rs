//! What can be done with records of any entity.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::aggregate::{Aggregate, Sums};
use crate::batch::{Batch, Outcome};
use crate::call::Call;
use crate::client::Client;
use crate::list::{ListQuery, Page};
use crate::transport::Method;
use crate::{Object, Result};

const KEY: &str = "idempotency-key";
const MERGE_PATCH: &str = "application/merge-patch+json";

/// Which version of a record the caller has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// This one; if it changed since, the answer is 412 with the record as it is now.
    Version(i64),
    /// Whatever is there.
    Any,
}

impl From<i64> for Expect {
    fn from(version: i64) -> Self {
        Self::Version(version)
    }
}

impl Expect {
    pub(crate) fn on(self, call: Call) -> Call {
        match self {
            Self::Version(version) => call.header("if-match", &format!("\"{version}\"")),
            Self::Any => call.header("if-match", "*"),
        }
    }
}

/// A fresh idempotency key.
fn key() -> String {
    Uuid::now_v7().to_string()
}

impl Client {
    /// A page of records.
    pub async fn list(&self, plural: &str, query: &ListQuery) -> Result<Page> {
        if query.tree.is_some() {
            let call = Call::post(&[plural, "query"]).json(query)?;
            return self.send(call).await?.decode();
        }
        let call = Call::get(&[plural]).pairs(query.pairs());
        self.send(call).await?.decode()
    }

    /// A page of the records that pass a filter tree; tests of the query are not looked at.
    pub async fn query(&self, plural: &str, filter: Json, query: &ListQuery) -> Result<Page> {
        self.list(plural, &query.clone().filter(filter)).await
    }

    /// One record.
    pub async fn get(&self, plural: &str, id: Uuid) -> Result<Object> {
        self.get_with(plural, id, &[], &[]).await
    }

    /// One record, with only some fields or with references delivered whole.
    pub async fn get_with(
        &self,
        plural: &str,
        id: Uuid,
        fields: &[&str],
        expand: &[&str],
    ) -> Result<Object> {
        let mut call = Call::get(&[plural, &id.to_string()]);
        if !fields.is_empty() {
            call = call.pair("fields", fields.join(","));
        }
        if !expand.is_empty() {
            call = call.pair("expand", expand.join(","));
        }
        self.send(call).await?.decode()
    }

    /// Makes a record.
    pub async fn create(&self, plural: &str, body: &Object) -> Result<Object> {
        self.create_once(plural, body, &key()).await
    }

    /// Makes a record once, however often it is sent with this key.
    pub async fn create_once(&self, plural: &str, body: &Object, key: &str) -> Result<Object> {
        let call = Call::post(&[plural]).header(KEY, key).json(body)?;
        self.send(call).await?.decode()
    }

    /// Says what making this record would give, or what stands against it. Stores nothing.
    pub async fn check(&self, plural: &str, body: &Object) -> Result<Object> {
        let call = Call::post(&[plural])
            .pair("validate_only", "true")
            .json(body)?;
        self.send(call).await?.decode()
    }

    /// Changes fields of a record; null empties a field.
    pub async fn patch(
        &self,
        plural: &str,
        id: Uuid,
        expect: impl Into<Expect>,
        body: &Object,
    ) -> Result<Object> {
        let call = Call::new(Method::Patch, &[plural, &id.to_string()]);
        let call = expect.into().on(call).body_of(MERGE_PATCH, body)?;
        self.send(call).await?.decode()
    }

    /// Puts a record into the bin, and answers it as it lies there.
    pub async fn delete(
        &self,
        plural: &str,
        id: Uuid,
        expect: impl Into<Expect>,
    ) -> Result<Object> {
        let call = Call::new(Method::Delete, &[plural, &id.to_string()]);
        self.send(expect.into().on(call)).await?.decode()
    }

    /// Takes a record out of the bin.
    pub async fn restore(&self, plural: &str, id: Uuid) -> Result<Object> {
        self.act(plural, id, Expect::Any, "restore", &Object::new())
            .await
    }

    /// Takes back what one event changed, if nobody changed it since.
    pub async fn revert(&self, plural: &str, id: Uuid, event_id: i64) -> Result<Object> {
        let mut body = Object::new();
        body.insert("event_id".to_owned(), json!(event_id));
        self.act(plural, id, Expect::Any, "revert", &body).await
    }

    /// Changes a record's state by one of its verbs, with the fields that the verb asks for.
    pub async fn verb(
        &self,
        plural: &str,
        id: Uuid,
        expect: impl Into<Expect>,
        verb: &str,
        input: &Object,
    ) -> Result<Object> {
        self.act(plural, id, expect.into(), verb, input).await
    }

    /// Adds a row to one of a record's collections, such as `lines`. Answers the record.
    pub async fn add_row(
        &self,
        plural: &str,
        id: Uuid,
        expect: impl Into<Expect>,
        collection: &str,
        row: &Object,
    ) -> Result<Object> {
        self.act(plural, id, expect.into(), collection, row).await
    }

    async fn act(
        &self,
        plural: &str,
        id: Uuid,
        expect: Expect,
        verb: &str,
        body: &Object,
    ) -> Result<Object> {
        let call = Call::post(&[plural, &id.to_string(), verb]).header(KEY, &key());
        self.send(expect.on(call).json(body)?).await?.decode()
    }

    /// Changes the record whose unique field (or `external.<system>`) has this value, or makes it.
    /// Answers the record and whether it is new.
    pub async fn upsert(
        &self,
        plural: &str,
        field: &str,
        value: &str,
        body: &Object,
    ) -> Result<(Object, bool)> {
        let call = Call::new(Method::Put, &[plural, "by", field, value]).json(body)?;
        let answer = self.send(call).await?;
        Ok((answer.decode()?, answer.status == 201))
    }

    /// Many operations at once; one outcome each, in their order.
    pub async fn batch(&self, plural: &str, batch: &Batch) -> Result<Vec<Outcome>> {
        let call = Call::post(&[plural, "batch"])
            .header(KEY, &key())
            .json(batch)?;
        let answer: crate::batch::Outcomes = self.send(call).await?.decode()?;
        Ok(answer.data)
    }

    /// What the operations would come to; nothing is changed.
    pub async fn try_batch(&self, plural: &str, batch: &Batch) -> Result<Vec<Outcome>> {
        let call = Call::post(&[plural, "batch"])
            .pair("validate_only", "true")
            .json(batch)?;
        let answer: crate::batch::Outcomes = self.send(call).await?.decode()?;
        Ok(answer.data)
    }

    /// Counts and sums by groups.
    pub async fn aggregate(&self, plural: &str, aggregate: &Aggregate) -> Result<Sums> {
        let call = Call::post(&[plural, "aggregate"]).json(aggregate)?;
        self.send(call).await?.decode()
    }

    /// What happened to a record, newest first.
    pub async fn events(
        &self,
        plural: &str,
        id: Uuid,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page> {
        let mut call =
            Call::get(&[plural, &id.to_string(), "events"]).pair("limit", limit.to_string());
        if let Some(cursor) = cursor {
            call = call.pair("cursor", cursor);
        }
        self.send(call).await?.decode()
    }
}
