//! Reading: one record, lists, words, sums, the overview.

use std::process::Command;

use anyhow::{Context, Result};
use serde_json::{Value as Json, json};

use super::READERS;
use crate::api::Api;
use crate::load::{Plan, Request};
use crate::options::Options;
use crate::process::{Process, free_address};
use crate::raw::{Bind, Work};
use crate::report::{self, Aim};
use crate::rounds::compare;
use crate::site::{BOSS, Site, seller};

/// Different records, words and owners asked for.
const VARIETY: usize = 480;
const FIRST_PAGE: &str = "list of 50, first page";

/// Something to read, and what the raw engine does instead.
pub struct Reading {
    name: &'static str,
    who: String,
    requests: Vec<Request>,
    work: Work,
    /// The share of the raw engine's speed that is to be reached.
    share: f64,
}

pub fn measure(options: &Options, site: &Site, results: &mut Vec<report::Result>) -> Result<()> {
    let server = site.serve()?;
    let api = site.sign_in(&server, BOSS)?;
    let readings = [
        record(site)?,
        first_page(),
        deep_page(site, &api)?,
        filtered(site)?,
        by_custom_field(),
        scoped(site)?,
        words("word search", site)?,
        summary(site)?,
    ];
    for reading in readings
        .into_iter()
        .filter(|reading| options.wants(reading.name))
    {
        compared(options, site, &server, &reading, results)?;
    }
    depth(results);
    bare(options, site, &server, results)?;
    overview(options, site, &server, results)
}

/// Measures words once more, for after many writes.
pub fn measure_words(
    options: &Options,
    site: &Site,
    server: &Process,
    results: &mut Vec<report::Result>,
) -> Result<()> {
    let reading = words("word search right after 10,000 writes", site)?;
    if options.wants(reading.name) {
        compared(options, site, server, &reading, results)?;
    }
    Ok(())
}

fn compared(
    options: &Options,
    site: &Site,
    server: &Process,
    reading: &Reading,
    results: &mut Vec<report::Result>,
) -> Result<()> {
    for clients in [READERS, 1] {
        let api = site.sign_in(server, &reading.who)?;
        let plan = Plan::new(site.folder(), reading.name, &api.token, &reading.requests)?;
        let figures = compare(options, server, &plan, clients, || {
            site.raw.read(&reading.work, clients, options.seconds)
        })?;
        results.push(report::Result {
            name: reading.name.to_owned(),
            clients,
            value: figures.rate / figures.raw,
            unit: "× raw",
            aim: if clients == READERS {
                Aim::AtLeast(reading.share)
            } else {
                Aim::None
            },
            figures: Some(figures),
        });
    }
    Ok(())
}

fn all(name: &'static str, requests: Vec<Request>, work: Work, share: f64) -> Reading {
    Reading {
        name,
        who: BOSS.to_owned(),
        requests,
        work,
        share,
    }
}

fn record(site: &Site) -> Result<Reading> {
    let ids = site.some_ids("contacts", VARIETY)?;
    let requests = ids
        .iter()
        .map(|id| Request::get(format!("/api/v1/contacts/{id}")))
        .collect();
    let statements = [
        "SELECT * FROM contacts WHERE id = $1",
        "SELECT * FROM contact_points WHERE parent_id = $1 ORDER BY position",
        "SELECT * FROM addresses WHERE parent_id = $1 ORDER BY position",
    ];
    let work = Work::same(
        &statements,
        ids.into_iter().map(|id| vec![Bind::Id(id)]).collect(),
    );
    Ok(all("get one record", requests, work, 1.0 / 3.0))
}

fn first_page() -> Reading {
    let sql = "SELECT * FROM contacts WHERE deleted_at IS NULL ORDER BY name_sort, id LIMIT 50";
    let work = Work::same(&[sql], vec![Vec::new()]);
    all(
        FIRST_PAGE,
        vec![Request::get("/api/v1/contacts?limit=50&sort=name")],
        work,
        1.0 / 3.0,
    )
}

