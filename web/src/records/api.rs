//! What the record screens ask of the server, in their own terms.

use guanxi_client::deals::{Decided, Pace, Standing};
use guanxi_client::funnel::{Funnel, FunnelQuery};
use guanxi_client::targets::Attainment;
use guanxi_client::{
    Aggregate, Batch, Client, Expect, Likeness, ListQuery, Object, Operation, Outcome, Overview,
    Sum, Taken, Total,
};
use guanxi_domain::kernel::meta::Meta;
use leptos::prelude::*;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::catalogue::Entity;
use super::failure::Failure;
use super::record::Record;
use crate::session::Connection;

/// The server, for screens. While it does not answer, changes are refused before they are sent; questions are asked all
/// the same.
#[derive(Clone, Copy)]
pub struct Api {
    client: StoredValue<Client>,
    connection: Connection,
}

/// A page of a list.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The records.
    pub rows: Vec<Record>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// Where the page before begins.
    pub previous: Option<String>,
    /// How many there are in all, when asked for.
    pub total: Option<Total>,
}

type Answer<T> = Result<T, Failure>;

impl Api {
    /// Speaks through a client.
    pub fn new(client: Client, connection: Connection) -> Self {
        Self {
            client: StoredValue::new(client),
            connection,
        }
    }

    /// For questions.
    fn client(self) -> Client {
        self.client.get_value()
    }

    /// For changes.
    async fn writer(self) -> Answer<Client> {
        if self.connection.is_open().await {
            Ok(self.client())
        } else {
            Err(Failure::Offline)
        }
    }

    /// What came belongs to what is shown.
    fn seen<T>(self, answer: T) -> T {
        self.connection.seen();
        answer
    }

    /// The catalogue as this person may see it.
    pub async fn meta(self) -> Answer<Meta> {
        Ok(self.client().meta().await?)
    }

    /// A page of records.
    pub async fn list(self, plural: &str, query: ListQuery) -> Answer<Page> {
        // Always by body: a filter tree has no other form.
        let query = if query.tree.is_some() {
            query
        } else {
            query.filter(json!({ "and": [] }))
        };
        page(self.seen(self.client().list(plural, &query).await?))
    }

    /// One record, whole, with the records its references name.
    pub async fn get(self, plural: &str, id: &str, expand: &[&str]) -> Answer<Record> {
        let id = uuid(id)?;
        let found = self.client().get_with(plural, id, &[], expand).await?;
        Ok(record(self.seen(found)))
    }

    /// Makes a record once, however often it is sent with this key.
    pub async fn create(self, plural: &str, body: Json, key: &str) -> Answer<Record> {
        let client = self.writer().await?;
        Ok(record(
            client.create_once(plural, &object(body), key).await?,
        ))
    }

    /// Changes a record that is still at `version`.
    pub async fn patch(self, plural: &str, id: &str, version: i64, body: Json) -> Answer<Record> {
        let id = uuid(id)?;
        let client = self.writer().await?;
        Ok(record(
            client.patch(plural, id, version, &object(body)).await?,
        ))
    }

    /// Puts a record into the bin, whatever its version.
    pub async fn delete(self, plural: &str, id: &str) -> Answer<()> {
        let client = self.writer().await?;
        client.delete(plural, uuid(id)?, Expect::Any).await?;
        Ok(())
    }

    /// Takes a record out of the bin.
    pub async fn restore(self, plural: &str, id: &str) -> Answer<()> {
        self.writer().await?.restore(plural, uuid(id)?).await?;
        Ok(())
    }

    /// Uses a verb.
    pub async fn act(self, plural: &str, id: &str, verb: &str, body: Json) -> Answer<Record> {
        let id = uuid(id)?;
        let client = self.writer().await?;
        Ok(record(
            client
                .verb(plural, id, Expect::Any, verb, &object(body))
                .await?,
        ))
    }

    /// Takes back what one event changed.
    pub async fn revert(self, plural: &str, id: &str, event: i64) -> Answer<Record> {
        let client = self.writer().await?;
        Ok(record(client.revert(plural, uuid(id)?, event).await?))
    }

    /// What happened to a record, newest first.
    pub async fn events(
        self,
        plural: &str,
        id: &str,
        cursor: Option<&str>,
        limit: u32,
    ) -> Answer<Page> {
        page(
            self.client()
                .events(plural, uuid(id)?, cursor, limit)
                .await?,
        )
    }

    /// Counts and sums by groups.
    pub async fn aggregate(self, plural: &str, question: Aggregate) -> Answer<Vec<Sum>> {
        Ok(self.client().aggregate(plural, &question).await?.groups)
    }

