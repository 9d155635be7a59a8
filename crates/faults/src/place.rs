//! A database of one scenario, with an administrator in it, and the commands over it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, bail, ensure};
use uuid::Uuid;

/// The administrator.
pub const BOSS: &str = "boss@faults.example.com";
/// Everybody's password.
pub const PASSWORD: &str = "eleven purple rivers at dawn";

/// What the data lie in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Engine {
    /// One file.
    Sqlite,
    /// A server on which databases may be made.
    Postgres(String),
}

impl Engine {
    /// As the table has it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }
}

/// A folder and a database; both are gone with it.
pub struct Place {
    program: PathBuf,
    /// Settings and log; on SQLite the data too.
    pub folder: PathBuf,
    /// The data folder, usually the same.
    pub data: PathBuf,
    /// The database, if it is no file.
    pub database: Option<String>,
    /// Another address of it, by which the program goes.
    way: Option<String>,
    engine: Engine,
}

impl Place {
    /// A current database with an administrator.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn new(program: &Path, engine: &Engine) -> Result<Self> {
        let place = Self::empty(program, engine)?;
        place.fill()?;
        Ok(place)
    }

    /// Brings it up to date and makes the administrator.
    ///
    /// # Errors
    /// When a command fails.
    pub fn fill(&self) -> Result<()> {
        self.run(&["migrate"])?;
        let mut child = self
            .command("user")
            .args(["create", "--family-name", "Boss", "--role", "administrator"])
            .args(["--password-stdin", BOSS])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()?;
        let mut input = child.stdin.take().context("no standard input")?;
        input.write_all(PASSWORD.as_bytes())?;
        drop(input);
        ensure!(child.wait()?.success(), "guanxi user create failed");
        Ok(())
    }

    /// Nothing yet: for what is restored into.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn empty(program: &Path, engine: &Engine) -> Result<Self> {
        let name = format!("faults_{}", Uuid::now_v7().simple());
        let folder = std::env::temp_dir().join(format!("guanxi-{name}"));
        fs::create_dir_all(&folder)?;
        // Nobody's budget ends a scenario.
        let limits = "[limits]\nreads_per_second = 10000000\nwrites_per_second = 10000000\n";
        fs::write(folder.join("guanxi.toml"), limits)?;
        let database = match engine {
            Engine::Sqlite => None,
            Engine::Postgres(server) => {
                psql(server, &format!("CREATE DATABASE {name}"))?;
                let (base, _) = server
                    .rsplit_once('/')
                    .context("an address with a database")?;
                Some(format!("{base}/{name}"))
            }
        };
        Ok(Self {
            program: fs::canonicalize(program).with_context(|| program.display().to_string())?,
            data: folder.clone(),
            folder,
            database,
            way: None,
            engine: engine.clone(),
        })
    }

    /// The same place after the data were put into another folder.
    #[must_use]
    pub fn with_data(mut self, data: PathBuf) -> Self {
        self.data = data;
        self
    }

    /// The same place with the program led to its database by another address.
    #[must_use]
    pub fn reached_by(mut self, way: String) -> Self {
        self.way = Some(way);
        self
    }

    /// The database file.
    pub fn file(&self) -> PathBuf {
        self.data.join("guanxi.sqlite")
    }

    /// The program with a command, over this place and with none of anybody's settings.
    pub fn command(&self, name: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.arg(name);
        for (variable, _) in std::env::vars().filter(|(name, _)| name.starts_with("GUANXI_")) {
            command.env_remove(variable);
        }
        for (variable, value) in self.settings() {
            command.env(variable, value);
        }
        command
    }

    /// The variables that lead a program here.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        let mut settings = vec![
            (
                "GUANXI_CONFIG",
                self.folder.join("guanxi.toml").display().to_string(),
            ),
            ("GUANXI_DATA", self.data.display().to_string()),
        ];
        settings.extend(
            self.way
                .clone()
                .or_else(|| self.database.clone())
                .map(|url| ("GUANXI_DATABASE_URL", url)),
        );
        settings
    }

    /// The program itself.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// Runs a command to its end; what it said.
    ///
    /// # Errors
    /// When it fails, with what it said.
    pub fn run(&self, arguments: &[&str]) -> Result<String> {
        let [name, rest @ ..] = arguments else {
            bail!("no command")
        };
        said(
            &arguments.join(" "),
            &self.command(name).args(rest).output()?,
        )
    }

    /// `guanxi check`.
    ///
    /// # Errors
    /// When it names faults.
    pub fn check(&self) -> Result<()> {
        let said = self.run(&["check"])?;
        ensure!(said.contains(", 0 faults"), "guanxi check: {said}");
        Ok(())
    }

    /// The first column of what a statement finds, past the program.
    ///
    /// # Errors
    /// When the statement fails.
    pub fn column(&self, sql: &str) -> Result<Vec<String>> {
        match &self.database {
            Some(url) => psql(url, sql),
            None => column(&self.file(), sql),
        }
    }

    /// The one number that a statement finds.
    ///
    /// # Errors
    /// When it finds none.
    pub fn number(&self, sql: &str) -> Result<usize> {
        let found = self.column(sql)?;
        Ok(found.first().context("no row")?.parse()?)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
        if let (Engine::Postgres(server), Some(url)) = (&self.engine, &self.database)
            && let Some((_, name)) = url.rsplit_once('/')
        {
            let _ = psql(
                server,
                &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            );
        }
    }
}

/// What a program said that ended well.
///
/// # Errors
/// When it did not.
pub fn said(what: &str, output: &Output) -> Result<String> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, error) = (text(&output.stdout), text(&output.stderr));
    ensure!(
        output.status.success(),
        "{what}: {}\n{out}{error}",
        output.status
    );
    Ok(out)
}

/// Rows of PostgreSQL, values as text.
///
/// # Errors
/// When the statement fails.
pub fn psql(url: &str, sql: &str) -> Result<Vec<String>> {
    let mut command = Command::new("psql");
    command.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"]);
    let output = command
        .args(["--set", "ON_ERROR_STOP=1", "--command", sql, url])
        .output();
    let out = said("psql", &output.context("psql, of PostgreSQL's clients")?)?;
    Ok(out
        .lines()
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect())
}

/// The first column out of a database file, values as text.
///
/// # Errors
/// When the statement fails.
pub fn column(file: &Path, sql: &str) -> Result<Vec<String>> {
    let conn = rusqlite::Connection::open(file)?;
    conn.busy_timeout(std::time::Duration::from_secs(10))?;
    let mut statement = conn.prepare(sql)?;
    let rows = statement.query_map([], |row| {
        let value: rusqlite::types::Value = row.get(0)?;
        Ok(match value {
            rusqlite::types::Value::Integer(number) => number.to_string(),
            rusqlite::types::Value::Text(text) => text,
            other => format!("{other:?}"),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
