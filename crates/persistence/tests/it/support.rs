//! Databases for tests: an SQLite file in a temporary folder, a PostgreSQL database of its own.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use guanxi_domain::access::{Actor, Channel, Rights};
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::query::Query;
use guanxi_persistence::{Ask, Database, Expect, How, Location, Result, Tx};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

/// Makes an SQLite and a PostgreSQL test of one body.
#[macro_export]
macro_rules! on_each_database {
    ($($(#[$meta:meta])* fn $name:ident($db:ident) $body:block)+) => {
        mod sqlite {
            #[allow(unused_imports)]
            use super::*;
            $($(#[$meta])* #[test] fn $name() { let $db = $crate::support::TestDb::sqlite(); $body })+
        }
        mod postgres {
            #[allow(unused_imports)]
            use super::*;
            $($(#[$meta])* #[test] fn $name() { let $db = $crate::support::TestDb::postgres(); $body })+
        }
    };
}

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A migrated, empty database with a seeded administrator.
pub struct TestDb {
    pub db: Database,
    pub location: Location,
    folder: Option<PathBuf>,
}

impl TestDb {
    pub fn sqlite() -> Self {
        let folder =
            std::env::temp_dir().join(format!("guanxi-it-{}-{}", std::process::id(), number()));
        std::fs::create_dir_all(&folder).unwrap();
        let location = Location::Sqlite(folder.join("guanxi.sqlite"));
        Self::open(location, Some(folder))
    }

    pub fn postgres() -> Self {
        let server = server_url();
        let name = format!("it_{}_{}", std::process::id(), number());
        let mut conn = PgConnection::establish(&server).unwrap();
        conn.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {}", template()))
            .unwrap();
        Self::open(Location::Postgres(with_database(&server, &name)), None)
    }

    /// Both, for tests that compare them.
    pub fn both() -> [Self; 2] {
        [Self::sqlite(), Self::postgres()]
    }

    fn open(location: Location, folder: Option<PathBuf>) -> Self {
        let db = Database::open(&location).unwrap();
        db.migrate().unwrap();
        Self {
            db,
            location,
            folder,
        }
    }

    /// Does to the database what no door of ours does, foreign keys or not.
    pub fn tamper(&self, sql: &str) {
        match &self.location {
            Location::Postgres(url) => {
                let mut conn = PgConnection::establish(url).unwrap();
                conn.batch_execute("SET session_replication_role = replica")
                    .unwrap();
                conn.batch_execute(sql).unwrap();
            }
            Location::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(&path.to_string_lossy()).unwrap();
                // The writer of the database at work may hold it for a moment.
                conn.batch_execute("PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = OFF")
                    .unwrap();
                conn.batch_execute(sql).unwrap();
            }
        }
    }

    /// What a statement counts.
    pub fn count(&self, sql: &str) -> i64 {
        use diesel::RunQueryDsl;
        use diesel::sql_types::BigInt;
        let query = diesel::select(diesel::dsl::sql::<BigInt>(&format!("({sql})")));
        match &self.location {
            Location::Postgres(url) => query.get_result(&mut PgConnection::establish(url).unwrap()),
            Location::Sqlite(path) => {
                query.get_result(&mut SqliteConnection::establish(&path.to_string_lossy()).unwrap())
            }
        }
        .unwrap()
    }

    /// Guanxi itself, which may do everything.
    pub fn system(&self) -> Actor {
        Actor::system()
    }

    pub fn create(&self, entity: &'static Entity, body: Json) -> Document {
        self.create_as(&self.system(), entity, body).unwrap()
    }

    pub fn create_as(
        &self,
        actor: &Actor,
        entity: &'static Entity,
        body: Json,
    ) -> Result<Document> {
        let actor = actor.clone();
        self.db
            .write(move |tx| tx.create(&actor, entity, &object(&body), How::Plain))
    }

    pub fn patch(&self, entity: &'static Entity, id: Uuid, body: Json) -> Result<Document> {
        self.patch_as(&self.system(), entity, id, body)
    }

    pub fn patch_as(
        &self,
        actor: &Actor,
        entity: &'static Entity,
        id: Uuid,
        body: Json,
    ) -> Result<Document> {
        let actor = actor.clone();
        self.db
            .write(move |tx| tx.patch(&actor, entity, id, Expect::Any, &object(&body), How::Plain))
    }

    pub fn verb(
        &self,
        entity: &'static Entity,
        id: Uuid,
        verb: &'static str,
        input: Json,
    ) -> Result<Document> {
        let actor = self.system();
        self.db
            .write(move |tx| tx.verb(&actor, entity, id, Expect::Any, verb, &object(&input)))
    }

    pub fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut Tx) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.db.write(work)
    }

    pub fn get(&self, actor: &Actor, entity: &'static Entity, id: Uuid) -> Result<Json> {
        let body = self
            .db
            .read(|reader| reader.get(actor, entity, id, &Ask::default()))?
            .body;
        Ok(serde_json::from_slice(&body).unwrap())
    }

    pub fn list(&self, actor: &Actor, entity: &'static Entity, query: &Query) -> Result<Json> {
        let body = self.db.read(|reader| reader.list(actor, entity, query))?;
        Ok(serde_json::from_slice(&body).unwrap())
    }

    /// The names in a list.
    pub fn names(&self, actor: &Actor, entity: &'static Entity, query: &Query) -> Vec<String> {
        let page = self.list(actor, entity, query).unwrap();
        let rows = page["data"].as_array().unwrap();
        rows.iter()
            .map(|row| row["name"].as_str().unwrap().to_owned())
            .collect()
    }

    /// An active user with a role of these rights, in a team, reporting to somebody.
    pub fn person(
        &self,
        name: &str,
        rights: &Rights,
        team: Option<Uuid>,
        manager: Option<Uuid>,
    ) -> Actor {
        use guanxi_domain::people::{roles::ROLE, users::USER};
        let role = self.create(
            &ROLE,
            json!({ "name": format!("role of {name}"), "rights": rights }),
        );
        let teams: Vec<Json> = team.iter().map(|team| json!({ "team_id": team })).collect();
        let user = self.create(
            &USER,
            json!({
                "family_name": name, "login": format!("{name}@example.com"), "manager_id": manager,
                "roles": [{ "role_id": role.id() }], "teams": teams,
            }),
        );
        self.verb(&USER, user.id(), "activate", json!({})).unwrap();
        self.actor(user.id())
    }

    /// The number of the newest event; without gaps while nothing is rolled back.
    pub fn newest_event(&self) -> i64 {
        self.write(|tx| guanxi_persistence::events::newest(tx.conn()))
            .unwrap()
    }

    /// The actor as the world knows it now.
    pub fn actor(&self, user: Uuid) -> Actor {
        self.db.world().actor(user, Channel::Api, None).unwrap()
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            drop(std::fs::remove_dir_all(folder));
        }
    }
}

pub fn object(json: &Json) -> Map<String, Json> {
    json.as_object().unwrap().clone()
}

fn number() -> u32 {
    NEXT.fetch_add(1, Ordering::Relaxed)
}

pub fn server_url() -> String {
    std::env::var("GUANXI_TEST_POSTGRES_URL")
        .expect("GUANXI_TEST_POSTGRES_URL names no PostgreSQL server; run the tests by `make test`")
}

pub fn with_database(server: &str, name: &str) -> String {
    let (base, _) = server.rsplit_once('/').unwrap();
    format!("{base}/{name}")
}

/// A migrated database that the others are copied from. Test processes may start at the same time:
/// the first makes it, the others wait.
fn template() -> Arc<str> {
    static TEMPLATE: OnceLock<Arc<str>> = OnceLock::new();
    let made = TEMPLATE.get_or_init(|| {
        let server = server_url();
        let mut conn = PgConnection::establish(&server).unwrap();
        conn.batch_execute("SELECT pg_advisory_lock(77)").unwrap();
        if !exists(&mut conn) {
            make_template(&mut conn, &server);
        }
        conn.batch_execute("SELECT pg_advisory_unlock(77)").unwrap();
        Arc::from(TEMPLATE_NAME)
    });
    Arc::clone(made)
}

const TEMPLATE_NAME: &str = "it_template";

/// Whether the template is there and finished: closed to connections.
fn exists(conn: &mut PgConnection) -> bool {
    use diesel::prelude::*;
    use diesel::sql_types::BigInt;
    let sql = format!(
        "SELECT COUNT(*) FROM pg_database WHERE datname = '{TEMPLATE_NAME}' AND NOT datallowconn"
    );
    diesel::select(diesel::dsl::sql::<BigInt>(&format!("({sql})")))
        .get_result::<i64>(conn)
        .unwrap()
        == 1
}

fn make_template(conn: &mut PgConnection, server: &str) {
    let name = TEMPLATE_NAME;
    conn.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        .unwrap();
    conn.batch_execute(&format!("CREATE DATABASE {name}"))
        .unwrap();
    let db = Database::open(&Location::Postgres(with_database(server, name))).unwrap();
    db.migrate().unwrap();
    drop(db);
    conn.batch_execute(&format!(
        "ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false"
    ))
    .unwrap();
    // Copying wants nobody connected; the pool's connections would close in their own time.
    let others =
        format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    conn.batch_execute(&others).unwrap();
}
