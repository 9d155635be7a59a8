//! Importing, and what others notice of it.

use std::fmt::Write;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use reqwest::Method;
use serde_json::{Value as Json, json};

use super::READERS;
use crate::api::{Api, text};
use crate::load::{Load, Plan, Request};
use crate::options::Options;
use crate::process::Process;
use crate::report::{self, Aim};
use crate::site::{BOSS, Site};

const MAPPING: &str = r#"system = "bench"
[[file]]
name = "contacts.csv"
[[file.record]]
entity = "contact"
key = "{Number}"
[file.record.fields]
family_name = "{Family}"
given_name = "{Given}"
job_title = "{Title}"
"#;
/// Rows for one account of the data set.
const ROWS_PER_ACCOUNT: usize = 5;
const FEWEST_ROWS: usize = 5_000;
const LOOK: Duration = Duration::from_millis(50);

pub fn measure(options: &Options, site: &Site, results: &mut Vec<report::Result>) -> Result<()> {
    if !options.wants("import") {
        return Ok(());
    }
    let server = site.serve()?;
    let rows = (options.accounts * ROWS_PER_ACCOUNT).max(FEWEST_ROWS);
    let line = |name: &str, clients, value, unit, aim| report::Result {
        name: name.to_owned(),
        clients,
        figures: None,
        value,
        unit,
        aim,
    };

    let idle = server.memory_mb()?;
    let api = site.sign_in(&server, BOSS)?;
    let alone = import(&server, &api, rows)?;
    results.push(line(
        "import, rows a second",
        1,
        rows as f64 / alone.seconds,
        "rows/s",
        Aim::AtLeast(5_000.0),
    ));
    results.push(line(
        "memory while importing, above idle",
        1,
        alone.memory - idle,
        "MB",
        Aim::AtMost(100.0),
    ));

    // So many that the import is still at it when the load ends, slower beside it though it be.
    let rate = rows as f64 / alone.seconds;
    let rows = rows.max((rate * 3.0 * (options.seconds + 1) as f64) as usize);
    let reads = beside(options, site, &server, "get", &reads(site)?, READERS, rows)?;
    results.push(line(
        "reads while importing, times as slow",
        READERS,
        reads.0.p50 / reads.1.p50,
        "× alone",
        Aim::AtMost(2.0),
    ));
    let writes = [Request {
        method: "POST",
        path: "/api/v1/contacts".to_owned(),
        body: json!({ "family_name": "Beside %N%" }).to_string(),
    }];
    let writes = beside(options, site, &server, "create", &writes, READERS, rows)?;
    results.push(line(
        "writes while importing",
        READERS,
        writes.0.p95 / 1000.0,
        "ms p95",
        Aim::AtMost(50.0),
    ));
    Ok(())
}

fn reads(site: &Site) -> Result<Vec<Request>> {
    let ids = site.some_ids("contacts", 200)?;
    Ok(ids
        .iter()
        .map(|id| Request::get(format!("/api/v1/contacts/{id}")))
        .collect())
}

/// The load during an import, and without one.
fn beside(
    options: &Options,
    site: &Site,
    server: &Process,
    name: &str,
    requests: &[Request],
    clients: usize,
    rows: usize,
) -> Result<(Load, Load)> {
    let api = site.sign_in(server, BOSS)?;
    let plan = Plan::new(
        site.folder(),
        &format!("beside an import {name}"),
        &api.token,
        requests,
    )?;
    let alone = plan.run(server.address, clients, options.seconds)?;
    let import = begin(&api, rows)?;
    let during = plan.run(server.address, clients, options.seconds)?;
    if state(&api, &import)?.0 != "running" {
        bail!("the import ended before it was measured: more rows are needed");
    }
    api.send(
        Method::POST,
        &format!("/api/v1/imports/{import}/cancel"),
        "application/json",
        b"{}".to_vec(),
    )?;
    while state(&api, &import)?.0 == "running" {
        sleep(LOOK);
    }
    Ok((during, alone))
}

struct Imported {
    seconds: f64,
    /// The most memory in use meanwhile, in megabytes.
    memory: f64,
}

fn import(server: &Process, api: &Api, rows: usize) -> Result<Imported> {
    let import = begin(api, rows)?;
    let (begun, mut memory) = (Instant::now(), 0.0_f64);
    loop {
        memory = memory.max(server.memory_mb()?);
        let (state, told) = state(api, &import)?;
        match state.as_str() {
            "waiting" | "running" => sleep(LOOK),
            "finished" => break,
            _ => bail!("the import failed: {told}"),
        }
    }
    Ok(Imported {
        seconds: begun.elapsed().as_secs_f64(),
        memory,
    })
}

fn state(api: &Api, import: &str) -> Result<(String, Json)> {
    let told = api.get(&format!("/api/v1/imports/{import}"))?;
    Ok((text(&told, "state")?, told))
}

/// Sends the file and starts it. Keys are new each time, so that every row makes a record.
fn begin(api: &Api, rows: usize) -> Result<String> {
    let made = api.send(
        Method::POST,
        "/api/v1/imports",
        "application/toml",
        MAPPING.into(),
    )?;
    let import = text(&made, "id")?;
    let mut csv = "Number,Family,Given,Title\n".to_owned();
    for row in 0..rows {
        // Writing into a text cannot fail.
        let _ = writeln!(csv, "{import}-{row},Importer {row},Béla,Head of purchasing");
    }
    api.send(
        Method::PUT,
        &format!("/api/v1/imports/{import}/files/contacts.csv"),
        "text/csv",
        csv.into(),
    )?;
    api.call(
        Method::POST,
        &format!("/api/v1/imports/{import}/start"),
        &json!({ "dry_run": false }),
    )?;
    Ok(import)
}