/// A page that a cursor leads to, with 95 % of the list before it.
fn deep_page(site: &Site, api: &Api) -> Result<Reading> {
    let many: usize = site
        .raw
        .value("SELECT count(*) FROM contacts WHERE deleted_at IS NULL")?
        .parse()?;
    let name = site.raw.value(&format!(
        "SELECT name FROM contacts WHERE deleted_at IS NULL ORDER BY name_sort, id LIMIT 1 OFFSET {}",
        many * 95 / 100
    ))?;
    let from = reqwest::Url::parse_with_params(
        "http://x/api/v1/contacts?limit=50&sort=name",
        [("from", &name)],
    )?;
    let page = api.get(&format!(
        "{}?{}",
        from.path(),
        from.query().unwrap_or_default()
    ))?;
    let cursor = page
        .get("next_cursor")
        .and_then(Json::as_str)
        .context("the list ends too soon")?;
    let last = page
        .pointer("/data/49/id")
        .and_then(Json::as_str)
        .context("the page is not full")?;
    let sql = "SELECT * FROM contacts WHERE deleted_at IS NULL AND (name_sort, id) > \
               ((SELECT name_sort FROM contacts WHERE id = $1), $1) ORDER BY name_sort, id LIMIT 50";
    let work = Work::same(&[sql], vec![vec![Bind::Id(last.parse()?)]]);
    let path = format!("/api/v1/contacts?limit=50&sort=name&cursor={cursor}");
    Ok(all(
        "list of 50, near the end by cursor",
        vec![Request::get(path)],
        work,
        1.0 / 3.0,
    ))
}

fn filtered(site: &Site) -> Result<Reading> {
    let owners = site.some_ids("users", VARIETY)?;
    let path = |owner| {
        format!(
            "/api/v1/opportunities?limit=50&sort=-close_on&filter%5Bstatus%5D=open&filter%5Bowner_id%5D={owner}"
        )
    };
    let requests = owners
        .iter()
        .map(|owner| Request::get(path(owner)))
        .collect();
    let sql = "SELECT * FROM opportunities WHERE deleted_at IS NULL AND status = 'open' AND owner_id = $1 \
               ORDER BY close_on DESC, id DESC LIMIT 50";
    let work = Work::same(
        &[sql],
        owners
            .into_iter()
            .map(|owner| vec![Bind::Id(owner)])
            .collect(),
    );
    Ok(all(
        "list of 50, filtered and sorted",
        requests,
        work,
        1.0 / 3.0,
    ))
}

fn by_custom_field() -> Reading {
    let regions = ["north", "east", "south", "west"];
    let path =
        |region| format!("/api/v1/accounts?limit=50&sort=name&filter%5Bcustom.region%5D={region}");
    let sql = "SELECT * FROM accounts WHERE deleted_at IS NULL AND (custom ->> 'region') = $1 ORDER BY name_sort, id LIMIT 50";
    let work = Work::same(
        &[sql],
        regions
            .map(|region| vec![Bind::Text(region.to_owned())])
            .to_vec(),
    );
    all(
        "list of 50, by a custom field",
        regions.map(|region| Request::get(path(region))).to_vec(),
        work,
        1.0 / 3.0,
    )
}

fn scoped(site: &Site) -> Result<Reading> {
    let login = seller(0);
    let owner = site
        .raw
        .value(&format!("SELECT id FROM users WHERE login = '{login}'"))?;
    let sql = "SELECT * FROM contacts WHERE deleted_at IS NULL AND owner_id = $1 ORDER BY updated_at DESC, id DESC LIMIT 50";
    let work = Work::same(&[sql], vec![vec![Bind::Id(owner.parse()?)]]);
    let requests = vec![Request::get("/api/v1/contacts?limit=50&sort=-updated_at")];
    Ok(Reading {
        who: login,
        ..all(
            "list of 50, of what a seller sees",
            requests,
            work,
            1.0 / 3.0,
        )
    })
}

fn words(name: &'static str, site: &Site) -> Result<Reading> {
    let names = site.raw.column(&format!(
        "SELECT name FROM contacts WHERE deleted_at IS NULL ORDER BY id LIMIT {}",
        VARIETY * 4
    ))?;
    let latin = |name: &&String| name.chars().all(|c| c.is_ascii_alphabetic() || c == ' ');
    let mut names: Vec<Vec<String>> = names
        .iter()
        .filter(latin)
        .map(|name| name.to_lowercase().split(' ').map(str::to_owned).collect())
        .collect();
    names.truncate(VARIETY);
    let path = |words: &Vec<String>| format!("/api/v1/search?q={}", words.join("+"));
    let requests = names
        .iter()
        .map(|words| Request::get(path(words)))
        .collect();
    let joined = |words: &Vec<String>, quote: &str, and: &str, prefix: &str| {
        let quoted: Vec<String> = words
            .iter()
            .map(|word| format!("{quote}{word}{quote}"))
            .collect();
        quoted.join(and) + prefix
    };
    // With the records themselves, for titles are what people look for.
    let records: String = [
        "contacts",
        "accounts",
        "leads",
        "opportunities",
        "activities",
    ]
    .iter()
    .map(|table| format!(" LEFT JOIN {table} ON {table}.id = r.record_id"))
    .collect();
    let sqlite = format!(
        "SELECT * FROM search_words w JOIN search_rows r ON r.n = w.rowid{records} WHERE w.search_words MATCH $1 LIMIT 50"
    );
    let postgres =
        format!("SELECT * FROM search_rows r{records} WHERE r.words @@ $2::tsquery LIMIT 50");
    let binds = |words: &Vec<String>| {
        vec![
            Bind::Text(joined(words, "\"", " AND ", "*")),
            Bind::Text(joined(words, "'", " & ", ":*")),
        ]
    };
    let work = Work {
        sqlite: vec![sqlite],
        postgres: vec![postgres],
        binds: names.iter().map(binds).collect(),
    };
    Ok(all(name, requests, work, 1.0 / 2.5))
}

