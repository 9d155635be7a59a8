//! A real server on a free port, over a database of its own.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock, mpsc};
use std::thread::JoinHandle;

use actix_web::dev::ServerHandle;
use actix_web::rt::System;
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use guanxi_api::app::App;
use guanxi_api::auth::setup;
use guanxi_api::server;
use guanxi_api::settings::{DataOptions, ServeOptions, Settings};
use guanxi_persistence::{Database, Location};
use serde_json::{Value as Json, json};

use crate::session::{Answer, Session};

/// Makes an SQLite and a PostgreSQL test of one body.
#[macro_export]
macro_rules! on_each_database {
    ($($(#[$meta:meta])* async fn $name:ident($app:ident) $body:block)+) => {
        mod sqlite {
            #[allow(unused_imports)]
            use super::*;
            $($(#[$meta])* #[actix_web::test] async fn $name() {
                let $app = $crate::server::TestApp::sqlite();
                $body
            })+
        }
        mod postgres {
            #[allow(unused_imports)]
            use super::*;
            $($(#[$meta])* #[actix_web::test] async fn $name() {
                let $app = $crate::server::TestApp::postgres();
                $body
            })+
        }
    };
}

static NEXT: AtomicU32 = AtomicU32::new(0);

/// The administrator of every test workspace.
pub const ADMIN: &str = "admin@example.com";
/// The password of everybody in test workspaces.
pub const PASSWORD: &str = "correct horse battery staple";

/// A server, its database, and the link of its first start.
pub struct TestApp {
    pub app: App,
    pub url: String,
    pub http: reqwest::Client,
    pub link: Option<String>,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
    pub place: Place,
}

/// Where a test database lies; gone with the last of its clones.
#[derive(Clone)]
pub struct Place(Arc<Spot>);

struct Spot {
    location: Location,
    folder: Option<PathBuf>,
}

impl Place {
    pub fn sqlite() -> Self {
        let folder =
            std::env::temp_dir().join(format!("guanxi-api-{}-{}", std::process::id(), number()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(Arc::new(Spot {
            location: Location::Sqlite(folder.join("guanxi.sqlite")),
            folder: Some(folder),
        }))
    }

    pub fn postgres() -> Self {
        let name = format!("api_{}_{}", std::process::id(), number());
        let mut conn = PgConnection::establish(&server_url()).unwrap();
        conn.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {}", template()))
            .unwrap();
        Self(Arc::new(Spot {
            location: Location::Postgres(with_database(&name)),
            folder: None,
        }))
    }

    /// The database, current.
    pub fn open(&self) -> Database {
        let db = Database::open(&self.0.location).unwrap();
        db.migrate().unwrap();
        db
    }

    /// Does to the database what no door of ours does.
    pub fn tamper(&self, sql: &str) {
        match &self.0.location {
            Location::Postgres(url) => PgConnection::establish(url)
                .unwrap()
                .batch_execute(sql)
                .unwrap(),
            Location::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(&path.to_string_lossy()).unwrap();
                // Whoever had it open before may still be closing it.
                conn.batch_execute("PRAGMA busy_timeout = 5000").unwrap();
                conn.batch_execute(sql).unwrap();
            }
        }
    }

    /// What a setting says in the database.
    pub fn setting(&self, name: &str) -> String {
        use diesel::RunQueryDsl;
        use diesel::sql_types::Text;
        let text = format!("(SELECT value FROM settings WHERE name = '{name}')");
        let query = diesel::select(diesel::dsl::sql::<Text>(&text));
        match &self.0.location {
            Location::Postgres(url) => query.get_result(&mut PgConnection::establish(url).unwrap()),
            Location::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(&path.to_string_lossy()).unwrap();
                // Whoever had it open before may still be closing it.
                conn.batch_execute("PRAGMA busy_timeout = 5000").unwrap();
                query.get_result(&mut conn)
            }
        }
        .unwrap()
    }

    /// Where it is.
    pub fn location(&self) -> &Location {
        &self.0.location
    }

    /// The options that lead a command here.
    pub fn arguments(&self) -> [String; 2] {
        match (&self.0.location, &self.0.folder) {
            (Location::Postgres(url), _) => ["--database-url".to_owned(), url.clone()],
            (_, Some(folder)) => ["--data".to_owned(), folder.display().to_string()],
            _ => unreachable!(),
        }
    }
}

impl Drop for Spot {
    fn drop(&mut self) {
        match (&self.location, &self.folder) {
            (Location::Postgres(url), _) => {
                let (_, name) = url.rsplit_once('/').unwrap();
                let mut conn = PgConnection::establish(&server_url()).unwrap();
                drop(conn.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")));
            }
            (_, Some(folder)) => drop(std::fs::remove_dir_all(folder)),
            _ => {}
        }
    }
}

impl TestApp {
    pub fn sqlite() -> Self {
        Self::over(Place::sqlite(), ServeOptions::default(), |_| {})
    }

    pub fn postgres() -> Self {
        Self::over(Place::postgres(), ServeOptions::default(), |_| {})
    }

    /// With settings of its own.
    pub fn over(place: Place, serve: ServeOptions, change: impl FnOnce(&mut Settings)) -> Self {
        let socket = server::listen("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = socket.local_addr().unwrap();
        let serve = ServeOptions {
            listen: Some(address.to_string()),
            ..serve
        };
        let mut settings = Settings::new(&DataOptions::default(), &serve).unwrap();
        change(&mut settings);
        let app = App::new(place.open(), settings).unwrap();
        let link = setup::offer(&app).unwrap();
        let (started, handle) = mpsc::channel();
        let served = app.clone();
        let thread = std::thread::spawn(move || {
            System::new().block_on(async move {
                let server = server::serve(served.clone(), socket, 2).unwrap();
                server::spawn_beside(&served);
                started.send(server.handle()).unwrap();
                server.await.unwrap();
            });
        });
        Self {
            app,
            url: format!("http://{address}"),
            http: client(),
            link,
            handle: handle.recv().unwrap(),
            thread: Some(thread),
            place,
        }
    }

    /// Somebody who is not signed in.
    pub fn nobody(&self) -> Session<'_> {
        Session::new(self)
    }

    /// The token in the link of the first start.
    pub fn setup_token(&self) -> String {
        let link = self.link.as_ref().expect("a link was offered");
        link.rsplit_once("#token=").unwrap().1.to_owned()
    }

    /// What the first start's page sends.
    pub fn setup_body(&self) -> Json {
        json!({
            "token": self.setup_token(), "workspace_name": "Test", "family_name": "Admin",
            "login": ADMIN, "password": PASSWORD, "language": "en", "company_currency": "EUR",
            "time_zone": "Europe/Berlin",
        })
    }

    /// Does the first start; the administrator is signed in.
    pub async fn set_up(&self) -> Session<'_> {
        let session = self.nobody();
        session.setup(&self.setup_body()).await.expect(200);
        session
    }

    /// Signs somebody in.
    pub async fn sign_in(&self, login: &str) -> Session<'_> {
        let session = self.nobody();
        session.sign_in(login, PASSWORD).await.expect(200);
        session
    }

    /// Sends bytes as they are and gives back everything that comes until the server closes.
    pub fn raw(&self, bytes: &[u8]) -> String {
        use std::io::{Read, Write};
        let mut stream =
            std::net::TcpStream::connect(self.url.trim_start_matches("http://")).unwrap();
        stream
            .set_read_timeout(Some(std::time::Duration::from_secs(5)))
            .unwrap();
        // The server may refuse and close before everything is sent.
        drop(stream.write_all(bytes));
        let mut answer = Vec::new();
        let mut buffer = [0; 4096];
        while let Ok(count) = stream.read(&mut buffer) {
            if count == 0 {
                break;
            }
            answer.extend_from_slice(&buffer[..count]);
        }
        String::from_utf8_lossy(&answer).into_owned()
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // The order is sent at once; nobody waits for its confirmation.
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn client() -> reqwest::Client {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(std::time::Duration::from_secs(60))
        .build()
        .unwrap()
}

fn number() -> u32 {
    NEXT.fetch_add(1, Ordering::Relaxed)
}

pub fn server_url() -> String {
    std::env::var("GUANXI_TEST_POSTGRES_URL")
        .expect("GUANXI_TEST_POSTGRES_URL names no PostgreSQL server; run the tests by `make test`")
}

fn with_database(name: &str) -> String {
    let url = server_url();
    let (base, _) = url.rsplit_once('/').unwrap();
    format!("{base}/{name}")
}

const TEMPLATE: &str = "api_template";

/// A migrated database that the others are copied from. Test processes may start at the same time:
/// the first makes it, the others wait.
fn template() -> &'static str {
    static MADE: OnceLock<()> = OnceLock::new();
    MADE.get_or_init(|| {
        let mut conn = PgConnection::establish(&server_url()).unwrap();
        conn.batch_execute("SELECT pg_advisory_lock(78)").unwrap();
        if !is_made(&mut conn) {
            make_template(&mut conn);
        }
        conn.batch_execute("SELECT pg_advisory_unlock(78)").unwrap();
    });
    TEMPLATE
}

/// Finished templates are closed to connections.
fn is_made(conn: &mut PgConnection) -> bool {
    use diesel::RunQueryDsl;
    use diesel::sql_types::BigInt;
    let count = format!(
        "(SELECT COUNT(*) FROM pg_database WHERE datname = '{TEMPLATE}' AND NOT datallowconn)"
    );
    diesel::select(diesel::dsl::sql::<BigInt>(&count))
        .get_result::<i64>(conn)
        .unwrap()
        == 1
}

fn make_template(conn: &mut PgConnection) {
    conn.batch_execute(&format!("DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)"))
        .unwrap();
    conn.batch_execute(&format!("CREATE DATABASE {TEMPLATE}"))
        .unwrap();
    let db = Database::open(&Location::Postgres(with_database(TEMPLATE))).unwrap();
    db.migrate().unwrap();
    drop(db);
    conn.batch_execute(&format!(
        "ALTER DATABASE {TEMPLATE} WITH ALLOW_CONNECTIONS false"
    ))
    .unwrap();
    let others = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{TEMPLATE}'"
    );
    conn.batch_execute(&others).unwrap();
}

/// An answer's header as a number.
pub fn number_in<T: FromStr>(answer: &Answer, name: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    answer
        .header(name)
        .unwrap_or_else(|| panic!("no {name}"))
        .parse()
        .unwrap()
}
