//! Writing: new records and changes, many clients and one.

use anyhow::Result;
use reqwest::Method;
use serde_json::json;

use super::{WRITERS, reading};
use crate::api::{Api, text};
use crate::load::{Plan, Request};
use crate::options::Options;
use crate::process::Process;
use crate::raw::{Change, Template};
use crate::report::{self, Aim};
use crate::rounds::compare;
use crate::site::{BOSS, Site};

/// Different records changed.
const VARIETY: usize = 2_000;
/// The least share of the raw engine's speed.
const SHARE: f64 = 0.6;
/// Slowest hundredth of all writes, in milliseconds.
const SLOWEST: f64 = 60.0;

pub fn measure(options: &Options, site: &Site, results: &mut Vec<report::Result>) -> Result<()> {
    let server = site.serve()?;
    if options.wants("create") {
        let template = Template {
            record: one_contact(&site.sign_in(&server, BOSS)?)?,
        };
        written(
            options,
            site,
            &server,
            "create",
            &[creation()],
            Change::Create(template),
            results,
        )?;
        reading::measure_words(options, site, &server, results)?;
    }
    if options.wants("update") {
        let ids = site.some_ids("contacts", VARIETY)?;
        let template = Template { record: ids[0] };
        let change = |id: &uuid::Uuid| Request {
            method: "PATCH",
            path: format!("/api/v1/contacts/{id}"),
            body: json!({ "department": "Department %N%" }).to_string(),
        };
        // Its last event is what the raw engine writes again.
        let api = site.sign_in(&server, BOSS)?;
        api.change(
            &format!("/api/v1/contacts/{}", ids[0]),
            &json!({ "department": "Department 1" }),
        )?;
        let requests: Vec<Request> = ids.iter().map(change).collect();
        written(
            options,
            site,
            &server,
            "update",
            &requests,
            Change::Update(template),
            results,
        )?;
    }
    if options.wants("memory") {
        results.push(report::Result {
            name: "memory after the load".to_owned(),
            clients: 0,
            figures: None,
            value: server.memory_mb()?,
            unit: "MB",
            aim: Aim::None,
        });
    }
    Ok(())
}

fn creation() -> Request {
    let body = json!({
        "family_name": "Bench %N%", "given_name": "Anna", "job_title": "Buyer",
        "contact_points": [{ "kind": "email", "value": "anna.%N%@bench.example.com" }],
    });
    Request {
        method: "POST",
        path: "/api/v1/contacts".to_owned(),
        body: body.to_string(),
    }
}

fn one_contact(api: &Api) -> Result<uuid::Uuid> {
    let body = creation().body.replace("%N%", "0");
    let made = api.call(
        Method::POST,
        "/api/v1/contacts",
        &serde_json::from_str(&body)?,
    )?;
    Ok(text(&made, "id")?.parse()?)
}

fn written(
    options: &Options,
    site: &Site,
    server: &Process,
    name: &str,
    requests: &[Request],
    change: Change,
    results: &mut Vec<report::Result>,
) -> Result<()> {
    for clients in [WRITERS, 1] {
        let api = site.sign_in(server, BOSS)?;
        let plan = Plan::new(site.folder(), name, &api.token, requests)?;
        let figures = compare(options, server, &plan, clients, || {
            site.raw.write(change, clients, options.seconds)
        })?;
        results.push(report::Result {
            name: name.to_owned(),
            clients,
            value: figures.rate / figures.raw,
            unit: "× raw",
            aim: if clients == WRITERS {
                Aim::AtLeast(SHARE)
            } else {
                Aim::None
            },
            figures: Some(figures),
        });
        if clients == WRITERS {
            results.push(report::Result {
                name: format!("{name}, the slowest hundredth"),
                clients,
                figures: None,
                value: figures.p99,
                unit: "ms",
                aim: Aim::AtMost(SLOWEST),
            });
        }
    }
    Ok(())
}
