//! `kill -9` inside actions of many steps: afterwards all of it is there, or nothing.

use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use reqwest::Method;
use serde_json::{Value as Json, json};

use super::Bed;
use super::races::lead;
use crate::api::Api;
use crate::figures::Figures;
use crate::place::Place;
use crate::server::Server;

const AGAIN: Duration = Duration::from_secs(5);
/// Records changed by one call.
const MANY: usize = 200;

/// An action that is about to be done.
struct Action {
    method: Method,
    path: String,
    body: Json,
    /// What counts its parts, and how many there are when all of it is done.
    parts: String,
    all: usize,
}

type Prepare = fn(&Api, usize) -> Result<Action>;

const ACTIONS: [(&str, Prepare); 3] = [
    ("convert", convert),
    ("bulk edit", bulk_edit),
    ("bulk delete", bulk_delete),
];

/// Kills inside each, as often as the size says.
///
/// # Errors
/// When a server does not start.
pub fn run(bed: &mut Bed) -> Result<Figures> {
    let rounds: usize = bed.size.number("FAULTS_STEP_ROUNDS", 30, 1)?;
    let place = bed.place()?;
    let mut figures = Figures::default();
    let mut server = Server::start(&place)?;
    let (mut done, mut undone) = (0, 0);
    for (name, prepare) in ACTIONS {
        // How long it takes when nobody kills it.
        let mut usual = Duration::from_millis(100);
        for round in 0..=rounds {
            let api = Api::sign_in(&server.url)?;
            let action = prepare(&api, round).with_context(|| name.to_owned())?;
            if round == 0 {
                usual = measure(&api, &place, &action)?;
                continue;
            }
            server = killed_inside(
                server,
                &place,
                &api,
                &action,
                bed.chance.time(usual * 5 / 4),
            )?;
            figures.recovered(server.took, AGAIN);
            let parts = place.number(&action.parts)?;
            figures.must(parts == 0 || parts == action.all, || {
                format!("{name}: {parts} of {}", action.all)
            });
            done += usize::from(parts == action.all);
            undone += usize::from(parts == 0);
            figures.rounds += 1;
        }
    }
    drop(server);
    place.check()?;
    figures.must(rounds < 10 || (done > 0 && undone > 0), || {
        format!("{done} done and {undone} not: the moments were badly chosen")
    });
    figures.remarks.push(format!(
        "{}: {done} wholly done, {undone} not at all",
        ACTIONS.map(|(name, _)| name).join(", ")
    ));
    Ok(figures)
}

fn send(api: &Api, action: &Action) -> Result<u16> {
    let request = api
        .request(action.method.clone(), &action.path)
        .header("If-Match", "*");
    let request = request
        .header("Content-Type", "application/json")
        .body(action.body.to_string());
    Ok(crate::api::answer(request)?.status)
}

/// Does it in peace once: it must do all it says.
fn measure(api: &Api, place: &Place, action: &Action) -> Result<Duration> {
    let begun = Instant::now();
    let status = send(api, action)?;
    let took = begun.elapsed();
    let parts = place.number(&action.parts)?;
    anyhow::ensure!(
        parts == action.all,
        "{status}: {parts} of {} in peace",
        action.all
    );
    Ok(took)
}

fn killed_inside(
    server: Server,
    place: &Place,
    api: &Api,
    action: &Action,
    after: Duration,
) -> Result<Server> {
    std::thread::scope(|scope| {
        // Whether an answer came is not asked: the database tells.
        scope.spawn(|| drop(send(api, action)));
        sleep(after);
        server.kill()
    })?;
    Server::start(place)
}

fn convert(api: &Api, round: usize) -> Result<Action> {
    let company = format!("Whole {round}");
    let id = lead(api, &company)?;
    let count = |table: &str, field: &str| {
        format!("(SELECT count(*) FROM {table} WHERE {field} = '{company}')")
    };
    let parts = [
        count("accounts", "name"),
        count("opportunities", "name"),
        format!(
            "(SELECT count(*) FROM contacts c JOIN accounts a ON a.id = c.account_id WHERE a.name = '{company}')"
        ),
        format!(
            "(SELECT count(*) FROM leads WHERE company = '{company}' AND status = 'converted')"
        ),
    ];
    Ok(Action {
        method: Method::POST,
        path: format!("/api/v1/leads/{id}/convert"),
        body: json!({ "opportunity_name": company }),
        parts: format!("SELECT {}", parts.join(" + ")),
        all: 4,
    })
}

/// Many accounts, made in one call.
fn accounts(api: &Api, begins: &str) -> Result<Vec<String>> {
    let create = |n| json!({ "op": "create", "body": { "name": format!("{begins} {n}") } });
    let operations: Vec<Json> = (0..MANY).map(create).collect();
    let made = api.send(
        Method::POST,
        "/api/v1/accounts/batch",
        &json!({ "atomic": true, "operations": operations }),
    )?;
    let made = made.expect(200)?;
    let outcomes = made
        .get("results")
        .or_else(|| made.get("data"))
        .and_then(Json::as_array);
    let outcomes = outcomes.with_context(|| made.to_string())?;
    outcomes
        .iter()
        .map(|outcome| crate::api::text(outcome, "id"))
        .collect()
}

fn bulk_edit(api: &Api, round: usize) -> Result<Action> {
    let begins = format!("Edited {round}");
    let patch = |id| json!({ "op": "patch", "id": id, "body": { "industry": "Seals" } });
    let operations: Vec<Json> = accounts(api, &begins)?.into_iter().map(patch).collect();
    Ok(Action {
        method: Method::POST,
        path: "/api/v1/accounts/batch".to_owned(),
        body: json!({ "atomic": true, "operations": operations }),
        parts: format!(
            "SELECT count(*) FROM accounts WHERE name LIKE '{begins} %' AND industry = 'Seals'"
        ),
        all: MANY,
    })
}

fn bulk_delete(api: &Api, round: usize) -> Result<Action> {
    let begins = format!("Deleted {round}");
    let delete = |id| json!({ "op": "delete", "id": id });
    let operations: Vec<Json> = accounts(api, &begins)?.into_iter().map(delete).collect();
    Ok(Action {
        method: Method::POST,
        path: "/api/v1/accounts/batch".to_owned(),
        body: json!({ "atomic": true, "operations": operations }),
        parts: format!(
            "SELECT count(*) FROM accounts WHERE name LIKE '{begins} %' AND deleted_at IS NOT NULL"
        ),
        all: MANY,
    })
}
