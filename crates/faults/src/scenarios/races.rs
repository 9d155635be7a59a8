//! Many at once at one thing: exactly one wins, nothing hangs on what is gone, history tells each step.

use std::collections::HashSet;
use std::sync::Barrier;

use anyhow::{Context, Result, anyhow, ensure};
use reqwest::Method;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::Bed;
use crate::api::{Answer, Api, text};
use crate::figures::Figures;
use crate::place::Place;
use crate::server::Server;

/// One kind of race.
type Race = fn(&Api, &Place, usize, &mut Figures) -> Result<()>;

const RACES: [(&str, Race); 4] = [
    ("one login", one_login),
    ("one lead converted", one_conversion),
    ("an account deleted under a deal", no_orphan),
    ("moved and closed at once", one_close),
];

/// Runs every kind of race, as often as the size says.
///
/// # Errors
/// When the server does not answer.
pub fn run(bed: &mut Bed) -> Result<Figures> {
    let rounds: usize = bed.size.number("FAULTS_RACE_ROUNDS", 500, 3)?;
    let place = bed.place()?;
    let server = Server::start(&place)?;
    let mut figures = Figures::default();
    for round in 0..rounds {
        // A token lives ten minutes.
        let api = Api::sign_in(&server.url)?;
        for (name, race) in RACES {
            race(&api, &place, round, &mut figures)
                .with_context(|| format!("{name}, round {round}"))?;
        }
        figures.rounds += RACES.len();
    }
    drop(server);
    place.check()?;
    figures.remarks.push(format!(
        "{rounds} rounds of each of {}",
        RACES.map(|(name, _)| name).join(", ")
    ));
    Ok(figures)
}

/// A request that waits for the others.
struct Shot {
    method: Method,
    path: String,
    body: Json,
}

impl Shot {
    fn post(path: String, body: Json) -> Self {
        Self {
            method: Method::POST,
            path,
            body,
        }
    }
}

/// Sends all at the same moment.
fn at_once(api: &Api, shots: &[Shot]) -> Result<Vec<Answer>> {
    let start = Barrier::new(shots.len());
    std::thread::scope(|scope| {
        let start = &start;
        let sent: Vec<_> = shots
            .iter()
            .map(|shot| {
                scope.spawn(move || {
                    start.wait();
                    let request = api.request(shot.method.clone(), &shot.path);
                    let request = request
                        .header("Content-Type", "application/json")
                        .header("If-Match", "*");
                    crate::api::answer(request.body(shot.body.to_string()))
                })
            })
            .collect();
        sent.into_iter()
            .map(|sent| sent.join().map_err(|_| anyhow!("a sender panicked"))?)
            .collect()
    })
}

fn won(answers: &[Answer]) -> usize {
    answers.iter().filter(|answer| answer.status < 300).count()
}

/// Refusals are said plainly: never a fault of ours.
fn plainly(answers: &[Answer], figures: &mut Figures) {
    for answer in answers.iter().filter(|answer| answer.status >= 300) {
        let plain = matches!(answer.status, 404 | 409 | 412 | 422);
        figures.must(plain, || {
            format!("refused with {} {}", answer.status, answer.body)
        });
    }
}

fn one_login(api: &Api, place: &Place, round: usize, figures: &mut Figures) -> Result<()> {
    let login = format!("racer-{round}@example.com");
    let shots: Vec<Shot> = (0..50)
        .map(|n| {
            Shot::post(
                "/api/v1/users".to_owned(),
                json!({ "family_name": format!("Racer {n}"), "login": login }),
            )
        })
        .collect();
    let answers = at_once(api, &shots)?;
    plainly(&answers, figures);
    figures.must(won(&answers) == 1, || {
        format!("{} got the login {login}", won(&answers))
    });
    let there = place.number(&format!(
        "SELECT count(*) FROM users WHERE login = '{login}'"
    ))?;
    figures.must(there == 1, || {
        format!("{there} users have the login {login}")
    });
    figures.acknowledged += won(&answers);
    Ok(())
}

fn one_conversion(api: &Api, place: &Place, round: usize, figures: &mut Figures) -> Result<()> {
    let company = format!("Converted {round}");
    let lead = lead(api, &company)?;
    let shots: Vec<Shot> = (0..5)
        .map(|_| {
            Shot::post(
                format!("/api/v1/leads/{lead}/convert"),
                json!({ "opportunity_name": company }),
            )
        })
        .collect();
    let answers = at_once(api, &shots)?;
    plainly(&answers, figures);
    // A second call answers what the first one made.
    let made: HashSet<String> = answers
        .iter()
        .map(|answer| answer.body["converted_account_id"].to_string())
        .collect();
    figures.must(made.len() == 1, || format!("told of {made:?}"));
    let after = api.get(&format!("/api/v1/leads/{lead}"))?.expect(200)?;
    let events = api
        .get(&format!("/api/v1/leads/{lead}/events"))?
        .expect(200)?;
    let told = events["data"].as_array().map_or(0, Vec::len) as u64;
    figures.must(after["version"] == told, || {
        format!("{told} events of version {}", after["version"])
    });
    for table in ["accounts", "opportunities"] {
        let made = place.number(&format!(
            "SELECT count(*) FROM {table} WHERE name = '{company}'"
        ))?;
        figures.must(made == 1, || format!("{made} {table} of one lead"));
        figures.doubled += made.saturating_sub(1);
    }
    figures.acknowledged += won(&answers);
    Ok(())
}

