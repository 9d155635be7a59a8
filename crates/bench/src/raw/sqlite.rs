//! SQLite with the settings that Guanxi gives it.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, params_from_iter};
use uuid::Uuid;

use super::{Bind, Change, PARTS, Template, Work};

const SETTINGS: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
    PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000;";

/// A database file.
pub struct Sqlite {
    file: PathBuf,
}

impl Sqlite {
    /// The one in this file.
    pub fn new(file: impl Into<PathBuf>) -> Self {
        Self { file: file.into() }
    }

    fn open(&self) -> Result<Connection> {
        let connection = Connection::open(&self.file)?;
        connection.execute_batch(SETTINGS)?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(connection)
    }

    pub(super) fn rows(&self, sql: &str) -> Result<Vec<Vec<String>>> {
        let connection = self.open()?;
        let mut statement = connection.prepare(sql)?;
        let columns = statement.column_count();
        let rows = statement.query_map([], |row| {
            (0..columns)
                .map(|column| Ok(told(row.get_ref(column)?)))
                .collect()
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    pub(super) fn read(&self, work: &Work, connections: usize, seconds: u64) -> Result<f64> {
        let threads = (0..connections).map(|nth| {
            let (connection, work) = (self.open(), work.clone());
            thread::spawn(move || read_on(&connection?, &work, nth, seconds))
        });
        let threads: Vec<_> = threads.collect();
        let mut rate = 0.0;
        for thread in threads {
            rate += thread.join().map_err(|_| anyhow!("a reader panicked"))??;
        }
        Ok(rate)
    }

    /// On a copy, so that the records stay as many as they were.
    pub(super) fn write(&self, change: Change, clients: usize, seconds: u64) -> Result<f64> {
        let copy = Copy::of(&self.file)?;
        let connection = Sqlite::new(&copy.0).open()?;
        match change {
            Change::Create(template) => create(&connection, template, clients, seconds),
            Change::Update(template) => update(&connection, template, clients, seconds),
        }
    }
}

/// A copy of a database file, gone when it is dropped.
struct Copy(PathBuf);

impl Copy {
    fn of(file: &Path) -> Result<Self> {
        let copy = Self(file.with_extension("copy.sqlite"));
        copy.remove();
        Connection::open(file)?.execute("VACUUM INTO ?1", [copy.0.to_string_lossy()])?;
        Ok(copy)
    }

    fn remove(&self) {
        for ending in ["sqlite", "sqlite-wal", "sqlite-shm"] {
            // Not every one of them is there.
            let _ = fs::remove_file(self.0.with_extension(ending));
        }
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        self.remove();
    }
}

fn read_on(connection: &Connection, work: &Work, nth: usize, seconds: u64) -> Result<f64> {
    let mut statements = work
        .sqlite
        .iter()
        .map(|sql| connection.prepare(&sql.replace('$', "?")))
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let (begun, mut done, mut text) = (Instant::now(), 0_usize, String::new());
    while begun.elapsed() < Duration::from_secs(seconds) {
        let binds = &work.binds[(nth * 31 + done) % work.binds.len()];
        text.clear();
        for statement in &mut statements {
            let names: Vec<String> = statement
                .column_names()
                .iter()
                .map(|name| (*name).to_owned())
                .collect();
            let wanted = statement.parameter_count();
            let mut rows =
                statement.query(params_from_iter(binds.iter().take(wanted).map(bound)))?;
            while let Some(row) = rows.next()? {
                for (column, name) in names.iter().enumerate() {
                    push_json(&mut text, name, row.get_ref(column)?)?;
                }
            }
        }
        std::hint::black_box(&text);
        done += 1;
    }
    Ok(done as f64 / begun.elapsed().as_secs_f64())
}

/// As JSON, for that is what we answer too.
fn push_json(text: &mut String, name: &str, value: ValueRef) -> Result<()> {
    match value {
        ValueRef::Null => write!(text, "\"{name}\":null,")?,
        ValueRef::Integer(number) => write!(text, "\"{name}\":{number},")?,
        ValueRef::Real(number) => write!(text, "\"{name}\":{number},")?,
        ValueRef::Text(bytes) => {
            write!(
                text,
                "\"{name}\":{},",
                serde_json::to_string(std::str::from_utf8(bytes)?)?
            )?;
        }
        ValueRef::Blob(bytes) => match Uuid::from_slice(bytes) {
            Ok(id) => write!(text, "\"{name}\":\"{id}\",")?,
            Err(_) => write!(text, "\"{name}\":{},", bytes.len())?,
        },
    }
    Ok(())
}

fn told(value: ValueRef) -> String {
    match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        ValueRef::Blob(bytes) => {
            Uuid::from_slice(bytes).map_or_else(|_| format!("{bytes:02x?}"), |id| id.to_string())
        }
    }
}

fn bound(bind: &Bind) -> Value {
    match bind {
        Bind::Id(id) => Value::Blob(id.as_bytes().to_vec()),
        Bind::Text(text) => Value::Text(text.clone()),
    }
}

/// The rows of a table that belong to a record, ready to be inserted again for another.
struct Rows {
    insert: String,
    rows: Vec<Vec<Value>>,
    id: Option<usize>,
    owner: usize,
}

impl Rows {
    fn of(connection: &Connection, table: &str, owner: &str, template: Template) -> Result<Self> {
        let mut statement =
            connection.prepare(&format!("SELECT * FROM {table} WHERE {owner} = ?1"))?;
        let names: Vec<String> = statement
            .column_names()
            .iter()
            .map(|name| (*name).to_owned())
            .collect();
        // A number of its own comes by itself.
        let kept: Vec<usize> = (0..names.len())
            .filter(|&at| names[at] != "seq" && names[at] != "n")
            .collect();
        let rows = statement
            .query_map([template.record.as_bytes().as_slice()], |row| {
                kept.iter()
                    .map(|&at| row.get::<_, Value>(at))
                    .collect::<rusqlite::Result<Vec<_>>>()
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        anyhow::ensure!(!rows.is_empty(), "{table} holds nothing of the record");
        let names: Vec<&str> = kept.iter().map(|&at| names[at].as_str()).collect();
        let places: Vec<String> = (1..=names.len()).map(|at| format!("?{at}")).collect();
        let at = |name: &str| names.iter().position(|known| *known == name);
        Ok(Self {
            insert: format!(
                "INSERT INTO {table} ({}) VALUES ({})",
                names.join(", "),
                places.join(", ")
            ),
            id: at("id").filter(|_| owner != "id"),
            owner: at(owner).context("no such column")?,
            rows,
        })
    }

    fn write(&self, connection: &Connection, record: Uuid) -> Result<()> {
        let mut statement = connection.prepare_cached(&self.insert)?;
        for row in &self.rows {
            let mut row = row.clone();
            row[self.owner] = Value::Blob(record.as_bytes().to_vec());
            if let Some(id) = self.id {
                row[id] = Value::Blob(Uuid::now_v7().as_bytes().to_vec());
            }
            statement.execute(params_from_iter(row))?;
        }
        Ok(())
    }
}

fn create(
    connection: &Connection,
    template: Template,
    clients: usize,
    seconds: u64,
) -> Result<f64> {
    let mut parts = vec![Rows::of(connection, "contacts", "id", template)?];
    for (table, owner) in PARTS {
        parts.push(Rows::of(connection, table, owner, template)?);
    }
    let words = Rows::of(connection, "search_rows", "record_id", template)?;
    let told: String = connection.query_row(
        "SELECT words FROM search_rows WHERE record_id = ?1",
        [template.record.as_bytes().as_slice()],
        |row| row.get(0),
    )?;
    in_turns(connection, clients, seconds, |_| {
        let record = Uuid::now_v7();
        for part in &parts {
            part.write(connection, record)?;
        }
        words.write(connection, record)?;
        let n = connection.last_insert_rowid();
        let mut index =
            connection.prepare_cached("INSERT INTO search_words (rowid, words) VALUES (?1, ?2)")?;
        index.execute((n, &told))?;
        Ok(())
    })
}

fn update(
    connection: &Connection,
    template: Template,
    clients: usize,
    seconds: u64,
) -> Result<f64> {
    let event = Rows::of(connection, "event_log", "record_id", template)?;
    let mut ids =
        connection.prepare("SELECT id FROM contacts WHERE deleted_at IS NULL LIMIT 2000")?;
    let ids: Vec<Vec<u8>> = ids
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    in_turns(connection, clients, seconds, |done| {
        let id = &ids[done % ids.len()];
        for sql in READ {
            let mut statement = connection.prepare_cached(sql)?;
            let columns = statement.column_count();
            let mut rows = statement.query([id])?;
            while let Some(row) = rows.next()? {
                for column in 0..columns {
                    std::hint::black_box(row.get_ref(column)?);
                }
            }
        }
        let mut change = connection.prepare_cached(
            "UPDATE contacts SET department = ?1, version = version + 1, updated_at = updated_at + 1 WHERE id = ?2",
        )?;
        change.execute((format!("Department {done}"), id))?;
        event.write(connection, Uuid::from_slice(id)?)
    })
}

const READ: [&str; 3] = [
    "SELECT * FROM contacts WHERE id = ?1",
    "SELECT * FROM contact_points WHERE parent_id = ?1",
    "SELECT * FROM addresses WHERE parent_id = ?1",
];

/// Does it over and over, with one commit for as many as there are clients.
fn in_turns(
    connection: &Connection,
    clients: usize,
    seconds: u64,
    mut act: impl FnMut(usize) -> Result<()>,
) -> Result<f64> {
    let (begun, mut done) = (Instant::now(), 0);
    while begun.elapsed() < Duration::from_secs(seconds) {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        for _ in 0..clients {
            act(done)?;
            done += 1;
        }
        connection.execute_batch("COMMIT")?;
    }
    Ok(done as f64 / begun.elapsed().as_secs_f64())
}
