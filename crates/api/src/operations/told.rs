//! `GET /operations`, and `POST /operations/jobs/{name}/run`.

use actix_web::HttpResponse;
use actix_web::web::Path;
use guanxi_domain::kernel::time::Instant;
use guanxi_persistence::infra::nodes::{Node, SILENT};
use guanxi_persistence::infra::recurring::Recurring;
use guanxi_persistence::infra::work::Work;
use guanxi_persistence::infra::{nodes, recurring, work};
use guanxi_persistence::statements::SlowStatement;
use guanxi_persistence::vitals::{Backlog, backlog};
use guanxi_persistence::{Dialect, Error};
use serde_json::{Value as Json, json};

use super::schedule::TASKS;
use crate::caller::Caller;
use crate::health;
use crate::refusal::Refusal;
use crate::request::Pairs;

/// Pieces of work and statements that are told at most.
const MOST: usize = 50;

/// How everything stands; for administrators.
pub async fn show(caller: Caller, pairs: Pairs) -> Result<HttpResponse, Refusal> {
    pairs.finish()?;
    may_see(&caller, "read")?;
    let (servers, jobs, work, backlog) = caller
        .read(|reader, _| {
            let conn = reader.conn();
            let most = i64::try_from(MOST).unwrap_or(i64::MAX);
            Ok((
                nodes::all(conn)?,
                recurring::all(conn)?,
                work::newest(conn, most)?,
                backlog(conn)?,
            ))
        })
        .await?;
    let app = &caller.app;
    let now = guanxi_persistence::database::now();
    let jobs: Vec<Json> = jobs.iter().filter_map(|job| of_job(job, now)).collect();
    let statements = app.db.statements().slow();
    let servers = servers.iter().map(|node| of_node(node, app.here.id, now));
    Ok(HttpResponse::Ok().json(json!({
        "health": of_health(&caller, &backlog).await,
        "servers": servers.collect::<Vec<_>>(),
        "jobs": jobs,
        "work": work.iter().map(of_work).collect::<Vec<_>>(),
        "statements": statements.iter().take(MOST).map(of_statement).collect::<Vec<_>>(),
    })))
}

/// Has a job done as soon as a server looks, within seconds.
pub async fn run(
    caller: Caller,
    name: Path<String>,
    pairs: Pairs,
) -> Result<HttpResponse, Refusal> {
    pairs.finish()?;
    may_see(&caller, "update")?;
    let name = name.into_inner();
    let job = caller
        .write(move |tx, _| {
            let now = tx.now;
            if !recurring::hurry(tx.conn(), &name, now)? {
                return Err(Error::NotFound);
            }
            let all = recurring::all(tx.conn())?;
            let job = all.iter().find(|job| job.name == name);
            job.and_then(|job| of_job(job, now)).ok_or(Error::NotFound)
        })
        .await?;
    Ok(HttpResponse::Ok().json(job))
}

fn may_see(caller: &Caller, action: &'static str) -> Result<(), Refusal> {
    if caller.actor.may_set_up() {
        Ok(())
    } else {
        Err(Refusal::forbidden("forbidden").with("action", action))
    }
}

async fn of_health(caller: &Caller, backlog: &Backlog) -> Json {
    let app = &caller.app;
    let now = app.db.vitals();
    let database = match app.db.dialect() {
        Dialect::Sqlite => "sqlite",
        Dialect::Postgres => "postgresql",
    };
    json!({
        "ready": health::is_ready(app).await,
        "version": env!("CARGO_PKG_VERSION"),
        "database": database,
        "connections_busy": now.busy,
        "connections_most": now.most,
        "writes_waiting": now.writes_waiting,
        "events_behind": (backlog.newest_event - backlog.newest_link).max(0),
    })
}

fn of_node(node: &Node, here: uuid::Uuid, now: Instant) -> Json {
    json!({
        "id": node.id,
        "name": node.name,
        "version": node.version,
        "started_at": node.started_at.to_string(),
        "seen_at": node.seen_at.to_string(),
        "is_there": now.micros() - node.seen_at.micros() < SILENT,
        "is_this": node.id == here,
    })
}

/// None for a kind of work that only another version knows.
fn of_job(job: &Recurring, now: Instant) -> Option<Json> {
    let task = TASKS.iter().find(|task| task.name == job.name)?;
    let state = match (job.running_on, &job.fault) {
        (Some(_), _) => "running",
        (None, Some(_)) => "failed",
        (None, None) => "waiting",
    };
    let took = job
        .started_at
        .zip(job.ended_at.or(job.running_on.map(|_| now)));
    Some(json!({
        "name": job.name,
        "state": state,
        "every_seconds": task.every.as_secs(),
        "next_at": job.next_at.to_string(),
        "started_at": job.started_at.map(|at| at.to_string()),
        "took_micros": took.map(|(from, to)| (to.micros() - from.micros()).max(0)),
        "fault": job.fault,
        "runs": job.runs,
        "failures": job.failures,
    }))
}

fn of_work(work: &Work) -> Json {
    json!({
        "id": work.id,
        "kind": work.kind,
        "state": work.state,
        "created_at": work.created_at.to_string(),
        "run_at": work.run_at.to_string(),
        "attempts": work.attempts,
        "outcome": work.outcome,
    })
}

fn of_statement(statement: &SlowStatement) -> Json {
    let micros = |time: std::time::Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
    json!({
        "text": statement.text,
        "count": statement.count,
        "median_micros": micros(statement.median),
        "worst_micros": micros(statement.worst),
    })
}