/// A lead that may be converted.
pub(super) fn lead(api: &Api, company: &str) -> Result<String> {
    let id = api.make(
        "/leads",
        &json!({ "company": company, "family_name": "Wang", "given_name": "Li" }),
    )?;
    for verb in ["accept", "qualify"] {
        let done = api.send(
            Method::POST,
            &format!("/api/v1/leads/{id}/{verb}"),
            &json!({}),
        )?;
        ensure!(done.status < 500, "{verb}: {done:?}");
    }
    Ok(id)
}

fn no_orphan(api: &Api, place: &Place, round: usize, figures: &mut Figures) -> Result<()> {
    let account = api.make("/accounts", &json!({ "name": format!("Doomed {round}") }))?;
    let deal = json!({ "name": format!("On {account}"), "account_id": account });
    let mut shots: Vec<Shot> = (0..4)
        .map(|_| Shot::post("/api/v1/opportunities".to_owned(), deal.clone()))
        .collect();
    shots.push(Shot {
        method: Method::DELETE,
        path: format!("/api/v1/accounts/{account}"),
        body: json!({}),
    });
    let answers = at_once(api, &shots)?;
    plainly(&answers, figures);
    let orphans = "SELECT count(*) FROM opportunities o LEFT JOIN accounts a ON a.id = o.account_id \
         WHERE o.account_id IS NOT NULL AND a.id IS NULL";
    let orphans = place.number(orphans)?;
    figures.must(orphans == 0, || format!("{orphans} deals of no account"));
    let made = place.number(&format!(
        "SELECT count(*) FROM opportunities WHERE name = 'On {account}'"
    ))?;
    let told = answers.iter().filter(|answer| answer.status == 201).count();
    figures.must(made == told, || {
        format!("{made} deals made and {told} told")
    });
    after_the_bin(api, &account, figures)?;
    figures.acknowledged += won(&answers);
    Ok(())
}

/// What is in the bin takes no new deal.
fn after_the_bin(api: &Api, account: &str, figures: &mut Figures) -> Result<()> {
    if api.get(&format!("/api/v1/accounts/{account}"))?.status == 200 {
        return Ok(());
    }
    let late = api.send(
        Method::POST,
        "/api/v1/opportunities",
        &json!({ "name": "Too late", "account_id": account }),
    )?;
    figures.must(late.status == 422, || {
        format!("a deal on a deleted account: {}", late.status)
    });
    Ok(())
}

fn one_close(api: &Api, place: &Place, round: usize, figures: &mut Figures) -> Result<()> {
    let account = api.make("/accounts", &json!({ "name": format!("Buyer {round}") }))?;
    let made = api.send(
        Method::POST,
        "/api/v1/opportunities",
        &json!({ "name": format!("Race {round}"), "account_id": account }),
    )?;
    let made = made.expect(201)?;
    let sale = text(&made, "id")?;
    let next = next_stage(api, &made)?;
    let path = |verb: &str| format!("/api/v1/opportunities/{sale}/{verb}");
    let shots = [
        Shot::post(path("move"), json!({ "stage_id": next })),
        Shot::post(path("lose"), json!({ "lost_reason": "price" })),
        Shot::post(path("lose"), json!({ "lost_reason": "timing" })),
        Shot::post(path("move"), json!({ "stage_id": next })),
    ];
    let answers = at_once(api, &shots)?;
    plainly(&answers, figures);
    let closed = [1, 2]
        .iter()
        .filter_map(|at| answers.get(*at))
        .filter(|answer| answer.status == 200)
        .count();
    figures.must(closed == 1, || format!("closed {closed} times"));
    let after = api
        .get(&format!("/api/v1/opportunities/{sale}"))?
        .expect(200)?;
    figures.must(after["status"] == "lost", || {
        format!("closed, and {}", after["status"])
    });
    history(api, place, &sale, &after, figures)?;
    figures.acknowledged += won(&answers);
    Ok(())
}

/// One event for each version, and the last change of stage led to where it is.
fn history(
    api: &Api,
    place: &Place,
    sale: &str,
    after: &Json,
    figures: &mut Figures,
) -> Result<()> {
    let events = api
        .get(&format!("/api/v1/opportunities/{sale}/events?limit=200"))?
        .expect(200)?;
    let told = events["data"].as_array().map_or(0, Vec::len);
    let version = after["version"].as_u64().unwrap_or_default();
    figures.must(told as u64 == version, || {
        format!("{told} events of {version} versions")
    });
    let id: Uuid = sale.parse()?;
    let id = if place.database.is_some() {
        format!("'{id}'")
    } else {
        format!("x'{}'", id.simple())
    };
    let steps = format!(
        "SELECT count(*) FROM stage_changes c WHERE c.opportunity_id = {id} AND c.to_stage_id = \
         (SELECT o.stage_id FROM opportunities o WHERE o.id = {id})"
    );
    figures.must(place.number(&steps)? > 0, || {
        "the history does not lead to where the deal stands".to_owned()
    });
    Ok(())
}

/// Another open stage of the same pipeline.
fn next_stage(api: &Api, sale: &Json) -> Result<String> {
    let (pipeline, stage) = (text(sale, "pipeline_id")?, text(sale, "stage_id")?);
    let path = format!(
        "/api/v1/stages?filter%5Bpipeline_id%5D={pipeline}&filter%5Bcategory%5D=open&sort=position"
    );
    let page = api.get(&path)?.expect(200)?;
    let rows = page["data"].as_array().context("stages")?;
    let other = rows.iter().find(|row| row["id"] != stage.as_str());
    text(other.context("another open stage")?, "id")
}