/// What a board and a funnel show: how many in each stage, and what they are worth.
fn summary(site: &Site) -> Result<Reading> {
    let pipeline = site
        .raw
        .value("SELECT pipeline_id FROM opportunities WHERE deleted_at IS NULL LIMIT 1")?;
    let body = json!({
        "filter": { "field": "pipeline_id", "value": pipeline },
        "group": [{ "field": "stage_id" }],
        "measures": [{ "function": "count" }, { "function": "sum", "field": "amount" }],
    });
    let request = Request {
        method: "POST",
        path: "/api/v1/opportunities/aggregate".to_owned(),
        body: body.to_string(),
    };
    let sql = "SELECT stage_id, amount_currency, count(*), sum(amount_minor) FROM opportunities \
               WHERE deleted_at IS NULL AND pipeline_id = $1 GROUP BY stage_id, amount_currency";
    let work = Work::same(&[sql], vec![vec![Bind::Id(pipeline.parse()?)]]);
    Ok(all(
        "pipeline summary, beside the scan",
        vec![request],
        work,
        20.0,
    ))
}

/// The last page costs what the first one costs.
fn depth(results: &mut Vec<report::Result>) {
    let rate = |name: &str| {
        let found = results
            .iter()
            .find(|result| result.name == name && result.clients == READERS);
        found
            .and_then(|result| result.figures)
            .map(|figures| figures.rate)
    };
    if let (Some(first), Some(deep)) =
        (rate(FIRST_PAGE), rate("list of 50, near the end by cursor"))
    {
        results.push(report::Result {
            name: "near the end, beside the first page".to_owned(),
            clients: READERS,
            figures: None,
            value: deep / first,
            unit: "× first page",
            aim: Aim::AtLeast(0.8),
        });
    }
}

/// One record beside a handler that does nothing.
fn bare(
    options: &Options,
    site: &Site,
    server: &Process,
    results: &mut Vec<report::Result>,
) -> Result<()> {
    let name = "get one record, beside a bare handler";
    if !options.wants(name) {
        return Ok(());
    }
    let address = free_address()?;
    let mut command = Command::new(std::env::current_exe()?);
    let other = Process::start(
        command.args(["bare", "--listen", &address.to_string()]),
        address,
    )?;
    let reading = record(site)?;
    for clients in [READERS, 1] {
        let api = site.sign_in(server, BOSS)?;
        let plan = Plan::new(site.folder(), name, &api.token, &reading.requests)?;
        let figures = compare(options, server, &plan, clients, || {
            Ok(plan.run(other.address, clients, options.seconds)?.rate())
        })?;
        results.push(report::Result {
            name: name.to_owned(),
            clients,
            value: figures.rate / figures.raw,
            unit: "× bare",
            aim: if clients == READERS {
                Aim::AtLeast(0.3)
            } else {
                Aim::None
            },
            figures: Some(figures),
        });
    }
    Ok(())
}

fn overview(
    options: &Options,
    site: &Site,
    server: &Process,
    results: &mut Vec<report::Result>,
) -> Result<()> {
    let name = "account overview";
    if !options.wants(name) {
        return Ok(());
    }
    let ids = site.some_ids("accounts", VARIETY)?;
    let requests: Vec<Request> = ids
        .iter()
        .map(|id| Request::get(format!("/api/v1/accounts/{id}/overview")))
        .collect();
    for clients in [READERS, 1] {
        let api = site.sign_in(server, BOSS)?;
        let plan = Plan::new(site.folder(), name, &api.token, &requests)?;
        let figures = compare(options, server, &plan, clients, || Ok(f64::NAN))?;
        results.push(report::Result {
            name: name.to_owned(),
            clients,
            value: figures.p95,
            unit: "ms p95",
            aim: Aim::AtMost(50.0),
            figures: Some(figures),
        });
    }
    Ok(())
}
