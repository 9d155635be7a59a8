//! What is measured: a server, its database, and two who use it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use reqwest::Method;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::api::Api;
use crate::options::Options;
use crate::process::{Process, free_address};
use crate::raw::Raw;
use crate::raw::postgres::Postgres;
use crate::raw::sqlite::Sqlite;

const PASSWORD: &str = "eleven purple rivers at dawn";
/// Sees everything.
pub const BOSS: &str = "boss@bench.example.com";
/// Among how many the records are spread: each sees a twentieth.
const SELLERS: usize = 20;
/// What the custom field may hold.
const REGIONS: [&str; 8] = [
    "north", "east", "south", "west", "inland", "coast", "island", "abroad",
];
/// Operations of one batch.
const BATCH: usize = 1_000;

/// The login of a seller.
pub fn seller(nth: usize) -> String {
    format!("seller-{nth}@bench.example.com")
}

/// A data set, and how to serve it.
pub struct Site {
    program: PathBuf,
    folder: PathBuf,
    database: Option<String>,
    /// The raw engine on the same database.
    pub raw: Raw,
}

impl Site {
    /// The data set of this size, made unless it is there.
    pub fn prepare(options: &Options) -> Result<Self> {
        let name = format!("{}-{}", options.engine().to_lowercase(), options.accounts);
        let folder = options.folder.join(&name);
        fs::create_dir_all(&folder)?;
        let database = options
            .postgres
            .as_deref()
            .map(|server| database_on(server, &name))
            .transpose()?;
        let raw = match &database {
            Some(url) => Raw::Postgres(Postgres::new(url, &folder)),
            None => Raw::Sqlite(Sqlite::new(folder.join("guanxi.sqlite"))),
        };
        let site = Self {
            program: fs::canonicalize(&options.server)?,
            folder,
            database,
            raw,
        };
        site.configure()?;
        site.command("migrate", &[])?;
        if site
            .raw
            .value("SELECT count(*) FROM users WHERE login LIKE '%@bench.example.com'")?
            == "0"
        {
            site.fill(options.accounts)?;
        }
        Ok(site)
    }

    /// Where files of this data set may lie.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Starts a server on it.
    pub fn serve(&self) -> Result<Process> {
        let address = free_address()?;
        let mut command = self.program();
        let log = fs::File::create(self.folder.join("server.log"))?;
        command
            .args(["serve", "--listen", &address.to_string()])
            .stdout(Stdio::null())
            .stderr(log);
        Process::start(&mut command, address)
    }

    /// Signs somebody in.
    pub fn sign_in(&self, server: &Process, login: &str) -> Result<Api> {
        Api::sign_in(server.address, login, PASSWORD)
    }

    /// Nobody's budget ends a measurement.
    fn configure(&self) -> Result<()> {
        let limits = "[limits]\nreads_per_second = 10000000\nwrites_per_second = 10000000\n";
        Ok(fs::write(self.folder.join("bench.toml"), limits)?)
    }

    fn program(&self) -> Command {
        let mut command = Command::new(&self.program);
        command
            .env("GUANXI_CONFIG", self.folder.join("bench.toml"))
            .env("GUANXI_DATA", &self.folder);
        match &self.database {
            Some(url) => command.env("GUANXI_DATABASE_URL", url),
            None => command.env_remove("GUANXI_DATABASE_URL"),
        };
        command
    }

    fn command(&self, name: &str, arguments: &[&str]) -> Result<()> {
        let status = self
            .program()
            .arg(name)
            .args(arguments)
            .stdout(Stdio::null())
            .status()?;
        if !status.success() {
            bail!("guanxi {name} failed: {status}");
        }
        Ok(())
    }

    fn user(&self, login: &str, role: &str) -> Result<()> {
        let mut child = self
            .program()
            .args([
                "user",
                "create",
                "--family-name",
                "Bench",
                "--role",
                role,
                "--password-stdin",
                login,
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()?;
        child
            .stdin
            .take()
            .context("no standard input")?
            .write_all(PASSWORD.as_bytes())?;
        let status = child.wait()?;
        anyhow::ensure!(status.success(), "guanxi user create failed: {status}");
        Ok(())
    }

    fn fill(&self, accounts: usize) -> Result<()> {
        eprintln!("making {} records", accounts * 36);
        for nth in 0..SELLERS {
            self.user(&seller(nth), "sales")?;
        }
        self.command("demo", &["--scale", &accounts.to_string()])?;
        self.user(BOSS, "administrator")?;
        let server = self.serve()?;
        let api = self.sign_in(&server, BOSS)?;
        self.regions(&api)
    }

    /// Gives every account a region, a custom field with an index.
    fn regions(&self, api: &Api) -> Result<()> {
        let field = json!({
            "entity_name": "account", "name": "region", "kind": "choice", "labels": { "en": "Region" },
            "choices": REGIONS, "is_indexed": true,
        });
        api.call(Method::POST, "/api/v1/custom_fields", &field)?;
        let ids = self.raw.column("SELECT id FROM accounts")?;
        for chunk in ids.chunks(BATCH) {
            let operations: Vec<Json> = chunk
                .iter()
                .enumerate()
                .map(|(n, id)| in_region(id, n))
                .collect();
            let done = api.call(
                Method::POST,
                "/api/v1/accounts/batch",
                &json!({ "atomic": true, "operations": operations }),
            )?;
            anyhow::ensure!(
                done.to_string().contains("\"status\":200"),
                "the batch failed: {done}"
            );
        }
        Ok(())
    }

    /// Ids of a table, evenly out of all.
    pub fn some_ids(&self, table: &str, many: usize) -> Result<Vec<Uuid>> {
        let ids = self.raw.column(&format!(
            "SELECT id FROM {table} WHERE deleted_at IS NULL ORDER BY id"
        ))?;
        let step = (ids.len() / many).max(1);
        ids.iter()
            .step_by(step)
            .map(|id| Ok(Uuid::parse_str(id)?))
            .collect()
    }
}

fn in_region(id: &str, n: usize) -> Json {
    json!({ "op": "patch", "id": id, "body": { "custom": { "region": REGIONS[n % REGIONS.len()] } } })
}

/// A database of this name on a server, made unless it is there.
fn database_on(server: &str, name: &str) -> Result<String> {
    let name = format!("guanxi_bench_{}", name.replace('-', "_"));
    let known = Postgres::new(server, ".");
    let known = Raw::Postgres(known);
    if known
        .column(&format!(
            "SELECT 1 FROM pg_database WHERE datname = '{name}'"
        ))?
        .is_empty()
    {
        known.rows(&format!("CREATE DATABASE {name}"))?;
    }
    let (before, _) = server
        .rsplit_once('/')
        .context("an address ends with the name of a database")?;
    Ok(format!("{before}/{name}"))
}
