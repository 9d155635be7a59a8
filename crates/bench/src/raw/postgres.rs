//! PostgreSQL by pgbench with prepared statements.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{Bind, Change, PARTS, Template, Work};

/// Scripts among which pgbench chooses.
const SCRIPTS: usize = 48;

/// A database on a PostgreSQL server.
pub struct Postgres {
    url: String,
    folder: PathBuf,
}

impl Postgres {
    /// The one at this address; scripts are written into the folder.
    pub fn new(url: impl Into<String>, folder: impl Into<PathBuf>) -> Self {
        Self {
            url: url.into(),
            folder: folder.into(),
        }
    }

    pub(super) fn rows(&self, sql: &str) -> Result<Vec<Vec<String>>> {
        let output = Command::new("psql")
            .args([
                "--no-psqlrc",
                "--tuples-only",
                "--no-align",
                "--field-separator=\u{1f}",
                "--quiet",
                "-v",
                "ON_ERROR_STOP=1",
                "-c",
                sql,
            ])
            .arg(&self.url)
            .output()
            .context("no psql: apt-get install postgresql-client")?;
        if !output.status.success() {
            bail!("{sql}: {}", String::from_utf8_lossy(&output.stderr));
        }
        let text = String::from_utf8(output.stdout)?;
        Ok(text
            .lines()
            .map(|line| line.split('\u{1f}').map(str::to_owned).collect())
            .collect())
    }

    pub(super) fn read(&self, work: &Work, connections: usize, seconds: u64) -> Result<f64> {
        let every = (work.binds.len() / SCRIPTS).max(1);
        let scripts: Vec<String> = work
            .binds
            .iter()
            .step_by(every)
            .take(SCRIPTS)
            .map(|binds| {
                work.postgres
                    .iter()
                    .map(|sql| filled(sql, binds) + ";\n")
                    .collect()
            })
            .collect();
        self.bench(&scripts, connections, seconds)
    }

    pub(super) fn write(&self, change: Change, clients: usize, seconds: u64) -> Result<f64> {
        let script = match change {
            Change::Create(template) => self.create(template)?,
            Change::Update(template) => self.update(template)?,
        };
        self.bench(&script, clients, seconds)
    }

    fn create(&self, template: Template) -> Result<Vec<String>> {
        let tables = std::iter::once(("contacts", "id"))
            .chain(PARTS)
            .chain([("search_rows", "record_id")]);
        let mut script = "SELECT gen_random_uuid() AS record \\gset\nBEGIN;\n".to_owned();
        for (table, owner) in tables {
            for insert in self.inserts(table, owner, template, ":record")? {
                script += &insert;
            }
        }
        Ok(vec![script + "COMMIT;\n"])
    }

    fn update(&self, template: Template) -> Result<Vec<String>> {
        let event = self
            .inserts("event_log", "record_id", template, ":record")?
            .concat();
        let ids = self.rows("SELECT id FROM contacts WHERE deleted_at IS NULL LIMIT 48")?;
        let script = |id: &String| {
            format!(
                "\\set n random(1, 1000000)\nSELECT '{id}'::uuid AS record \\gset\nBEGIN;\n\
                 SELECT * FROM contacts WHERE id = :record FOR UPDATE;\n\
                 SELECT * FROM contact_points WHERE parent_id = :record;\n\
                 SELECT * FROM addresses WHERE parent_id = :record;\n\
                 UPDATE contacts SET department = 'Department ' || :n, version = version + 1, updated_at = now() WHERE id = :record;\n\
                 {event}COMMIT;\n"
            )
        };
        Ok(ids.iter().flatten().map(script).collect())
    }

    /// What inserts the rows of a table that belong to a record, for another record.
    fn inserts(
        &self,
        table: &str,
        owner: &str,
        template: Template,
        record: &str,
    ) -> Result<Vec<String>> {
        let columns = self.rows(&format!(
            "SELECT column_name FROM information_schema.columns WHERE table_name = '{table}' AND table_schema = 'public' \
             AND is_generated = 'NEVER' AND is_identity = 'NO' AND column_name NOT IN ('seq', 'n', 'tx') ORDER BY ordinal_position"
        ))?;
        let columns: Vec<String> = columns.into_iter().flatten().collect();
        let values: Vec<String> = columns
            .iter()
            .map(|column| {
                if column == owner {
                    "'@RECORD@'".to_owned()
                } else if column == "id" {
                    "'@NEW@'".to_owned()
                } else {
                    literal(column)
                }
            })
            .collect();
        let rows = self.rows(&format!(
            "SELECT {} FROM {table} WHERE {owner} = '{}'",
            values.join(" || ', ' || "),
            template.record
        ))?;
        if rows.is_empty() {
            bail!("{table} holds nothing of the record");
        }
        let insert = |row: &String| {
            let row = row
                .replace("@RECORD@", record)
                .replace("@NEW@", "gen_random_uuid()");
            format!(
                "INSERT INTO {table} ({}) VALUES ({row});\n",
                columns.join(", ")
            )
        };
        Ok(rows.iter().flatten().map(insert).collect())
    }

    fn bench(&self, scripts: &[String], clients: usize, seconds: u64) -> Result<f64> {
        let folder = self.folder.join("pgbench");
        fs::create_dir_all(&folder)?;
        let mut command = Command::new("pgbench");
        command.args([
            "--no-vacuum",
            "--protocol=prepared",
            "--client",
            &clients.to_string(),
        ]);
        command.args([
            "--jobs",
            if clients > 1 { "2" } else { "1" },
            "--time",
            &seconds.to_string(),
        ]);
        for (n, script) in scripts.iter().enumerate() {
            let file = folder.join(format!("{n}.sql"));
            fs::write(&file, script)?;
            command.arg("--file").arg(file);
        }
        let output = command
            .arg(&self.url)
            .output()
            .context("no pgbench: apt-get install postgresql")?;
        let text = String::from_utf8_lossy(&output.stdout);
        let rate = text
            .lines()
            .find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        if let (true, Some(rate)) = (output.status.success(), rate) {
            return Ok(rate);
        }
        bail!(
            "pgbench failed: {text}{}",
            String::from_utf8_lossy(&output.stderr)
        )
    }
}

/// What makes a literal of a column's value. A colon before a letter or digit would be a variable to pgbench, also in quotes.
fn literal(column: &str) -> String {
    const ESCAPES: [(&str, &str); 3] = [(r"\", r"\\"), ("''", "''''"), (":", r"\x3a")];
    let text = ESCAPES
        .iter()
        .fold(format!("{column}::text"), |text, (plain, escaped)| {
            format!("replace({text}, '{plain}', '{escaped}')")
        });
    format!("coalesce('E''' || {text} || '''', 'NULL')")
}

fn filled(sql: &str, binds: &[Bind]) -> String {
    binds
        .iter()
        .enumerate()
        .rev()
        .fold(sql.to_owned(), |sql, (at, bind)| {
            let value = match bind {
                Bind::Id(id) => format!("'{id}'"),
                Bind::Text(text) => format!("'{}'", text.replace('\'', "''")),
            };
            sql.replace(&format!("${}", at + 1), &value)
        })
}