    /// The targets that run today, with what was reached.
    pub async fn attainment(self) -> Answer<Vec<Attainment>> {
        Ok(self.seen(self.client().attainment(None).await?))
    }

    /// The battle map of a pipeline.
    pub async fn funnel(self, pipeline: &str, question: &FunnelQuery) -> Answer<Funnel> {
        let map = self.client().funnel(uuid(pipeline)?, question).await?;
        Ok(self.seen(map))
    }

    /// How opportunities stand.
    pub async fn standings(self, ids: &[Uuid]) -> Answer<Vec<Standing>> {
        Ok(self.client().standings(ids).await?)
    }

    /// The usual stay in the stages of a pipeline.
    pub async fn pace(self, pipeline: Uuid) -> Answer<Vec<Pace>> {
        Ok(self.client().pace(pipeline).await?)
    }

    /// What was won and lost.
    pub async fn win_loss(self, by: &str, filter: Json) -> Answer<Vec<Decided>> {
        Ok(self.client().win_loss(by, Some(filter)).await?)
    }

    /// Many changes at once, each on its own; one outcome each, in their order.
    pub async fn batch(self, plural: &str, operations: Vec<Operation>) -> Answer<Vec<Outcome>> {
        let client = self.writer().await?;
        Ok(client
            .batch(
                plural,
                &Batch {
                    atomic: false,
                    operations,
                },
            )
            .await?)
    }

    /// Records that are likely the one that a body would make.
    pub async fn duplicates(self, plural: &str, body: &Object) -> Answer<Vec<Likeness>> {
        Ok(self.client().duplicates(plural, body).await?)
    }

    /// A record with what there is to know around it.
    pub async fn overview(self, entity: &Entity, id: &str) -> Answer<Overview> {
        let id = uuid(id)?;
        let client = self.client();
        Ok(self.seen(client.overview(&entity.plural, &entity.name, id).await?))
    }

    /// What many changes would come to, without any.
    pub async fn try_batch(self, plural: &str, operations: Vec<Operation>) -> Answer<Vec<Outcome>> {
        let batch = Batch {
            atomic: false,
            operations,
        };
        Ok(self.client().try_batch(plural, &batch).await?)
    }

    /// The times of this person's activities between two moments.
    pub async fn agenda(self, from: &str, until: &str) -> Answer<Vec<Record>> {
        let times = self.seen(self.client().agenda(from, until, &[]).await?);
        Ok(times.into_iter().map(record).collect())
    }

    /// What this person is asked to and has not answered: so many at most, and how many there are.
    pub async fn invitations(self, most: u32) -> Answer<(Vec<Record>, i64)> {
        let told = self.seen(self.client().invitations(most).await?);
        let times = told.data.into_iter().map(record);
        Ok((times.collect(), told.total))
    }

    /// Makes the feed of this person's calendar, or gives it another address; its path.
    pub async fn renew_calendar_feed(self) -> Answer<String> {
        let feed = self.writer().await?.renew_calendar_feed().await?;
        Ok(feed.path.unwrap_or_default())
    }

    /// The path of a contact's preference page; made when there is none.
    pub async fn preference_link(self, contact: &str) -> Answer<String> {
        Ok(self.writer().await?.preference_link(contact).await?.path)
    }

    /// Ends a contact's preference page.
    pub async fn end_preference_link(self, contact: &str) -> Answer<()> {
        Ok(self.writer().await?.end_preference_link(contact).await?)
    }

    /// Takes over the events of a calendar file.
    pub async fn import_calendar(self, file: &str) -> Answer<Taken> {
        Ok(self.writer().await?.import_calendar(file).await?)
    }

    /// Records of any entity that fit a text: entity, id, title.
    pub async fn search(self, text: &str, limit: u32) -> Answer<Vec<(String, String, String)>> {
        let hits = self.client().search(text, &[], limit).await?;
        Ok(hits
            .into_iter()
            .map(|hit| (hit.entity, hit.id.to_string(), hit.title))
            .collect())
    }
}

/// A fresh id, made here: for idempotency keys and new rows.
pub fn fresh_id() -> String {
    Uuid::now_v7().to_string()
}

/// The id of a record; one that is none is a record that is not there.
pub fn uuid(id: &str) -> Answer<Uuid> {
    Uuid::try_parse(id).map_err(|_| Failure::missing())
}

fn object(json: Json) -> Object {
    match json {
        Json::Object(map) => map,
        _ => Object::new(),
    }
}

fn record(map: Object) -> Record {
    Record::new(Json::Object(map))
}

fn page(page: guanxi_client::Page) -> Answer<Page> {
    let rows = page.data.into_iter().map(record).collect();
    Ok(Page {
        rows,
        next: page.next_cursor,
        previous: page.prev_cursor,
        total: page.total,
    })
}
