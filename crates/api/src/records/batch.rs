//! `POST /{plural}/batch`: up to a thousand operations at once.

mod operation;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use guanxi_domain::access::Actor;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::problem::{Problem, Violation};
use guanxi_i18n::Language;
use guanxi_persistence::{Error, Tx};
use serde::Serialize;
use serde_json::Value as Json;
use uuid::Uuid;

use self::operation::Operation;
use super::once::{Manner, once};
use super::path::{Target, Writable};
use super::permit::Permit;
use super::query::Members;
use super::reply::Reply;
use crate::caller::Caller;
use crate::refusal::{Refusal, of_error, problem};
use crate::request::{Body, Bulk, Pairs};

/// Most operations of one batch.
pub const MOST: usize = 1_000;

/// Runs the operations in order, each on its own or, when `atomic`, all or none. Answers one result
/// per operation.
pub async fn batch(
    caller: Caller,
    Writable(Target(entity)): Writable<Target>,
    request: HttpRequest,
    pairs: Pairs,
    Bulk(body): Bulk,
) -> Result<HttpResponse, Refusal> {
    Permit::Change.check(&caller.actor, entity)?;
    let manner = Manner::of_post(&request, pairs, &body.hash)?;
    let (atomic, operations) = read(&body)?;
    let teller = Teller {
        language: caller.language,
        trace_id: caller.trace_id.to_string(),
    };
    once(&caller, entity, Permit::Change, manner, move |tx, actor| {
        let rows = if atomic {
            together(tx, actor, entity, &operations, &teller)?
        } else {
            apart(tx, actor, entity, &operations, &teller)?
        };
        reply(&rows)
    })
    .await
}

fn read(body: &Body) -> Result<(bool, Vec<Result<Operation, Violation>>), Refusal> {
    Members(&body.members).known(&["atomic", "operations"])?;
    let atomic = match body.members.get("atomic") {
        None | Some(Json::Null) => false,
        Some(Json::Bool(yes)) => *yes,
        Some(_) => return Err(Violation::field("atomic", "not_a_boolean").into()),
    };
    let items = match body.members.get("operations") {
        Some(Json::Array(items)) => items,
        Some(_) => return Err(Violation::field("operations", "not_a_list").into()),
        None => return Err(Violation::field("operations", "required").into()),
    };
    if items.len() > MOST {
        return Err(Violation::field("operations", "too_many_rows")
            .with("most", MOST)
            .into());
    }
    Ok((atomic, items.iter().map(Operation::read).collect()))
}

/// What became of one operation.
#[derive(Debug, Clone, Serialize)]
struct Row {
    index: usize,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Problem>,
}

fn reply(rows: &[Row]) -> Result<Reply, Error> {
    let body = serde_json::json!({ "data": rows });
    Ok(Reply {
        status: 200,
        record: None,
        version: None,
        location: None,
        body: body.to_string(),
    })
}

type Given = [Result<Operation, Violation>];

/// Each operation stands for itself.
fn apart(
    tx: &mut Tx,
    actor: &Actor,
    entity: &'static Entity,
    given: &Given,
    teller: &Teller,
) -> Result<Vec<Row>, Error> {
    let mut rows = Vec::with_capacity(given.len());
    for (index, operation) in given.iter().enumerate() {
        let done = tx.savepoint(|tx| run(tx, actor, entity, operation, index));
        rows.push(match done {
            Ok(row) => row,
            Err(error) => teller.refused(index, passing(error)?, tx, actor),
        });
    }
    Ok(rows)
}

/// All or none: the first refusal takes everything back.
fn together(
    tx: &mut Tx,
    actor: &Actor,
    entity: &'static Entity,
    given: &Given,
    teller: &Teller,
) -> Result<Vec<Row>, Error> {
    let mut rows = Vec::with_capacity(given.len());
    let done = tx.savepoint(|tx| {
        for (index, operation) in given.iter().enumerate() {
            rows.push(run(tx, actor, entity, operation, index)?);
        }
        Ok(())
    });
    let Err(error) = done else {
        return Ok(rows);
    };
    let place = rows.len();
    let refused = teller.refused(place, passing(error)?, tx, actor);
    let others = |index| teller.taken_back(index);
    let before = (0..place).map(others);
    let after = (place + 1..given.len()).map(others);
    Ok(before.chain([refused]).chain(after).collect())
}

fn run(
    tx: &mut Tx,
    actor: &Actor,
    entity: &'static Entity,
    operation: &Result<Operation, Violation>,
    index: usize,
) -> Result<Row, Error> {
    let operation = operation
        .as_ref()
        .map_err(|violation| Error::from(violation.clone()))?;
    let (document, made) = operation.run(tx, actor, entity)?;
    super::reply::end_sessions(tx, &document)?;
    Ok(Row {
        index,
        status: if made { 201 } else { 200 },
        id: Some(document.id()),
        version: Some(document.version()),
        problem: None,
    })
}

/// What concerns one operation stays with it; an outage ends the whole batch.
fn passing(error: Error) -> Result<Error, Error> {
    match error {
        outage @ (Error::Busy | Error::Unavailable(_) | Error::Secret(_) | Error::Internal(_)) => {
            Err(outage)
        }
        refusal => Ok(refusal),
    }
}

struct Teller {
    language: Language,
    trace_id: String,
}

impl Teller {
    fn refused(&self, index: usize, error: Error, tx: &Tx, actor: &Actor) -> Row {
        self.row(index, &of_error(error, actor, &tx.world.custom))
    }

    fn taken_back(&self, index: usize) -> Row {
        self.row(
            index,
            &Refusal::new(StatusCode::FAILED_DEPENDENCY, "batch_rolled_back"),
        )
    }

    fn row(&self, index: usize, refusal: &Refusal) -> Row {
        Row {
            index,
            status: refusal.status.as_u16(),
            id: None,
            version: None,
            problem: Some(problem(refusal, self.language, &self.trace_id)),
        }
    }
}
