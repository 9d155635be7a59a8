//! `kill -9` in the middle of an import: each row is in once, and it is never called complete while rows are missing.

use std::fmt::Write;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};
use reqwest::Method;
use serde_json::{Value as Json, json};

use super::Bed;
use crate::api::{Api, answer, text};
use crate::figures::Figures;
use crate::place::Place;
use crate::server::Server;

const MAPPING: &str = r#"system = "faults"
[[file]]
name = "firms.csv"
[[file.record]]
entity = "account"
key = "{Number}"
same_name = "ignore"
fields.name = "{Name}"
"#;
const AGAIN: Duration = Duration::from_secs(5);
/// How long an import may stand still: on PostgreSQL the killed server's lease of 30 seconds has to run out.
const STILL: Duration = Duration::from_secs(120);

/// An import of so many accounts, each with a key of its own.
pub struct Import {
    id: String,
    rows: usize,
}

impl Import {
    /// Sends it and starts it.
    ///
    /// # Errors
    /// When it is refused.
    pub fn begin(api: &Api, rows: usize) -> Result<Self> {
        let request = api.request(Method::POST, "/api/v1/imports");
        let request = request
            .header("Content-Type", "application/toml")
            .body(MAPPING);
        let id = text(&answer(request)?.expect(201)?, "id")?;
        let mut csv = "Number,Name\n".to_owned();
        for row in 0..rows {
            // Writing into a text cannot fail.
            let _ = writeln!(csv, "{id}-{row},Imported {row}");
        }
        let file = api.request(
            Method::PUT,
            &format!("/api/v1/imports/{id}/files/firms.csv"),
        );
        let sent = answer(file.header("Content-Type", "text/csv").body(csv))?;
        ensure!(sent.status < 300, "the file: {sent:?}");
        let import = Self { id, rows };
        import.start(api)?;
        Ok(import)
    }

    fn start(&self, api: &Api) -> Result<()> {
        let path = format!("/api/v1/imports/{}/start", self.id);
        let started = api.send(Method::POST, &path, &json!({ "dry_run": false }))?;
        ensure!(started.status < 300, "the start: {started:?}");
        Ok(())
    }

    /// How it stands.
    ///
    /// # Errors
    /// When it cannot be asked.
    pub fn told(&self, api: &Api) -> Result<Json> {
        api.get(&format!("/api/v1/imports/{}", self.id))?
            .expect(200)
    }

    /// Whether it ends within this time.
    ///
    /// # Errors
    /// When it cannot be asked.
    pub fn finished_within(&self, api: &Api, time: Duration) -> Result<bool> {
        let begun = Instant::now();
        while begun.elapsed() < time {
            if self.told(api)?["state"] == "finished" {
                return Ok(true);
            }
            sleep(Duration::from_millis(100));
        }
        Ok(false)
    }

    /// Waits until it is finished, and looks whether every row is in once.
    ///
    /// # Errors
    /// When it does not get on or fails.
    pub fn until_finished(
        &self,
        server: &Server,
        place: &Place,
        figures: &mut Figures,
    ) -> Result<()> {
        let (mut api, mut signed) = (Api::sign_in(&server.url)?, Instant::now());
        let (mut moved, mut before) = (Instant::now(), Json::Null);
        loop {
            if signed.elapsed() > Duration::from_secs(300) {
                (api, signed) = (Api::sign_in(&server.url)?, Instant::now());
            }
            let told = self.told(&api)?;
            match told["state"].as_str() {
                Some("finished") => break,
                Some("waiting" | "running") => {}
                _ => bail!("the import ended: {told}"),
            }
            if told != before {
                (moved, before) = (Instant::now(), told);
            }
            ensure!(moved.elapsed() < STILL, "the import stands still: {before}");
            sleep(Duration::from_millis(100));
        }
        self.is_whole(place, figures)
    }

    /// Every row once.
    fn is_whole(&self, place: &Place, figures: &mut Figures) -> Result<()> {
        let (there, names) = self.stored(place)?;
        figures.lost += self.rows.saturating_sub(names);
        figures.doubled += there.saturating_sub(names);
        figures.acknowledged += self.rows;
        Ok(())
    }

    /// How many records it made, and how many names they have.
    fn stored(&self, place: &Place) -> Result<(usize, usize)> {
        let from = format!(
            "FROM external_refs r JOIN accounts a ON a.id = r.record_id WHERE r.external_id LIKE '{}-%'",
            self.id
        );
        let all = place.number("SELECT count(*) FROM accounts WHERE name LIKE 'Imported %'")?;
        Ok((
            all,
            place.number(&format!("SELECT count(DISTINCT a.name) {from}"))?,
        ))
    }

    /// Whether it says that it is finished; and if so, it is.
    fn is_finished(&self, api: &Api, place: &Place, figures: &mut Figures) -> Result<bool> {
        let told = self.told(api)?;
        let finished = told["state"] == "finished";
        let (_, stored) = self.stored(place)?;
        figures.must(!finished || stored == self.rows, || {
            format!("called finished with {stored} of {} rows", self.rows)
        });
        Ok(finished)
    }
}

/// Kills a server in imports, as often as the size says.
///
/// # Errors
/// When a server does not start or an import does not end.
pub fn run(bed: &mut Bed) -> Result<Figures> {
    let rounds = bed.size.number("FAULTS_IMPORT_ROUNDS", 50, 3)?;
    let rows = bed.size.number("FAULTS_IMPORT_ROWS", 100_000, 2_000)?;
    let most = Duration::from_millis(bed.size.number("FAULTS_IMPORT_WITHIN_MS", 8_000, 700)?);
    let mut figures = Figures::default();
    let mut imports = 0;
    while figures.rounds < rounds {
        imports += 1;
        one(bed, rounds, rows, most, &mut figures)?;
    }
    figures
        .remarks
        .push(format!("{imports} imports of {rows} rows"));
    Ok(figures)
}

/// One import into an empty database, killed until it is finished or the rounds are done.
fn one(
    bed: &mut Bed,
    rounds: usize,
    rows: usize,
    most: Duration,
    figures: &mut Figures,
) -> Result<()> {
    let place = bed.place()?;
    let mut server = Server::start(&place)?;
    let import = Import::begin(&Api::sign_in(&server.url)?, rows)?;
    while figures.rounds < rounds {
        sleep(bed.chance.time(most));
        server.kill()?;
        server = Server::start(&place)?;
        figures.recovered(server.took, AGAIN);
        figures.rounds += 1;
        let api = Api::sign_in(&server.url)?;
        if import.is_finished(&api, &place, figures)? {
            break;
        }
        waits_for_its_turn(&import, &api)?;
    }
    import.until_finished(&server, &place, figures)?;
    drop(server);
    place.check()
}

/// Another server's lease runs out in its own time; killing before would hit nothing.
fn waits_for_its_turn(import: &Import, api: &Api) -> Result<()> {
    let (begun, before) = (Instant::now(), import.told(api)?);
    while import.told(api)? == before && begun.elapsed() < STILL {
        sleep(Duration::from_millis(50));
    }
    ensure!(
        begun.elapsed() < STILL,
        "nobody goes on with the import: {before}"
    );
    Ok(())
}
